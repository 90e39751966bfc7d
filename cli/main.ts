#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { CommanderError } from "commander";
import { printable } from "../provider/domain/characters";
import { exitFailed, exitOk, exitUsage } from "./exit-codes";
import { createProgram } from "./program";
import { UsageError } from "./words/usage-error";

async function main(argv: readonly string[]): Promise<number> {
  try {
    await createProgram(ownVersion()).parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? exitOk);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitOk : exitUsage;
    process.stderr.write(`error: ${printable(error instanceof Error ? error.message : String(error))}\n`);
    return error instanceof UsageError ? exitUsage : exitFailed;
  }
}

function ownVersion(): string {
  const manifest = readFileSync(path.join(__dirname, "../../package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

// Whoever reads the output may have had enough of it, as `head` has: files are written all the same, and the exit code says what was found.
for (const output of [process.stdout, process.stderr]) {
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// Set rather than exit, so that what was printed is written out whole.
void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
