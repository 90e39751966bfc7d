import { expect, test, vi } from "vitest";
import { killedUp } from "../killed-up";
import { type PhoneStack, refused, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const head = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");`;

/** One number with what is secret of it, and what else the program declares. */
const program = (args: string, options = "{}", beside = "") =>
  `${head}\nnew PhoneNumber("line", { country: "US", ${args} }, ${options});\n${beside}`;

const adopting = (e164: string) =>
  `new PhoneNumber("thief", { vendor: "plivo", adopt: ${JSON.stringify(e164)} });`;

/** Another resource cannot adopt the number. */
async function expectHeld(phones: PhoneStack, args: string, options?: string): Promise<void> {
  const { e164 } = phones.only;
  await phones.project.writeProgram(program(args, options, adopting(e164)));
  expect(refused(await phones.stack.up())).toContain(`${e164} cannot be adopted`);
  expect(Object.keys(await phones.numbersInState())).toEqual(["line"]);
  await phones.project.writeProgram(program(args, options));
}

test("a protection that is secret holds against a forced replacement, and hides the number from nobody", async () => {
  const args = 'vendor: "plivo", deletionProtection: pulumi.secret(true)';
  await withPhoneStack({ program: program(args) }, async (phones) => {
    await phones.up();
    const { urn, id } = await phones.inState("line");
    refused(await phones.stack.up(["--replace", urn]));
    await expectHeld(phones, args);
    refused(await phones.stack.destroy());
    expect(phones.only.e164).toBe(id);
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
    await phones.up(["--expect-no-changes"]);
  });
});

test("a number that is secret in state is not adopted, and its forced replacement is another number", async () => {
  const args = 'vendor: "plivo"';
  const options = '{ additionalSecretOutputs: ["e164"] }';
  await withPhoneStack({ program: program(args, options) }, async (phones) => {
    await phones.up();
    const { urn, id } = await phones.inState("line");
    await expectHeld(phones, args, options);
    await phones.up(["--replace", urn]);
    expect(phones.only.e164).not.toBe(id);
    expect((await phones.inState("line")).id).toBe(phones.only.e164);
    expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
    await phones.up(["--refresh", "--expect-no-changes"]);
  });
});

test("a vendor that is secret, from JavaScript: the purchase of a killed run is found all the same", async () => {
  await withPhoneStack({ program: program('vendor: pulumi.secret("plivo")') }, async (phones) => {
    phones.fault("buy", "timeout-after", { delayMs: 600_000 });
    const { isKilled } = await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
    expect(isKilled).toBe(true);
    const { exitCode, all } = await phones.stack.up();
    // What was asked for is as secret as the vendor: a person may have to say whose the number is.
    if (exitCode !== 0) {
      expect(phones.state.purchases).toBe(1);
      expect(all).toMatch(/adopt: |nothingBought: /);
      await phones.project.writeProgram(
        `${head}\nnew PhoneNumber("line", { vendor: "plivo", adopt: "${phones.only.e164}" });`,
      );
      await phones.up();
    }
    expect(await phones.inState("line")).toMatchObject({ id: phones.only.e164 });
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  });
});
