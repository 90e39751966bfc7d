// Runs as a process of its own: it can be ended when it takes too long, and setup itself need not load the SDK.
import { createRequire } from "node:module";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";

const [version = "", root = ""] = process.argv.slice(2);
const sdk = createRequire(import.meta.resolve("@pulumi/pulumi"));
const { SemVer } = sdk("semver");

try {
  await PulumiCommand.install({ version: new SemVer(version), root });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
