import { expect, test } from "vitest";
import { withPhoneStack } from "./support";

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
