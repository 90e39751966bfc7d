import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { repository } from "../support/repository";
import { type PhoneStack, programOf, refused, withPhoneStack } from "./support";

// Starts policy packs as Pulumi's language host does, which lacks that where it is built from source: a runtime of another name
// has the engine start this.
const analyzer = `#!/bin/sh
entry=$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack', { paths: ['${repository}'] })") || exit 1
exec node "$entry" "$@"
`;

const pack = `
const { PolicyPack, validateResourceOfType, validateStackResourcesOfType } = require("@pulumi/policy");
const { PhoneNumber } = require("pulumi-phone");
new PolicyPack("phones", {
  policies: [
    {
      name: "capped",
      description: "Every number has a highest price.",
      enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(PhoneNumber, (number, args, report) => {
        if (number.maxMonthlyPrice === undefined) report("no maxMonthlyPrice for vendor " + number.vendor);
      }),
    },
    {
      name: "few",
      description: "At most two numbers in a stack.",
      enforcementLevel: "mandatory",
      validateStack: validateStackResourcesOfType(PhoneNumber, (numbers, args, report) => {
        if (numbers.length > 2) report("there are " + numbers.length + " numbers");
      }),
    },
  ],
});
`;

/** Lays a policy pack, and the analyzer, beside the program. */
async function writePack({ project }: PhoneStack): Promise<string> {
  const folder = path.join(project.workDir, "policy");
  const scope = path.join(folder, "node_modules/@pulumi");
  await mkdir(scope, { recursive: true });
  await symlink(path.join(repository, "node_modules/@pulumi/policy"), path.join(scope, "policy"));
  await writeFile(path.join(folder, "PulumiPolicy.yaml"), "runtime: shim\n");
  await writeFile(path.join(folder, "package.json"), '{ "name": "phones", "version": "1.0.0" }');
  await writeFile(path.join(folder, "index.js"), pack);
  const bin = path.join(project.workDir, "bin");
  await mkdir(bin);
  await writeFile(path.join(bin, "pulumi-analyzer-policy-shim"), analyzer);
  await chmod(path.join(bin, "pulumi-analyzer-policy-shim"), 0o755);
  project.environment.PATH = [bin, inject("pulumiBin"), process.env.PATH].join(path.delimiter);
  return folder;
}

test("a policy pack validates numbers by their class, and nothing is bought against it", async () => {
  const plain = { vendor: "plivo", country: "US" };
  const capped = { ...plain, maxMonthlyPrice: 2 };
  await withPhoneStack({ program: programOf({ main: plain }) }, async (phones) => {
    const policy = ["--policy-pack", await writePack(phones)];
    expect(refused(await phones.stack.preview(policy))).toContain("no maxMonthlyPrice for vendor plivo");
    expect(refused(await phones.stack.up(policy))).toContain("no maxMonthlyPrice for vendor plivo");
    expect(phones.state.purchases).toBe(0);

    await phones.declare({ first: capped, second: capped });
    await phones.up(policy);
    expect(phones.state.purchases).toBe(2);

    await phones.declare({ first: capped, second: capped, third: capped });
    expect(refused(await phones.stack.preview(policy))).toContain("there are 3 numbers");
  });
});
