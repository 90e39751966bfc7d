import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
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

  it.each([
    ["postgres://me:hunter2pw@db.example/x?sslkey=hunter2pw", "postgres://db.example/x"],
    ["postgres://me:hunter2pw/@@db.example/x", "postgres://db.example/x"],
    ["postgres://me:hunter2pw%zz@db.example/x", "postgres://db.example/x"],
    ["postgres://me:hunter2pw#?@db.example/x", "postgres://…"],
    ["s3://bucket?endpoint=me@host&key=hunter2pw", "s3://…"],
    ["azblob://states?sas=hunter2pw", "azblob://states"],
    ["postgres://me:hunter2pw and more@db.example/x", "postgres://db.example/x"],
  ])("is not quoted with the secrets of its backend's address: %s", async (url, shown) => {
    vi.stubEnv("PULUMI_BACKEND_URL", url);
    install('printf \'error: could not open "%s": dial error\\n\' "$PULUMI_BACKEND_URL" >&2; exit 255');
    const error = await pulumi(["stack", "ls"]).catch((reason: unknown) => reason);
    vi.unstubAllEnvs();
    expect(inspect(error, { showHidden: true })).not.toContain("hunter2");
    expect(String(error)).toMatch(/could not open "[^"]*"?: dial error$/);
    expect(String(error)).toContain(shown);
  });

  it("is not quoted with a token or a passphrase", async () => {
    vi.stubEnv("PULUMI_ACCESS_TOKEN", "pul-0123456789abcdef");
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
    install('echo "error: $PULUMI_ACCESS_TOKEN and $PULUMI_CONFIG_PASSPHRASE are refused" >&2; exit 255');
    const asked = pulumi(["stack", "ls"]);
    await expect(asked).rejects.toThrow("error: [redacted] and [redacted] are refused");
    vi.unstubAllEnvs();
  });

  it("keeps its secrets where it is given up", async () => {
    vi.stubEnv("PULUMI_BACKEND_URL", "postgres://me:hunter2pw@db/x");
    install('echo "opening $PULUMI_BACKEND_URL" >&2; exec sleep 60');
    const error = await pulumi(["stack", "ls"], 500).catch((reason: Error) => reason);
    vi.unstubAllEnvs();
    expect(String(error)).toContain("opening postgres://db/x");
    expect(error).toMatchObject({ killed: true });
    expect(inspect(error)).not.toContain("hunter2");
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
