import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("component");

test("component buys a number for each line, and gives them back", async () => {
  const { phones } = example();
  await example().follow(`pulumi config set agent ${phones.agents[0]}`);
  await example().follow("pulumi preview");
  expect(phones.writes).toEqual([]);
  await example().follow("pulumi up");
  expect(phones.state).toMatchObject({
    purchases: 2,
    owned: [{ agent: phones.agents[0] }, { agent: phones.agents[0] }],
  });
  const numbers = await phones.numbersInState();
  expect(await phones.stack.outputs()).toEqual({
    lines: { support: numbers["support-number"]?.id, sales: numbers["sales-number"]?.id },
  });
  await example().follow("pulumi preview --expect-no-changes");
  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
  example().finish();
});

test("a number that becomes a line, and a line that gets another name, keep their number", async () => {
  const { phones, program } = example();
  await phones.project.writeProgram(`
    import { Config } from "@pulumi/pulumi";
    import { PhoneNumber } from "pulumi-phone";
    const agent = new Config().require("agent");
    new PhoneNumber("support", { vendor: "plivo", country: "US", search: { areaCode: "415" }, agent });`);
  await phones.up();
  const { id } = await phones.inState("support");
  const { purchases } = phones.state;

  await phones.project.writeProgram(
    program.replace(/^const sales.*$/m, "").replace(/, sales: sales.e164/, ""),
  );
  await phones.up();
  expect((await phones.inState("support-number")).urn).toContain("acme:voice:VoiceLine$");
  await phones.project.writeProgram(
    program
      .replace(/^const sales.*$/m, "")
      .replace(/, sales: sales.e164/, "")
      .replace('"support"', '"helpdesk"')
      .replace("agent });", 'agent }, { aliases: [{ name: "support" }] });'),
  );
  await phones.up();
  expect((await phones.inState("helpdesk-number")).id).toBe(id);
  expect(phones.state).toMatchObject({ purchases, owned: [{ e164: id }] });
});
