import { expect, test } from "vitest";
import { refused, succeeded, usePhoneStack } from "./support";

const phones = usePhoneStack({ language: "typescript", hasPlugin: true });

/** A program of the plugin's class: a number, and what depends on it. */
const program = (args: string, more = "") => `
import { PhoneNumber } from "pulumi-phone/plugin";
const main = new PhoneNumber("main", { vendor: "plivo", country: "US", ${args} });
export const line = main.e164;
export const price = main.monthlyPrice;
${more}`;

test("a preview picks a number, tells it under its resource, and buys nothing", async () => {
  const { project } = phones();
  await project.writeProgram(program('search: [{ areaCode: "415" }], alias: "first"'));
  const printed = await phones().preview();
  expect(printed).toMatch(/PhoneNumber \(?main.{0,30}\s*picked \+1415/);
  // Dependents know it as well as its price.
  expect(printed).toMatch(/line\s*: "\+1415\d{7}"/);
  expect(printed).toMatch(/amount\s*: "0\.80"/);
  expect(phones().state.purchases).toBe(0);
});

test("an up buys exactly that number, an up without changes nothing, and a change is made in place", async () => {
  const { project } = phones();
  const printed = await phones().up();
  expect(printed).toMatch(/PhoneNumber \(?main.{0,30}\s*bought \+1415/);
  expect(phones().only.alias).toBe("first");
  await phones().up(["--expect-no-changes"]);
  await project.writeProgram(program('search: [{ areaCode: "415" }], alias: "second"'));
  expect(await phones().preview(["--diff"])).toMatch(/~ alias: "first" => "second"/);
  await phones().up();
  expect(phones().only.alias).toBe("second");
  expect(phones().state.purchases).toBe(1);
});

test("a refresh sees what was changed behind its back, and an up repairs it", async () => {
  const { e164 } = phones().only;
  await phones().changeAtVendor(e164, { alias: "stolen" });
  await phones().refresh();
  expect((await phones().inState()).outputs).toMatchObject({ label: "stolen" });
  await phones().up();
  expect(phones().only.alias).toBe("second");
});

test("an argument at fault is named before anything is done", async () => {
  const { project, stack } = phones();
  await project.writeProgram(program('search: [{ areaCode: "415" }], alias: "second", subaccount: "nobody"'));
  const said = refused(await stack.up());
  expect(said).toContain("subaccount");
});

test("a number that is looked up stays whosever it is", async () => {
  const { project } = phones();
  const { e164 } = phones().only;
  await project.writeProgram(
    program(
      'search: [{ areaCode: "415" }], alias: "second"',
      `export const seen = PhoneNumber.get("seen", "plivo:${e164.slice(2)}").status;`,
    ),
  );
  await phones().up();
  expect(await phones().stack.outputs()).toMatchObject({ seen: "active", line: e164 });
  await project.writeProgram(program('search: [{ areaCode: "415" }], alias: "second"'));
  await phones().up();
  expect(phones().only.e164).toBe(e164);
});

test("a destroy releases it", async () => {
  const { stack } = phones();
  expect(succeeded(await stack.destroy())).toContain("released");
  expect(phones().state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
});
