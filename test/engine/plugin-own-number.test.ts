import { describe, expect, test } from "vitest";
import { pluginNumber } from "../support/fronts";
import { testNumber } from "../support/sandbox";
import { type Args, type PhoneStack, programOf, refused, usePhoneStack } from "./support";

// A number of the stack, as the program names it by the engine's options `id` (which `get` sets) and `import`: neither asks diff.

const args = { vendor: "plivo", country: "US", search: { areaCode: "415" } };

const written = (e164: string) => `plivo:(${e164.slice(2, 5)}) ${e164.slice(5, 8)}-${e164.slice(8)}`;

const module = 'const { PhoneNumber } = require("pulumi-phone/plugin");';

function get(id: string): string {
  return `${module}\nexports.seen = PhoneNumber.get("desk", ${JSON.stringify(id)}).e164;`;
}

const other = testNumber(0);

function importing(id: string, more: Args = {}, name = "desk", options: Args = {}): string {
  const given = [name, { vendor: "plivo", country: "US", ...more }, { import: id, ...options }];
  return `${module}\nnew PhoneNumber(${given.map((each) => JSON.stringify(each)).join(", ")});`;
}

/** The same for a resource that was `desk` before. */
function aliased(id: string, more?: Args): string {
  return importing(id, more, "line", { aliases: [{ name: "desk" }] });
}

/** Runs both commands of a program that is refused, and gives what was printed by them. */
async function refusedByBoth({ project, stack }: PhoneStack, program: string): Promise<readonly string[]> {
  await project.writeProgram(program);
  const said = [refused(await stack.preview()), refused(await stack.up())];
  return said.map((printed) => printed.replace(/\s+/g, " "));
}

/** An up of this program changes nothing, after a refresh neither. */
async function changesNothing(phones: PhoneStack, program: string): Promise<void> {
  await phones.project.writeProgram(program);
  await phones.up(["--expect-no-changes"]);
  await phones.refresh(["--expect-no-changes"]);
  await phones.up(["--expect-no-changes"]);
}

