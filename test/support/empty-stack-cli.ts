import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A machine's Pulumi home on which nothing was ever bought. */
export function emptyFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
}

/**
 * A folder with a program `pulumi` that tells of one empty stack, for a provider that runs without an engine: it buys nothing
 * as long as it cannot read its stack.
 */
export function emptyStackCli(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "empty-stack-"));
  const file = path.join(folder, "pulumi");
  const empty = JSON.stringify({ version: 3, deployment: { manifest: { time: "2026-01-05T12:00:00Z" } } });
  writeFileSync(file, `#!/bin/sh\ncase "$2" in export) echo '${empty}';; *) echo '[]';; esac\n`);
  chmodSync(file, 0o755);
  return folder;
}
