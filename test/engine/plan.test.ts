import { expect, test } from "vitest";
import { run } from "../support/run";
import { testNumber } from "../support/sandbox";
import { commandFile, usePhoneStack, withPhoneStack } from "./support";

const stack = usePhoneStack();
const plain = { vendor: "plivo", country: "US" };
const plan = (...args: string[]) => stack().plan(...args);

test("the plan of a new stack says what is bought, and lets it pass", async () => {
  const phones = stack();
  await phones.declare({
    a: plain,
    b: { ...plain, type: "tollfree" },
    c: { vendor: "sondos", country: "US" },
  });
  const { exitCode, stdout, all } = await plan();
  expect(exitCode, all).toBe(0);
  expect(stdout).toMatch(/^buy +a +\+1\d{10} +plivo +0\.80 USD a month +0\.00 USD to set up$/m);
  expect(stdout).toMatch(/^buy +b +\+1\d{10} +plivo +1\.00 USD a month/m);
  expect(stdout).toMatch(/^The monthly bill: \+\d+\.\d\d USD$/m);
  expect(phones.state.purchases).toBe(0);

  const piped = await run(
    "sh",
    [
      "-c",
      `pulumi preview --json --show-replacement-steps | "$0" ${JSON.stringify(commandFile)} plan -`,
      process.execPath,
    ],
    {
      cwd: phones.project.workDir,
      env: phones.project.environment,
    },
  );
  expect(piped.exitCode, piped.all).toBe(0);
  expect(piped.stdout).toBe(stdout);
  await phones.up();
});

test("a release, a replacement and a notice are named and stop it, unless they are allowed", async () => {
  const phones = stack();
  const numbers = await phones.numbersInState();
  await phones.declare({
    b: { ...plain, type: "local", replaceable: true },
    c: { vendor: "sondos", country: "US", renewal: "off" },
  });
  const refused = await plan();
  expect(refused.exitCode, refused.all).toBe(3);
  expect(refused.stdout).toMatch(new RegExp(`^RELEASE +a +\\${numbers.a?.id} +plivo`, "m"));
  expect(refused.stdout).toMatch(new RegExp(`^GIVE UP for another +b +\\${numbers.b?.id} +plivo`, "m"));
  expect(refused.stdout).toMatch(new RegExp(`^END \\(renewal is off\\) +c +\\${numbers.c?.id} +sondos`, "m"));
  const allowed = await plan("--json", "--allow-release");
  expect(allowed.exitCode).toBe(0);
  const { numbers: planned, givesUp } = JSON.parse(allowed.stdout) as {
    numbers: { action: string }[];
    givesUp: boolean;
  };
  expect(planned.map(({ action }) => action).sort()).toEqual(["buy", "end", "release", "replace"]);
  expect(givesUp).toBe(true);
});

test("a preview that fails is told, and is no plan", async () => {
  await stack().declare({ a: { ...plain, colour: "red" } });
  const { exitCode, all } = await plan();
  expect(exitCode).toBe(1);
  expect(all).toContain("colour: is unknown");
});

const maker = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
class Agent extends pulumi.dynamic.Resource {
  constructor(name, id) {
    super({ async create(inputs) { return { id: inputs.agent }; } }, name, { agent: id });
  }
}
new PhoneNumber("a", { vendor: "plivo", country: "US", agent: new Agent("agent", AGENT).id });
`;

test("an agent that is made in the same run is a change in place, though preview does not know it", async () => {
  const phones = stack();
  const { a } = await phones.numbersInState();
  const [agent] = phones.agents;
  await phones.project.writeProgram(maker.replaceAll("AGENT", JSON.stringify(agent)));
  const { stdout } = await plan("--allow-release");
  expect(stdout).toMatch(new RegExp(`^change +a +\\${a?.id} +plivo`, "m"));
  const { purchases } = phones.state;
  await phones.up();
  expect(phones.state.purchases).toBe(purchases);
  expect(phones.state.owned).toContainEqual(expect.objectContaining({ e164: a?.id, agent }));
});

const grouped = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
const parent = new pulumi.ComponentResource("phones:index:Team", "team");
new PhoneNumber("a", { vendor: "plivo", country: "US" }, { parent });
`;

test("a resource that got a parent without an alias is one row, and stops it; its preview has the alias", async () => {
  const phones = stack();
  const { a } = await phones.numbersInState();
  await phones.project.writeProgram(grouped);
  const refused = await plan();
  expect(refused.exitCode, refused.all).toBe(3);
  const [row, next] = refused.stdout.split("\n").filter((line) => line.includes(a?.id ?? "nothing"));
  expect(row).toMatch(/^moved\? RELEASE +a +\+\d+ +plivo/);
  expect(next).toBeUndefined();
  expect(refused.stdout).toContain("The aliases option keeps its number");
  const [, entry] = /add (aliases: \[[^\]]+\])/.exec((await phones.preview()).replace(/\s+/g, " ")) ?? [];
  expect(entry).toContain(a?.urn);
  await phones.project.writeProgram(grouped.replace("{ parent }", `{ parent, ${entry} }`));
  const kept = await plan();
  expect(kept.exitCode, kept.all).toBe(0);
});

test.each([
  ["its number", "number"],
  ["adopt", "adopt"],
  ["the other front", undefined],
] as const)(
  "a renamed resource that asks by %s is one row with its alias, which keeps the number",
  async (_, argument) => {
    await withPhoneStack({ hasPlugin: argument === undefined }, async (phones) => {
      const plan = () => phones.plan();
      const number = testNumber(40 + ["number", "adopt", undefined].indexOf(argument));
      phones.numbers({ add: [{ e164: number, country: "US" }] });
      const before = `new PhoneNumber("before", { vendor: "plivo", number: "${number}", deletionPolicy: "release" });`;
      const declare = (line: string, from = "pulumi-phone") =>
        phones.project.writeProgram(`const { PhoneNumber } = require("${from}");\n${line}`);
      await declare(before, argument === undefined ? "pulumi-phone/plugin" : undefined);
      await phones.up();
      const { purchases } = phones.state;
      const { urn } = await phones.inState("before");
      const after = `new PhoneNumber("after", { vendor: "plivo", ${argument}: "${number}" }, {});`;
      const line = argument === undefined ? before.replace(" });", " }, {});") : after;
      await declare(line);

      const moved = await plan();
      expect(moved.exitCode, moved.all).toBe(3);
      const rows = moved.stdout.split("\n").filter((each) => each.includes(number));
      expect(rows).toEqual([expect.stringMatching(/^moved\? RELEASE +(after|before) +\+\d+/)]);
      const refused = await phones.stack.preview();
      expect(refused.exitCode).not.toBe(0);
      const [, entry] = /add (aliases: \[[^\]]+\])/i.exec(refused.all.replace(/\s+/g, " ")) ?? [];
      expect(entry).toContain(urn);
      expect((await phones.stack.up()).exitCode).not.toBe(0);
      expect(phones.state).toMatchObject({ owned: [{ e164: number }], purchases });

      await declare(line.replace("{}", `{ ${entry} }`));
      const kept = await plan();
      expect(kept.exitCode, kept.all).toBe(0);
      await phones.up();
      expect(phones.state).toMatchObject({ owned: [{ e164: number }], purchases });
    });
  },
);
