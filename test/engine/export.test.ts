import path from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/repository";
import { run } from "../support/run";
import { testNumber } from "../support/sandbox";
import { type PhoneStack, succeeded, usePhoneStack, withPhoneStack } from "./support";

const main = path.join(repository, "dist/cli/main.js");
const label = `Ada's "main" line $\u007bmain.e164} $$ \`$\u007b1}\`\nnext\u2028line \u202eeod 🦜`;

/** `pulumi-phone export` in the program's folder, with the Pulumi CLI and the backend of the stack. */
async function exportFleet({ project }: PhoneStack, ...args: string[]): Promise<string> {
  const { workDir, environment } = project;
  return succeeded(
    await run(process.execPath, [main, "export", ...args], { cwd: workDir, env: environment }),
  );
}

/** Imports one number; the toolchain of the tests can print programs in YAML alone. */
async function importNumber({ stack }: PhoneStack, name: string, id: string): Promise<void> {
  const args = ["import", "phone:index:PhoneNumber", name, id, "--generate-code=false"];
  succeeded(await stack.pulumi([...args, "--yes", "--skip-preview"]));
}

/** What people clicked together: numbers of three vendors, one with all that a number can have. */
async function buyByHand(phones: PhoneStack): Promise<void> {
  const own = (vendor: string, at: number, more: object = {}) =>
    phones.sandbox.control.changeNumbers({
      vendor,
      own: [{ e164: testNumber(at), country: "US", ...more }],
    });
  own("plivo", 0, { alias: label });
  own("plivo", 1, { alias: "Desk" });
  own("sondos", 2, { alias: "Desk" });
  own("ravan", 3);
  const [agent] = phones.agents;
  const [subaccount] = phones.subaccounts;
  await phones.changeAtVendor(testNumber(0), { app_id: agent, subaccount });
}

const importing = ["import", "--file", "fleet.json", "--generate-code=false", "--yes", "--skip-preview"];
const nothing = { typescript: "export {};", yaml: "resources: {}" };
const files = { typescript: "exported.ts", yaml: "Exported.yaml" };

describe.each(["typescript", "yaml"] as const)("a fleet that was bought by hand, in %s", (language) => {
  const phones = usePhoneStack({ language, hasPlugin: true, program: nothing[language] });

  test("comes under code by one import, and its declarations change nothing", async () => {
    await buyByHand(phones());
    await exportFleet(phones(), "--file", "fleet.json", "--program", language, "--out", files[language]);
    succeeded(await phones().stack.pulumi(importing));
    await phones().project.writeProgram(await phones().project.read(files[language]));
    await phones().preview(["--expect-no-changes"]);
    await phones().up(["--expect-no-changes"]);
    const inState = Object.values(await phones().numbersInState());
    expect(inState.map(({ id }) => id).toSorted()).toEqual([0, 1, 2, 3].map(testNumber));
    expect(inState.map(({ inputs }) => inputs?.deletionPolicy)).toEqual(Array(4).fill("retain"));
    expect(inState.find(({ id }) => id === testNumber(0))?.inputs).toMatchObject({ alias: label });
    expect(await exportFleet(phones())).toContain("there is nothing to import");
  });
});

