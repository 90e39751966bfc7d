import { expect, test, vi } from "vitest";
import { EngineStack } from "../../support/engine-stack";
import { killedUp } from "../killed-up";
import { type PhoneStack, programOf, refused, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const line = { vendor: "plivo", country: "US" };
const declared = (name: string, options: string, before = "") => `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
${before}
new PhoneNumber("${name}", { vendor: "plivo", country: "US" }, ${options});`;

/** What the user does between the killed run and the next one; gives the stack as it is called then. */
const moves: Readonly<Record<string, (phones: PhoneStack) => Promise<void>>> = {
  "the stack": async (phones) => {
    const renamed = await phones.stack.pulumi(["stack", "rename", "staging"]);
    expect(renamed.exitCode, renamed.all).toBe(0);
    phones.stack = new EngineStack(phones.project, "staging");
  },
  "the resource, by an alias,": (phones) =>
    phones.project.writeProgram(declared("hotline", '{ aliases: [{ name: "line" }] }')),
  "the parent, by an alias,": (phones) =>
    phones.project.writeProgram(
      declared(
        "line",
        "{ parent: desk, aliases: [{ parent: pulumi.rootStackResource }] }",
        'const desk = new pulumi.ComponentResource("phones:index:Desk", "desk");',
      ),
    ),
};

test.each(Object.entries(moves))(
  "killed in a purchase, then %s is another one: the number is found, and none is bought",
  async (_, move) => {
    await withPhoneStack({ program: programOf({ line }) }, async (phones) => {
      phones.fault("buy", "timeout-after", { delayMs: 600_000 });
      const { isKilled } = await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
      expect(isKilled).toBe(true);
      const [bought] = phones.owned;
      expect(await phones.numbersInState()).toEqual({});
      await move(phones);
      await phones.up();
      const state = Object.values(await phones.numbersInState());
      expect(state).toMatchObject([{ id: bought, outputs: { status: "active" } }]);
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
      await phones.up(["--expect-no-changes"]);
    });
  },
);

test("a number whose resource got another name is that resource's: one of the former name cannot adopt it", async () => {
  await withPhoneStack({ program: programOf({ line }) }, async (phones) => {
    await phones.up();
    const { e164 } = phones.only;
    const renamed = declared("hotline", '{ aliases: [{ name: "line" }] }');
    await phones.project.writeProgram(renamed);
    await phones.up();
    await phones.project.writeProgram(
      `${renamed}\nnew PhoneNumber("line", { vendor: "plivo", adopt: "${e164}" });`,
    );
    expect(refused(await phones.stack.up())).toContain(`${e164} cannot be adopted`);
    const state = await phones.numbersInState();
    expect(Object.keys(state)).toEqual(["hotline"]);
    expect(phones.only.e164).toBe(state.hotline?.id);
    await phones.project.writeProgram(renamed);
    await phones.up(["--expect-no-changes"]);
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  });
});
