// Runs before every test file: keys and settings from the developer's shell must not decide what a test sees.
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { isOurs } from "./environment";

for (const name of Object.keys(process.env)) {
  if (isOurs(name)) delete process.env[name];
}

// Nor what was ever bought on this machine.
process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