describe("what a program says of an imported number", () => {
  const phones = usePhoneStack({ language: "typescript", hasPlugin: true, program: nothing.typescript });
  const e164 = testNumber(0);
  const declare = (args: string) =>
    phones().project.writeProgram(
      `import { PhoneNumber } from "pulumi-phone/plugin";\n` +
        `new PhoneNumber("desk", { vendor: "plivo", country: "US", ${args} });`,
    );
  // What Pulumi prints where it can print TypeScript: the schema of the installed plugin names the package.
  const printed = `import * as pulumi from "@pulumi/pulumi";
import * as phone from "pulumi-phone/plugin";

const desk = new phone.PhoneNumber("desk", {
    country: "US",
    deletionPolicy: phone.DeletionPolicy.Retain,
    vendor: "plivo",
}, {
    protect: true,
});
`;
  const changes = () =>
    phones()
      .sandbox.control.calls()
      .filter(({ method }) => method !== "GET");

  test("takes nothing away where it is silent", async () => {
    phones().numbers({ own: [{ e164, country: "US", alias: "Desk" }] });
    await phones().changeAtVendor(e164, { app_id: phones().agents[0] });
    phones().sandbox.control.clearCalls();
    await importNumber(phones(), "desk", e164);
    await phones().project.writeProgram(printed);
    await phones().preview(["--expect-no-changes"]);
    await declare("");
    await phones().up(["--expect-no-changes"]);
    expect(changes()).toEqual([]);
    expect(phones().only).toMatchObject({ alias: "Desk", agent: phones().agents[0] });
  });

  test("changes nothing where it says what is there, also after a refresh", async () => {
    await declare(`alias: "Desk", agent: "${phones().agents[0]}"`);
    await phones().up(["--expect-no-changes"]);
    await phones().refresh(["--expect-no-changes"]);
    await phones().up(["--expect-no-changes"]);
    expect(changes()).toEqual([]);
  });

  test("is in force from then on: what is changed behind its back is put back", async () => {
    await phones().changeAtVendor(e164, { alias: "stolen" });
    await phones().refresh();
    expect(await phones().preview(["--diff"])).toMatch(/~ alias\s*: "stolen" => "Desk"/);
    await phones().up();
    expect(phones().only.alias).toBe("Desk");
  });

  test("is taken away once it says so no more", async () => {
    await declare(`alias: "Desk"`);
    expect(await phones().preview(["--diff"])).toMatch(/- agent/);
    await phones().up();
    expect(phones().only).toMatchObject({ alias: "Desk", agent: null });
    expect(phones().state).toMatchObject({ purchases: 0, releases: 0 });
  });
});

test.each([
  ["at once", false],
  ["after a refresh", true],
])("what was said once and changed nothing is taken away %s", { timeout: 120_000 }, async (_, hasRefresh) => {
  await withPhoneStack({ language: "yaml", hasPlugin: true, program: nothing.yaml }, async (phones) => {
    const e164 = testNumber(0);
    const declare = (args: string) =>
      phones.project.writeProgram(
        `resources:\n  desk:\n    type: phone:index:PhoneNumber\n    properties: { vendor: plivo, country: US${args} }\n`,
      );
    phones.numbers({ own: [{ e164, country: "US", alias: "Desk" }] });
    await importNumber(phones, "desk", e164);
    await declare(", alias: Desk");
    await phones.up(["--expect-no-changes"]);
    if (hasRefresh) await phones.refresh();
    await declare("");
    await phones.up();
    expect(phones.only.alias).toBeNull();
  });
});

test("numbers of several accounts are imported from theirs", { timeout: 120_000 }, async () => {
  const options = { language: "yaml", hasPlugin: true, program: nothing.yaml, access: "none" } as const;
  await withPhoneStack(options, async (phones) => {
    const accounts = {
      main: { vendor: "plivo", baseUrl: phones.plivo.baseUrl, ...phones.plivo.credentials },
      second: {
        vendor: "sondos",
        baseUrl: phones.info("sondos").baseUrl,
        ...phones.info("sondos").credentials,
      },
    };
    await phones.stack.setConfig("phone:accounts", JSON.stringify(accounts), { secret: true });
    phones.numbers({ own: [{ e164: testNumber(0), country: "US", alias: "Desk" }] });
    phones.sandbox.control.changeNumbers({ vendor: "sondos", own: [{ e164: testNumber(1), country: "US" }] });
    const files = ["--file", "fleet.json", "--program", "yaml", "--out", "Exported.yaml"];
    await exportFleet(phones, "--stack", "dev", ...files);
    succeeded(await phones.stack.pulumi(importing));
    await phones.project.writeProgram(await phones.project.read("Exported.yaml"));
    await phones.preview(["--expect-no-changes"]);
    const inState = Object.values(await phones.numbersInState());
    expect(inState.map(({ id, inputs }) => [id, inputs?.vendor, inputs?.account]).toSorted()).toEqual([
      [testNumber(0), "plivo", "main"],
      [testNumber(1), "sondos", "second"],
    ]);
  });
});
