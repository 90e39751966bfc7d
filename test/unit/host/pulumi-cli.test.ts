import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";

// Each test asks as a new process does: where the CLI lies is found out once.
let pulumi: typeof import("../../../provider/host/pulumi-cli.js").pulumi;
beforeEach(async () => {
  vi.resetModules();
  ({ pulumi } = await import("../../../provider/host/pulumi-cli.js"));
});

/** Puts a program named `pulumi` into a new folder, and that folder alone on PATH beside the system's. */
function install(script: string, mode = 0o755): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cli-"));
  const file = path.join(folder, "pulumi");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, mode);
  process.env.PATH = [folder, "/usr/bin", "/bin"].join(path.delimiter);
  return folder;
}

const { PATH } = process.env;
beforeEach(() => () => {
  process.env.PATH = PATH;
});

describe.skipIf(process.platform === "win32")("the CLI on PATH", () => {
  it("is run without questions, and what it prints is the answer", async () => {
    install('echo "$@"; echo "update check skipped: $PULUMI_SKIP_UPDATE_CHECK"; echo "a warning" >&2');
    expect(await pulumi(["stack", "ls"])).toBe("stack ls --non-interactive\nupdate check skipped: true\n");
  });

  it("does not get the stack's secrets that the engine has written into the environment", async () => {
    install('echo "$PULUMI_CONFIG"');
    vi.stubEnv("PULUMI_CONFIG", '{"phone:plivoAuthToken":"very secret"}');
    expect(await pulumi([])).toBe("\n");
    vi.unstubAllEnvs();
  });

  it("that fails rejects with its words", async () => {
    install('echo "error: passphrase must be set" >&2; exit 255');
    await expect(pulumi(["stack", "export"])).rejects.toThrow("passphrase must be set");
  });

  it("that never answers is given up", async () => {
    install("exec sleep 60");
    await expect(pulumi(["stack", "ls"], 200)).rejects.toMatchObject({ killed: true });
  });

  it("prints more than a process may by default", async () => {
    install("head -c 3000000 /dev/zero | tr '\\\\0' x");
    expect(await pulumi([])).toHaveLength(3_000_000);
  });

  it("is passed over where it cannot be executed", async () => {
    install("echo broken", 0o644);
    const { PATH: broken } = process.env;
    install("echo works");
    process.env.PATH = `${broken}${path.delimiter}${process.env.PATH}`;
    expect(await pulumi([])).toBe("works\n");
  });
});

it("without a CLI on PATH or among the parent processes, says so", async () => {
  process.env.PATH = mkdtempSync(path.join(os.tmpdir(), "empty-"));
  await expect(pulumi(["stack", "ls"])).rejects.toThrow(
    "no pulumi on PATH, and none among the parent processes",
  );
});
