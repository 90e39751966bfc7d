import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { phoneNumber } from "../support/fronts";
import { repository } from "../support/repository";
import { refused, withPhoneStack } from "./support";

const plain = '{ vendor: "plivo", country: "US", search: { areaCode: "415" } }';

test("an ES module declares a number", async () => {
  const program = `import { PhoneNumber } from "pulumi-phone";\nexport const line = new PhoneNumber("line", ${plain}).e164;`;
  await withPhoneStack({ language: "esm", program }, async (phones) => {
    await phones.up();
    expect(await phones.stack.outputs()).toEqual({ line: phones.only.e164 });
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("a TypeScript program declares a number, through the Automation API", async () => {
  const program = `
    import { type Output } from "@pulumi/pulumi";
    import { PhoneNumber, type PhoneNumberArgs } from "pulumi-phone";
    const args: PhoneNumberArgs = ${plain};
    export const line: Output<string> = new PhoneNumber("line", args).e164;`;
  await withPhoneStack({ language: "typescript", program }, async (phones) => {
    const automation = await phones.stack.automation();
    const preview = await automation.preview();
    expect(preview.changeSummary).toEqual({ create: 2 });
    expect(preview.stdout).toMatch(/line: picked \+1415\d{7} from plivo for 0\.80 USD a month/);
    expect(phones.writes).toEqual([]);

    const up = await automation.up();
    expect(up.outputs.line?.value).toBe(phones.only.e164);
    expect((await automation.refresh({ expectNoChanges: true })).summary.result).toBe("succeeded");
    await automation.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("a TypeScript program runs with the tsconfig.json that the documents give", async () => {
  const page = await readFile(path.join(repository, "docs/programs.md"), "utf8");
  const [, tsconfig = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
  const program = `
    import { PhoneNumber, type PhoneNumberArgsOf } from "pulumi-phone";
    const args: PhoneNumberArgsOf<"plivo"> = ${plain};
    export const line = new PhoneNumber("line", args).e164;`;
  const files = { "tsconfig.json": tsconfig };
  await withPhoneStack({ language: "typescript", program, files }, async (phones) => {
    await phones.up();
    expect(await phones.stack.outputs()).toEqual({ line: phones.only.e164 });
  });
});

const component = (inside: string, beside = "") => `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
const args = ${plain};
class Desk extends pulumi.ComponentResource {
  constructor(name) {
    super("phones:Desk", name);
    ${inside}
  }
}
const desk = new Desk("desk");
${beside}`;

test("a number that gets another name or another parent by an alias stays, without a call to the vendor", async () => {
  const inComponent = component('new PhoneNumber("line", args, { parent: this });');
  await withPhoneStack({ program: inComponent }, async (phones) => {
    await phones.up();
    const { e164 } = phones.only;
    expect((await phones.inState("line")).urn).toContain("phones:Desk$");
    phones.control.clearCalls();

    const renamed = 'new PhoneNumber("hotline", args, { parent: this, aliases: [{ name: "line" }] });';
    await phones.project.writeProgram(component(renamed));
    await phones.up(["--expect-no-changes"]);
    expect((await phones.inState("hotline")).id).toBe(e164);

    const aliases = '[{ name: "hotline", parent: desk }]';
    await phones.project.writeProgram(
      component("", `new PhoneNumber("hotline", args, { aliases: ${aliases} });`),
    );
    await phones.up(["--expect-no-changes"]);
    expect((await phones.inState("hotline")).urn).not.toContain("phones:Desk$");
    expect(phones.calls).toEqual([]);

    await phones.refresh(["--expect-no-changes"]);
    await phones.preview(["--expect-no-changes"]);
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("numbers of one component do not wait for each other", async () => {
  const pair = ["first", "second"].map((name) => `new PhoneNumber("${name}", args, { parent: this });`);
  await withPhoneStack({ program: component(pair.join("\n")) }, async (phones) => {
    await phones.up();
    const state = Object.values(await phones.numbersInState());
    expect(state.map(({ id }) => id).toSorted()).toEqual(phones.owned.toSorted());
    expect(phones.state.purchases).toBe(2);
  });
});

const diagnostics = (printed: string) =>
  printed
    .slice(printed.indexOf("Diagnostics:"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("error:"));

test.each(["import", "id"])("the option %s is refused in one line, which names adopt", async (option) => {
  const program = `const { PhoneNumber } = require("pulumi-phone");
new PhoneNumber("line", ${plain}, { ${option}: "+14155550123" });`;
  await withPhoneStack({ program, environment: { NODE_OPTIONS: "" } }, async (phones) => {
    for (const printed of [refused(await phones.stack.preview()), refused(await phones.stack.up())]) {
      expect(printed).toContain(`error: line: ${option}: is an option that a PhoneNumber cannot have.`);
      expect(printed).toContain("Use the argument adopt instead");
      expect(diagnostics(printed)).toHaveLength(1);
      expect(printed).not.toMatch(/^\s+at /m);
    }
    expect(phones.calls).toEqual([]);
  });
});

// Pulumi imports by a process of its own, which runs no program and has no text of a provider yet (pulumi/pulumi issue 16175):
// nothing of this package is loaded that could say more. The README does.
test("pulumi import fails inside of Pulumi, and leaves stack and account as they were", async () => {
  await withPhoneStack({ program: "" }, async (phones) => {
    refused(await phones.stack.pulumi(["import", "--yes", phoneNumber, "line", "+14155550123"]));
    expect(await phones.numbersInState()).toEqual({});
    expect(phones.calls).toEqual([]);
  });
});
