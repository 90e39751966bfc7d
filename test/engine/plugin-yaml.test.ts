import { expect, test } from "vitest";
import { defined } from "../support/expect";
import { pluginNumber } from "../support/fronts";
import { testNumber } from "../support/sandbox";
import { refused, succeeded, usePhoneStack } from "./support";

const phones = usePhoneStack({ language: "yaml", hasPlugin: true });

const program = (resources: string, more = "") => `
resources:
${resources}
${more}`;

const main = (alias: string) => `  main:
    type: ${pluginNumber}
    properties:
      vendor: plivo
      country: US
      search: [{ areaCode: "415" }]
      alias: ${alias}`;

const outputs = `outputs:
  line: \${main.e164}
  price: \${main.monthlyPrice.amount}
  free:
    fn::invoke:
      function: phone:index:searchNumbers
      arguments: { vendor: plivo, country: US, areaCode: "415", limit: 2 }
      return: numbers`;

test("a program in YAML buys, changes and shows what is free", async () => {
  await phones().project.writeProgram(program(main("first"), outputs));
  await phones().up();
  const { e164 } = phones().only;
  const shown = await phones().stack.outputs();
  expect(shown).toMatchObject({ line: e164, price: "0.80" });
  expect(shown.free).toHaveLength(2);
  await phones().project.writeProgram(program(main("second")));
  await phones().up();
  expect(phones().only).toMatchObject({ e164, alias: "second" });
  await phones().up(["--expect-no-changes"]);
  expect(phones().state.purchases).toBe(1);
});

test("a fleet is imported in any notation, in bulk, and the code that is printed changes nothing", async () => {
  const [plivo, sondos] = [testNumber(0), testNumber(1)];
  phones().numbers({ own: [{ e164: plivo, country: "US" }] });
  phones().control.changeNumbers({ vendor: "sondos", own: [{ e164: sondos, country: "US" }] });
  const resources = [
    {
      type: pluginNumber,
      name: "desk",
      id: `+1 (${plivo.slice(2, 5)}) ${plivo.slice(5, 8)}-${plivo.slice(8)}`,
    },
    { type: pluginNumber, name: "front", id: `sondos:${sondos.slice(2)}` },
  ];
  await phones().project.write("fleet.json", JSON.stringify({ resources }));
  const args = ["import", "--file", "fleet.json", "--out", "imported.yaml", "--yes", "--skip-preview"];
  succeeded(await phones().stack.pulumi([...args, "--protect=false"]));
  const inState = await phones().numbersInState();
  expect([inState.desk?.id, inState.front?.id]).toEqual([plivo, sondos]);
  expect(inState.desk?.inputs).toMatchObject({ vendor: "plivo", country: "US", deletionPolicy: "retain" });
  const printed = await phones().project.read("imported.yaml");
  await phones().project.writeProgram(`${program(main("second"))}${printed.replace("resources:\n", "")}`);
  await phones().up(["--expect-no-changes"]);
});

test("it is kept by a destroy until the program says otherwise, also where the program is silent", async () => {
  const silent = `  desk:
    type: ${pluginNumber}
    properties: { vendor: plivo, country: US }`;
  await phones().project.writeProgram(program(silent));
  await phones().up();
  expect((await phones().inState("desk")).outputs).toMatchObject({ deletionPolicy: "retain" });
  await phones().destroy();
  expect(phones().owned).toContain(testNumber(0));
});

test("what is not owned, not shown, or somebody else's is refused by its name", async () => {
  await phones().project.writeProgram(program(main("first")));
  await phones().up();
  const { id } = await phones().inState("main");
  const importing = async (number: string) =>
    refused(
      await phones().stack.pulumi(["import", pluginNumber, "other", number, "--yes", "--skip-preview"]),
    ).replace(/\s+/g, " ");
  expect(await importing("+19999999999")).toContain("no account of this stack owns +19999999999");
  expect(await importing(id)).toContain(`${id} cannot be imported: main of this stack has it`);
  expect(await importing("cald:pn-1")).toContain("declare one there with adopt");
  const elsewhere = await phones().project.createStack("elsewhere");
  const there = refused(
    await elsewhere.pulumi(["import", pluginNumber, "other", defined(id), "--yes", "--skip-preview"]),
  );
  expect(there.replace(/\s+/g, " ")).toContain("main of the stack organization/harness/dev has it");
});
