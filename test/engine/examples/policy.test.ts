import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { blocksOf, pages } from "../../docs/markdown";
import { defined } from "../../support/expect";
import { repository } from "../../support/repository";
import { refused } from "../support";
import { useExample } from "./example";

// Starts policy packs as Pulumi's language host does, which lacks that where it is built from source: a runtime of another name
// has the engine start this.
const analyzer = `#!/bin/sh
entry=$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack', { paths: ['${repository}'] })") || exit 1
exec node "$entry" "$@"
`;

const example = useExample("policy", { environment: { NO_COLOR: "1" } });

beforeAll(async () => {
  const { workDir, environment } = example().phones.project;
  const bin = path.join(workDir, "bin");
  await mkdir(bin);
  await writeFile(path.join(bin, "pulumi-analyzer-policy-shim"), analyzer);
  await chmod(path.join(bin, "pulumi-analyzer-policy-shim"), 0o755);
  await writeFile(path.join(workDir, "pack/PulumiPolicy.yaml"), "runtime: shim\n");
  environment.PATH = [bin, inject("pulumiBin"), process.env.PATH].join(path.delimiter);
});

test("policy passes the tests of its rules", async () => {
  await example().follow("npm test");
});

test("policy refuses what breaks a rule before it is bought, in the preview and in up", {
  timeout: 300_000,
}, async () => {
  const { phones } = example();
  await example().follow("pulumi preview --policy-pack pack");
  await example().follow("pulumi preview --policy-pack pack --policy-pack-config strict.json", 1);
  expect(phones.writes).toEqual([]);
  const strict = ["--policy-pack", "pack", "--policy-pack-config", "strict.json"];
  expect(refused(await phones.stack.up(strict))).toContain("set deletionProtection: true");
  expect(phones.state.purchases).toBe(0);
});

test("the pack of docs/testing.md refuses a number without a ceiling, as the page says", async () => {
  const { phones, program } = example();
  const page = defined(pages().find(({ file }) => file === "docs/testing.md"));
  const { code } = defined(blocksOf(page).find(({ name }) => name === "policy/index.ts"));
  const pack = path.join(phones.project.workDir, "policy");
  await mkdir(pack);
  await writeFile(path.join(pack, "index.ts"), code);
  await writeFile(path.join(pack, "package.json"), JSON.stringify({ name: "phones", version: "1.0.0" }));
  await writeFile(path.join(pack, "PulumiPolicy.yaml"), "runtime: shim\n");
  await phones.project.writeProgram(program.replace("maxMonthlyPrice: 2,", ""));
  const printed = refused(await phones.stack.preview(["--policy-pack", "policy"]));
  expect(printed).toContain("set maxMonthlyPrice for the number at plivo");
  expect(page.text).toContain("set maxMonthlyPrice for the number at plivo");
  await phones.project.writeProgram(program);
});

test("policy lets a number that breaks no rule be bought and given back", async () => {
  const { phones } = example();
  await example().follow("pulumi up --policy-pack pack");
  expect(phones.state.purchases).toBe(1);
  await example().follow("pulumi preview --policy-pack pack --expect-no-changes");
  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  example().finish();
});
