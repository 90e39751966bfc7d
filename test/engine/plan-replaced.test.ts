import { describe, expect, test } from "vitest";
import { pluginNumber } from "../support/fronts";
import { testNumber } from "../support/sandbox";
import { type Args, programOf, refused, usePhoneStack } from "./support";

const plain = { vendor: "plivo", country: "US" };
const local = { ...plain, type: "local", replaceable: true };
const tollfree = { ...local, type: "tollfree" };

describe("the plan of a replacement", () => {
  const stack = usePhoneStack();

  /** Writes a program whose number has these options of Pulumi's. */
  function declareWith(options: Args, main: Args): Promise<void> {
    const program = programOf({ main }).replaceAll(").e164", `, ${JSON.stringify(options)}).e164`);
    return stack().project.writeProgram(program);
  }

  test("names a number whose release has failed, stops at it, and is right", async () => {
    const phones = stack();
    await phones.declare({ main: local });
    await phones.up();
    const { e164 } = phones.only;
    await phones.declare({ main: tollfree });
    phones.fault("release", "500-before", { times: 20 });
    refused(await phones.stack.up());
    phones.control.clearFaults();
    expect(phones.state.owned).toHaveLength(2);

    const { exitCode, stdout, all } = await phones.plan();
    expect(exitCode, all).toBe(3);
    expect(stdout).toMatch(new RegExp(`^GIVE UP for another +main +\\${e164} +plivo`));
    expect(stdout.match(/^.*plivo.*$/gm)).toHaveLength(1);
    expect(stdout).toContain("The monthly bill: -0.80 USD");

    await phones.up();
    expect(phones.only.e164).not.toBe(e164);
    expect((await phones.plan()).stdout).toContain("Nothing changes");
  });

  test("gives a number up once where it goes first, and not again where another could not be bought", async () => {
    const phones = stack();
    const { e164 } = phones.only;
    await declareWith({ deleteBeforeReplace: true }, local);
    const before = await phones.plan();
    expect(before.exitCode, before.all).toBe(3);
    expect(before.stdout.match(/plivo/g)).toHaveLength(2);
    expect(before.stdout).toMatch(new RegExp(`^GIVE UP for another +main +\\${e164} +plivo`));
    expect(before.stdout).toContain("The monthly bill: -0.20 USD");

    phones.fault("buy", "no-funds", { times: 20 });
    refused(await phones.stack.up());
    phones.control.clearFaults();
    expect(phones.state.owned).toEqual([]);
    const { exitCode, stdout, all } = await phones.plan();
    expect(exitCode, all).toBe(0);
    expect(stdout).toMatch(/^buy +main +\+1\d{10} +plivo/);
    expect(stdout.match(/plivo/g)).toHaveLength(1);
    expect(stdout).toContain("The monthly bill: +0.80 USD");
    await phones.up();
  });

  test("leaves in the account what Pulumi is told to retain", async () => {
    const phones = stack();
    const { e164 } = phones.only;
    await declareWith({ retainOnDelete: true }, local);
    await phones.up();
    await phones.declare({});
    const { exitCode, stdout, all } = await phones.plan();
    expect(exitCode, all).toBe(0);
    expect(stdout).toMatch(new RegExp(`^leave in the account +main +\\${e164} +plivo`));
    expect(stdout).toContain("The monthly bill: does not change");
    await phones.up();
    expect(phones.only.e164).toBe(e164);
  });
});

// In another language than JavaScript the plugin is not told what a resource was called before, and the engine puts the import in its place.
describe("the plan of an import in the place of a number", () => {
  const stack = usePhoneStack({ language: "yaml", hasPlugin: true });
  const declare = (name: string, options = "") =>
    stack().project.writeProgram(`
resources:
  ${name}:
    type: ${pluginNumber}
    properties: { vendor: plivo, country: US }${options}
`);

  test("leaves that one in the account, as the up does", async () => {
    const phones = stack();
    const other = testNumber(0);
    await declare("desk");
    await phones.up();
    const { id, urn } = await phones.inState("desk");
    phones.numbers({ own: [{ e164: other, country: "US" }] });
    await declare("line", `\n    options: { import: "${other}", aliases: ["${urn}"] }`);
    const { exitCode, stdout, all } = await phones.plan();
    expect(exitCode, all).toBe(0);
    expect(stdout).toMatch(new RegExp(`^import +line +\\${other}`));
    expect(stdout).toMatch(new RegExp(`^leave in the account +desk +\\${id} +plivo`, "m"));
    expect(stdout).toContain("The monthly bill: does not change");
    await phones.stack.up();
    expect(phones.owned).toEqual(expect.arrayContaining([id, other]));
    expect(phones.state.releases).toBe(0);
  });
});
