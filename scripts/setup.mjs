// Brings a fresh clone to the point where tests, demo and bench run, and does only what is missing. npm runs it before each of them.
// Until the dependencies are there it may import nothing but Node.js's own modules.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").StdioOptions} stdio
 */
function succeeds(command, args, stdio) {
  return spawnSync(command, args, { cwd: repository, stdio }).status === 0;
}

/**
 * @param {string} step
 * @param {string} command
 * @param {string[]} args
 */
function run(step, command, args) {
  // Both outputs go to standard error: with --json standard output is for the result alone.
  if (!succeeds(command, args, ["ignore", 2, 2])) throw new Error(`${step} failed; see above.`);
}

try {
  if (!succeeds("npm", ["ls", "--all"], "ignore")) {
    console.error("Dependencies: npm ci ...");
    // Tests and build need the development dependencies, also where NODE_ENV says production.
    run("npm ci", "npm", ["ci", "--include=dev", "--prefer-offline", "--engine-strict"]);
  }
  run("The build", process.execPath, ["scripts/build.mjs"]);
  const { providePulumi } = await import("./lib/pulumi.mjs");
  const pulumi = await providePulumi();
  if (process.argv.includes("--json")) console.log(JSON.stringify(pulumi));
  else console.error(`Ready. Pulumi CLI ${pulumi.version}, from ${pulumi.from}: ${pulumi.bin}`);
} catch (error) {
  console.error(`Setup: ${error instanceof Error ? error.message : error}`);
  // Whoever reads the last line of npm test finds it here, too.
  if (process.env.npm_lifecycle_event === "pretest") console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
