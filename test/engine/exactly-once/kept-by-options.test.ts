import { describe, expect, test, vi } from "vitest";
import type { E164 } from "../../../provider/domain/number";
import { defined } from "../../support/expect";
import { type Front, fronts } from "../../support/fronts";
import { testNumber, testNumbers } from "../../support/sandbox";
import { type Args, moduleOf, type PhoneStack, refused, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const line = { vendor: "plivo", country: "US", search: { prefix: testNumber(0).slice(2, 8) } };

describe.each(fronts)("with the front %s", (front) => {
  test("what ignoreChanges names is neither changed nor bought anew", async () => {
    await withPhoneStack({ front, sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(3) });
      const options = { ignoreChanges: ["agent", "search", "country"] };
      await declareWith(phones, front, options, line);
      await phones.up();
      const { id } = await phones.inState();
      const writes = phones.writes.length;
      const edited = { ...line, country: "CA", search: { areaCode: "212" }, agent: phones.agents[0] };
      await declareWith(phones, front, options, edited);
      await phones.up(["--expect-no-changes"]);
      await phones.up(["--refresh", "--expect-no-changes"]);
      expect(phones.writes.length).toBe(writes);
      expect(phones.only).toMatchObject({ e164: id, agent: null });
    });
  });

  test("what is protected is given up neither by a program without it, with --refresh, nor by destroy", async () => {
    await withPhoneStack({ front, sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(3) });
      await declareWith(phones, front, { protect: true }, line);
      await phones.up();
      const { id, urn } = await phones.inState();
      await phones.up(["--refresh", "--expect-no-changes"]);
      refused(await phones.stack.up(["--refresh", "--replace", urn]));
      await phones.declare({});
      refused(await phones.stack.up(["--refresh"]));
      refused(await phones.stack.destroy(["--refresh"]));
      expect((await phones.inState()).id).toBe(id);
      expect(phones.only.e164).toBe(id);
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
    });
  });

  test("destroy --run-program buys nothing, and gives back what there is", async () => {
    await withPhoneStack({ front, sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(4) });
      await phones.declare({ main: line });
      await phones.up();
      // A resource that is not in state is in the program.
      await phones.declare({ main: line, other: line });
      await phones.destroy(["--run-program"]);
      expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
      expect(await phones.numbersInState()).toEqual({});
    });
  });

  test("a replacement of which nobody can tell whether it was bought keeps the old number until it is settled", async () => {
    await withPhoneStack({ front, sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(4) });
      await phones.stack.setConfig("phone:settleSeconds", "1");
      await phones.declare({ main: { ...line, replaceable: true } });
      await phones.up();
      const { id, urn } = await phones.inState();
      phones.fault("buy", "reset-after");
      phones.fault("buy", "list-lag", { delayMs: 600_000 });
      refused(await phones.stack.up(["--replace", urn]));
      expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
      expect(phones.owned).toContain(id);
      refused(await phones.stack.up());
      expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
      // It begins to show.
      const bought = defined(phones.owned.find((each) => each !== id)) as E164;
      const purchasedAt = new Date().toISOString().slice(0, 10);
      phones.numbers({ drop: [bought] });
      phones.numbers({ own: [{ e164: bought, country: "US", purchasedAt }] });
      await phones.up();
      expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
      expect(phones.only.e164).toBe((await phones.inState()).id);
      expect(phones.only.e164).not.toBe(id);
      await phones.up(["--expect-no-changes"]);
    });
  });
});

function declareWith(phones: PhoneStack, front: Front, options: object, args: Args): Promise<void> {
  const given = [JSON.stringify("main"), JSON.stringify(args), JSON.stringify(options)];
  return phones.project.writeProgram(
    `const { PhoneNumber } = require("${moduleOf(front)}");\nnew PhoneNumber(${given.join(", ")});`,
  );
}
