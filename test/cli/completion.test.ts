import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../cli/program";
import { run } from "./run-cli";

const folder = mkdtempSync(path.join(os.tmpdir(), "completion-"));
const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

function scriptFor(shell: string): string {
  const { status, stdout } = run("completion", shell);
  expect(status).toBe(0);
  const file = path.join(folder, `completion.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

describe("pulumi-phone completion", () => {
  test.each(["bash", "zsh", "fish"])("for %s knows every command and every option", (shell) => {
    const { stdout } = run("completion", shell);
    for (const command of createProgram("0.0.0").commands) {
      expect(stdout).toContain(command.name());
      for (const { long } of command.options) {
        expect(stdout).toContain(shell === "fish" ? `-l ${long?.slice(2)} ` : long);
      }
    }
  });

  describe.skipIf(!has("bash"))("in bash", () => {
    const file = scriptFor("bash");

    function completed(...words: string[]): string[] {
      writeFileSync(path.join(folder, "a plan.json"), "");
      const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pulumi_phone; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const args = ["-c", script, "bash", file, "pulumi-phone", ...words];
      const { stdout, stderr } = spawnSync("bash", args, { encoding: "utf8", cwd: folder });
      expect(stderr).toBe("");
      return stdout.trim().split("\n");
    }

    test.each([
      [["li"], ["list"]],
      [["--v"], ["--version"]],
      [["list", "--no"], ["--no-stacks"]],
      [["search", "--vendor", "p"], ["plivo"]],
      [["search", "--vendor", "=", "p"], ["plivo"]],
      [
        ["search", "--type", "="],
        ["local", "mobile", "national", "tollfree"],
      ],
      [["search", "--country", ""], [""]],
      [["completion", "z"], ["zsh"]],
      [["help", "orp"], ["orphans"]],
      [["plan", "a"], ["a plan.json"]],
      [["plan", "--mark"], ["--markdown"]],
      [["doctor", "--record", "a"], ["a plan.json"]],
      [["unknown", "--"], [""]],
    ])("%j is completed to %j", (words, expected) => {
      expect(completed(...words)).toEqual(expected);
    });
  });

  test.skipIf(!has("zsh"))("is understood by zsh", () => {
    expect(spawnSync("zsh", ["-f", "-n", scriptFor("zsh")], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test.skipIf(!has("fish"))("completes in fish", () => {
    const script = `source ${scriptFor("fish")}; complete -C "pulumi-phone search --vendor p"`;
    expect(spawnSync("fish", ["--no-config", "-c", script], { encoding: "utf8" }).stdout).toMatch(/^plivo/);
  });

  test.each([[[]], [["tcsh"]]])("of %j exits 2, and names the shells", (args) => {
    const { status, stderr } = run("completion", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain("shell");
  });
});
