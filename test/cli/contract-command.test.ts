import { expect, test } from "vitest";
import { run } from "./run-cli";

const vendor = "./examples/meridian/meridian.mjs";
const standIn = "./examples/meridian/meridian-stand-in.mjs";

test("the example's vendor passes the suite", { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = run("contract", vendor, "--stand-in", standIn);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/Tests\s+\d+ passed/);
  expect(status).toBe(0);
});

test("a module that adds no vendor fails, and is named", { timeout: 60_000 }, () => {
  const { status, stdout, stderr } = run("contract", standIn, "--stand-in", standIn);
  expect(stdout + stderr).toContain("does not export a vendor");
  expect(status).toBe(1);
});

test("a stand-in has to be named", () => {
  const { status, stderr } = run("contract", vendor);
  expect(stderr).toContain("--stand-in");
  expect(status).toBe(2);
});
