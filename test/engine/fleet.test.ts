import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository";
import { type RunResult, run } from "../support/run";
import { usePhoneStack } from "./support";

const stack = usePhoneStack();
const main = path.join(repository, "dist/cli/main.js");
const stray = "+19072347100";

/** `pulumi-phone` in the program's folder, with the Pulumi CLI and the backend of the stack. */
function phone(...args: string[]): Promise<RunResult> {
  const { workDir, environment } = stack().project;
  return run(process.execPath, [main, ...args], { cwd: workDir, env: environment });
}

interface Listed {
  readonly e164: string;
  readonly vendor: string;
  readonly status: string;
  readonly stack: string | null;
  readonly resource: string | null;
  readonly monthlyPrice: object | null;
}

async function listed(...args: string[]): Promise<readonly Listed[]> {
  const { stdout, stderr } = await phone(...args, "--json");
  expect(stderr).toMatch(/^note: this is on the sandbox at \S+, not at a real vendor\n$/);
  return JSON.parse(stdout) as Listed[];
}

test("list says which stack and resource have a number, also where the vendor lists none", async () => {
  const phones = stack();
  const [agent] = phones.sandbox.control.vendors().cald?.agents ?? [];
  await phones.declare({
    support: { vendor: "plivo", country: "US" },
    night: { vendor: "ravan", country: "US" },
    front: { vendor: "cald", country: "US", ...(agent && { agent }) },
  });
  await phones.up();
  phones.sandbox.control.changeNumbers({ vendor: "plivo", own: [{ e164: stray, country: "US" }] });
  const numbers = await phones.numbersInState();
  const rows = await listed("list");
  const held = rows.map(({ e164, resource, stack: of }) => [e164, resource, of]);
  expect(held.toSorted()).toEqual(
    [
      ["support", "night", "front"].map((name) => [numbers[name]?.id, name, "organization/harness/dev"]),
      [[stray, null, null]],
    ]
      .flat()
      .toSorted(),
  );
  expect(rows.filter(({ monthlyPrice }) => monthlyPrice === null)).toEqual([]);
});

test("orphans are what no stack has, and a second stack's numbers are none", async () => {
  const phones = stack();
  expect((await phone("orphans")).exitCode).toBe(3);
  expect((await listed("orphans")).map(({ e164 }) => e164)).toEqual([stray]);
  const other = await phones.project.createStack("other");
  await phones.declare({ taken: { vendor: "plivo", country: "US", adopt: stray } });
  expect((await other.up()).exitCode).toBe(0);
  const { exitCode, stdout } = await phone("orphans");
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "No orphans: a stack has every number.\n" });
});

test("where one stack's state cannot be read, nothing is called an orphan", async () => {
  const { project, sandbox } = stack();
  sandbox.control.changeNumbers({ vendor: "plivo", own: [{ e164: "+19072347109", country: "US" }] });
  const folder = path.join(project.backendUrl.replace("file://", ""), ".pulumi/stacks/harness");
  const broken = path.join(folder, "broken.json");
  await writeFile(broken, "{");
  const { exitCode, stdout, stderr } = await phone("orphans");
  await rm(broken);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toContain("which stack has a number is not known");
  expect((await listed("orphans")).map(({ e164 }) => e164)).toEqual(["+19072347109"]);
});

test("doctor finds all well, and the misspelt key of a stack", async () => {
  const phones = stack();
  const { exitCode, all } = await phone("doctor", "--stack", "dev");
  expect(exitCode, all).toBe(0);
  await phones.stack.setConfig("phone:maxPurchase", "3");
  const found = await phone("doctor", "--stack", "dev");
  expect(found.exitCode).toBe(3);
  expect(found.stdout).toContain("phone:maxPurchase");
  expect(found.stdout).toContain("Did you mean phone:maxPurchases?");
});
