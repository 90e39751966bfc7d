import { cp, mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { generateSdk } from "../support/generated-sdk";
import { goSettings } from "../support/go-program";
import { orSkipped } from "../support/not-on-this-machine";
import { repository } from "../support/repository";
import { run } from "../support/run";

/** Compiling Pulumi's own SDK takes minutes where nobody has done so yet. */
const compileMs = 15 * 60_000;

test("Go's compiles, and a program with it", { timeout: compileMs }, async ({ skip }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "plugin-go-"));
  await cp(path.join(repository, "test/fixtures/sdk/plugin-go"), folder, { recursive: true });
  await orSkipped(skip, generateSdk("go", path.join(folder, "sdk")));
  const packages = ["./...", "github.com/pulumi-phone/pulumi-phone/sdk/go/..."];
  const { exitCode, all } = await run("go", ["vet", ...packages], { cwd: folder, env: goSettings() });
  expect(exitCode, all).toBe(0);
});

test("C#'s is generated, with what the schema describes", { timeout: compileMs }, async ({ skip }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "plugin-dotnet-"));
  await orSkipped(skip, generateSdk("dotnet", folder));
  const text = await readFile(path.join(folder, "PhoneNumber.cs"), "utf8");
  expect(text).toContain('[PhoneResourceType("phone:index:PhoneNumber")]');
  expect(text).toContain('new global::Pulumi.Alias { Type = "pulumi-nodejs:dynamic/phone:PhoneNumber" }');
});

test("C#'s compiles", { timeout: compileMs }, async ({ skip }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "plugin-dotnet-"));
  await orSkipped(skip, generateSdk("dotnet", folder));
  const env = process.env as Record<string, string>;
  const found = await run("dotnet", ["--version"], { env }).catch(() => undefined);
  if (found?.exitCode !== 0) skip("there is no dotnet on this machine");
  const { exitCode, all } = await run("dotnet", ["build"], { cwd: folder, env });
  expect(exitCode, all).toBe(0);
});
