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

const desk = (name: string, options = "{}") =>
  declared(
    `${name}-line`,
    "{ parent: desk }",
    `const office = new pulumi.ComponentResource("phones:index:Office", "office");
const desk = new pulumi.ComponentResource("phones:index:Desk", "${name}", {}, ${options});`,
  );
const team = (name: string, options = "{}") =>
  declared(
    `${name}-desk-line`,
    "{ parent: desk }",
    `const team = new pulumi.ComponentResource("phones:index:Team", "${name}", {}, ${options});
const desk = new pulumi.ComponentResource("phones:index:Desk", "${name}-desk", {}, { parent: team });`,
  );

/** What the program is at first, and what the user does between the killed run and the next one. */
const moves: readonly (readonly [
  what: string,
  first: string,
  move: (phones: PhoneStack) => Promise<void>,
])[] = [
  [
    "the stack",
    programOf({ line }),
    async (phones) => {
      const renamed = await phones.stack.pulumi(["stack", "rename", "staging"]);
      expect(renamed.exitCode, renamed.all).toBe(0);
      phones.stack = new EngineStack(phones.project, "staging");
    },
  ],
  [
    "the resource, by an alias,",
    programOf({ line }),
    becomes(declared("hotline", '{ aliases: [{ name: "line" }] }')),
  ],
  [
    "the parent, by an alias,",
    programOf({ line }),
    becomes(
      declared(
        "line",
        "{ parent: desk, aliases: [{ parent: pulumi.rootStackResource }] }",
        'const desk = new pulumi.ComponentResource("phones:index:Desk", "desk");',
      ),
    ),
  ],
  [
    "the parent, by an alias of its own,",
    desk("sales"),
    becomes(desk("support", '{ aliases: [{ name: "sales" }] }')),
  ],
  [
    "the parent's parent, by an alias of its own,",
    team("sales"),
    becomes(team("support", '{ aliases: [{ name: "sales" }] }')),
  ],
  [
    "where the parent is, by an alias of its own,",
    desk("sales"),
    becomes(desk("sales", "{ parent: office, aliases: [{ parent: pulumi.rootStackResource }] }")),
  ],
];

/** What the user does is to write another program. */
function becomes(program: string) {
  return ({ project }: PhoneStack) => project.writeProgram(program);
}

test.each(moves)(
  "killed in a purchase, then %s is another one: the number is found, and none is bought",
  async (_, program, move) => {
    await withPhoneStack({ program }, async (phones) => {
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
