import path from "node:path";
import { expect, test, vi } from "vitest";
import { defined } from "../../support/expect";
import { failingCli, folderOfThatName } from "../../support/failing-cli";
import { inFrontOf } from "../../support/proxy";
import { testNumber, testNumbers } from "../../support/sandbox";
import { numbersIn, type PhoneStack, programOf, refused, succeeded, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const line = { vendor: "plivo", country: "US", search: { prefix: testNumber(0).slice(2, 8) } };

/** The environment of a command that meets this folder first. */
const first = (phones: PhoneStack, folder: string) => ({
  PATH: `${folder}${path.delimiter}${phones.project.environment.PATH}`,
});

/** Once is overcome by trying again; a failure that lasts leaves open whose the number is. */
test.each([1, 99])(
  "of two stacks that want one number, the one whose purchase fails unclearly, and whose stack ls fails %i times, has none",
  async (times) => {
    await withPhoneStack(
      { program: programOf({ line }), access: "variables", sandbox: { stock: 0 } },
      async (phones) => {
        phones.numbers({ add: testNumbers(1) });
        const other = await phones.project.createStack("prod");
        for (const each of [phones.stack, other]) await each.setConfig("phone:settleSeconds", "1");
        // The purchase of the second stack is held until the first has bought, and was never made.
        let isAsked = () => {};
        const asked = new Promise<void>((resolve) => {
          isAsked = resolve;
        });
        let answer = () => {};
        const bought = new Promise<void>((resolve) => {
          answer = resolve;
        });
        const proxy = await inFrontOf(phones.sandbox.url, async ({ method }, pass) => {
          if (method === "GET") return pass();
          isAsked();
          await bought;
          return {
            status: 500,
            headers: { "content-type": "application/json" },
            body: '{"error": "internal"}',
          };
        });
        const environment = {
          ...first(phones, failingCli("stack ls", times)),
          PLIVO_BASE_URL: `${proxy.url}/plivo`,
        };
        const second = other.up([], { environment });
        await Promise.race([asked, second]);
        await phones.up();
        answer();
        const printed = refused(await second);
        expect((await phones.inState("line")).id).toBe(testNumber(0));
        // The other stack at most keeps it as a purchase of which it does not know whether it was made.
        expect(numbersIn(await other.export()).line?.outputs?.status).not.toBe("active");
        expect(phones.state).toMatchObject({ purchases: 1, owned: [{ e164: testNumber(0) }] });
        if (times > 1) expect(printed).toContain("EOF");

        // With another number for sale, a CLI that answers and the vendor itself, it gets that one.
        phones.numbers({ add: [{ e164: testNumber(1), country: "US" }] });
        const again = await other.up();
        if (again.exitCode !== 0) {
          succeeded(await other.refresh());
          succeeded(await other.up());
        }
        expect(numbersIn(await other.export()).line?.id).toBe(testNumber(1));
        expect(phones.state.purchases).toBe(2);
      },
    );
  },
);

test("what cannot be looked at is not adopted, nor bought; the message has the words of the CLI", async () => {
  await withPhoneStack(
    { program: programOf({ line: { vendor: "plivo", country: "US" } }) },
    async (phones) => {
      const other = await phones.project.createStack("prod");
      await phones.up();
      const { id } = await phones.inState("line");
      await phones.declare({ line: { vendor: "plivo", adopt: id } });
      const attempts = [
        { folder: failingCli("stack ls", 99), says: "EOF" },
        { folder: failingCli("stack ls", 1), says: "dev" },
        { folder: failingCli("stack export", 99), says: "EOF" },
        { folder: folderOfThatName(), says: "dev" },
      ];
      for (const { folder, says } of attempts) {
        const printed = refused(await other.up([], { environment: first(phones, folder) }));
        expect(printed).toContain(says);
        expect(numbersIn(await other.export())).toEqual({});
      }

      await phones.declare({ line: { vendor: "plivo", country: "US" } });
      const environment = first(phones, failingCli("stack export", 99));
      expect(refused(await other.up([], { environment }))).toContain("EOF");
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
      succeeded(await other.up([], { environment: first(phones, folderOfThatName()) }));
      const bought = defined(numbersIn(await other.export()).line).id;
      expect(phones.owned.toSorted()).toEqual([id, bought].toSorted());
      expect(phones.state.purchases).toBe(2);
      succeeded(await other.up(["--expect-no-changes"]));
    },
  );
});
