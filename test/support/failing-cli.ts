import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";

/**
 * A folder with a program `pulumi` that is the real one, but for some of its first calls of a command, which end as where a
 * checkpoint is being written.
 */
export function failingCli(command: "stack ls" | "stack export", times: number): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "failing-cli-"));
  const left = path.join(folder, "left");
  mkdirSync(left);
  for (let index = 0; index < times; index++) writeFileSync(path.join(left, String(index)), "");
  // A call that can take one of the files away fails: as many as there were, however many run side by side.
  const script = `#!/bin/sh
if [ "$1 $2" = "${command}" ]; then
  for each in "${left}"/*; do
    rm "$each" 2>/dev/null && { echo "error: could not load it: EOF" >&2; exit 255; }
  done
fi
exec "${path.join(inject("pulumiBin"), "pulumi")}" "$@"
`;
  const file = path.join(folder, "pulumi");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return folder;
}

/** A folder in which `pulumi` is a folder. */
export function folderOfThatName(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "no-cli-"));
  mkdirSync(path.join(folder, "pulumi"));
  return folder;
}