describe("a number of the stack that becomes a get", () => {
  const phones = usePhoneStack({ front: "plugin" });

  test("is not released for another notation, nor for another number", async () => {
    await phones().declare({ desk: args });
    await phones().up();
    const { e164 } = phones().only;
    for (const said of await refusedByBoth(phones(), get(written(e164))))
      expect(said).toContain(`Write the id exactly as ${e164}`);
    phones().numbers({ own: [{ e164: other, country: "US" }] });
    for (const said of await refusedByBoth(phones(), get(other)))
      expect(said).toContain(`${other} cannot be looked up as desk: this resource has ${e164}`);
    expect(phones().state).toMatchObject({ purchases: 1, releases: 0 });
    await phones().declare({ desk: args });
    await phones().up(["--expect-no-changes"]);
  });

  test("is given up by its own id, and stays; from then on any form of any number goes", async () => {
    const { id } = await phones().inState("desk");
    await phones().project.writeProgram(get(id));
    await phones().up();
    for (const form of [id, written(id), written(other)]) {
      await phones().project.writeProgram(get(form));
      await phones().up();
      await changesNothing(phones(), get(form));
    }
    await phones().destroy();
    expect(phones().state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

describe("a number of the other front that becomes a get", () => {
  const phones = usePhoneStack({ hasPlugin: true });

  test("is not released, either", async () => {
    await phones().project.writeProgram(programOf({ desk: args }));
    await phones().up();
    const { id } = await phones().inState("desk");
    for (const said of await refusedByBoth(phones(), get(id)))
      expect(said).toContain(`${id} cannot be looked up as desk`);
    expect(phones().state.releases).toBe(0);
  });
});

describe("a number of the stack that is imported", () => {
  const phones = usePhoneStack({ front: "plugin" });

  test("is not deleted for itself or for another, protected or not", async () => {
    phones().numbers({ own: [{ e164: other, country: "US" }] });
    for (const deletionProtection of [false, true]) {
      const desk = { ...args, deletionProtection };
      await phones().declare({ desk });
      await phones().up();
      const { id } = await phones().inState("desk");
      for (const said of await refusedByBoth(phones(), importing(written(id), desk)))
        expect(said).toContain(`${id} is this resource's number already`);
      for (const said of await refusedByBoth(phones(), importing(other, desk)))
        expect(said).toContain(`${other} cannot be imported as desk: this resource has ${id}`);
      // The engine knows the very id for no import.
      await changesNothing(phones(), importing(id, desk));
      await changesNothing(phones(), programOf({ desk }, "plugin"));
    }
    expect(phones().state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

describe("an import option that is left in the program", () => {
  const phones = usePhoneStack({ front: "plugin" });
  const e164 = testNumber(0);

  test("changes nothing, with changes beside it neither, and may be taken out", async () => {
    phones().numbers({ own: [{ e164, country: "US" }] });
    await phones().project.writeProgram(importing(written(e164)));
    await phones().up();
    await changesNothing(phones(), importing(written(e164)));
    await phones().project.writeProgram(importing(written(e164), { alias: "desk" }));
    await phones().up();
    await changesNothing(phones(), importing(written(e164), { alias: "desk" }));
    await changesNothing(
      phones(),
      programOf({ desk: { vendor: "plivo", country: "US", alias: "desk" } }, "plugin"),
    );
    expect(phones().state).toMatchObject({ purchases: 0, releases: 0 });
  });

  test("is refused in another form, once there is a row", async () => {
    for (const said of await refusedByBoth(phones(), importing(`plivo:${e164}`, { alias: "desk" })))
      expect(said).toContain(`${e164} is this resource's number already`);
    expect(phones().owned).toEqual([e164]);
  });
});

describe("a number whose resource has another name by now", () => {
  const phones = usePhoneStack({ front: "plugin" });

  test("is not released for an import of itself beside its alias, nor for a get", async () => {
    await phones().declare({ desk: args });
    await phones().up();
    const { id } = await phones().inState("desk");
    for (const said of await refusedByBoth(phones(), aliased(written(id))))
      expect(said).toMatch(/[Tt]ake the import option out/);
    await phones().project.writeProgram(
      `${module}\nexports.seen = PhoneNumber.get("line", ${JSON.stringify(id)}, { aliases: [{ name: "desk" }] }).e164;`,
    );
    const said = refused(await phones().stack.up()).replace(/\s+/g, " ");
    expect(said).toContain(`${id} is not given back: this program looks it up`);
    await phones().declare({ desk: args });
    await phones().up(["--expect-no-changes"]);
    expect(phones().state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

// A program that gives the number a policy of its own takes it over from the import.
describe.each<Args>([{}, { deletionPolicy: "release" }])(
  "a number for which another was imported beside an alias, where the program has %j",
  (more) => {
    const phones = usePhoneStack({ front: "plugin" });

    test("is released neither by the run that is refused, nor by the next", async () => {
      await phones().declare({ desk: args });
      await phones().up();
      const { id } = await phones().inState("desk");
      phones().numbers({ own: [{ e164: other, country: "US" }] });
      for (const said of await refusedByBoth(phones(), aliased(other, more)))
        expect(said).toContain(`${other} cannot be imported as line: this resource has ${id}`);
      // The engine has put the import into the state all the same, and means to delete what was there.
      const line = { vendor: "plivo", country: "US", ...more };
      await phones().project.writeProgram(programOf({ line }, "plugin"));
      expect((await phones().up()).replace(/\s+/g, " ")).toContain(`${id} is left in the account`);
      expect(phones().state.releases).toBe(0);
      expect(phones().owned).toContain(id);
      await phones().up();
      const { inputs } = await phones().inState("line");
      expect(inputs?.imported).toBe("deletionPolicy" in more ? undefined : true);
    });
  },
);

// In another language than JavaScript the plugin is not told what a resource was called before.
// A process that has read the stack before the import of another one has not seen that.
describe.each<{ by: string; args?: string; option?: string }>([
  { by: "in a program in YAML" },
  { by: "in a program in YAML that names a policy", args: ", deletionPolicy: release" },
  { by: "by another provider in YAML", option: ', provider: "\u0024{other}", dependsOn: ["\u0024{beside}"]' },
])("a number for which another is imported beside an alias $by", ({ args: more = "", option = "" }) => {
  const phones = usePhoneStack({ language: "yaml", hasPlugin: true });
  const program = (name: string, given = "", options = "") => `
resources:
  other:
    type: pulumi:providers:phone
    properties: { sandbox: "${phones().sandbox.url}" }
  ${options === "" ? "" : `beside:\n    type: ${pluginNumber}\n    properties: { vendor: plivo, country: US }`}
  ${name}:
    type: ${pluginNumber}
    properties: { vendor: plivo, country: US${given} }${options}
`;

  test("is not released, neither by that run nor by the next", async () => {
    await phones().project.writeProgram(program("desk"));
    await phones().up();
    const { id: e164, urn } = await phones().inState("desk");
    phones().numbers({ own: [{ e164: other, country: "US" }] });
    const rest = `aliases: ["${urn}"]${option}`;
    const importing = `\n    options: { import: "${other}", ${rest} }`;
    await phones().project.writeProgram(program("line", more, importing));
    const said = (await phones().stack.up()).stdout.replace(/\s+/g, " ");
    await phones().project.writeProgram(program("line", more, `\n    options: { ${rest} }`));
    const next = (await phones().up()).replace(/\s+/g, " ");
    expect(said + next).toContain(`${e164} is left in the account`);
    expect(phones().state.releases).toBe(0);
    expect(phones().owned).toContain(e164);
    expect((await phones().inState("line")).id).toBe(other);
    await phones().up(["--expect-no-changes"]);
  });
});
