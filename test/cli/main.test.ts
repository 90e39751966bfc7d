import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../cli/program";
import { repository } from "../support/repository";
import { mainFile, run } from "./run-cli";

const names = createProgram("0.0.0").commands.map((command) => command.name());

describe("pulumi-phone", () => {
  test("an unknown command exits 2 and says so", () => {
    const { status, stderr } = run("bogus");
    expect(status).toBe(2);
    expect(stderr).toContain("bogus");
  });

  test.each([
    ["lsit", "list"],
    ["orphan", "orphans"],
    ["serch", "search"],
    ["docter", "doctor"],
  ])("the unknown command %s exits 2, and names %s", (word, meant) => {
    const { status, stderr } = run(word);
    expect(status).toBe(2);
    expect(stderr).toContain(`(Did you mean ${meant}?)`);
  });

  test("no command exits 2, --help exits 0", () => {
    expect(run().status).toBe(2);
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ +${name}\\b`, "m"));
  });

  test.each(names)("%s --help exits 0, and has its options and the exit codes", (name) => {
    const { status, stdout } = run(name, "--help");
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: pulumi-phone ${name}`);
    expect(stdout).toContain("Exit codes: 0 fine, 1 failed, 2 not understood, 3 something found.");
  });

  test.skipIf(process.platform === "win32")("ends in silence when nobody reads on", () => {
    const command = `'${process.execPath}' '${mainFile}' --help | true; echo "status \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "status 0\n", stderr: "" });
  });

  test.each(["--version", "-V"])("%s is that of the package", (option) => {
    const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")) as {
      version: string;
    };
    expect(run(option)).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});
