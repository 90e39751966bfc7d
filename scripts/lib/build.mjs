import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { repository, scratch } from "./paths.mjs";
import { step } from "./progress.mjs";
import { excerpt, run } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";

const output = path.join(repository, "dist");
const command = path.join(output, "cli/main.js");
const stampFile = path.join(scratch, "build.json");
const sourceFolders = ["provider", "sandbox", "cli"];
/** The files besides the sources that decide what the compiler writes. */
const settings = ["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json"];

/** Whether dist was built from the sources as they are, and nobody touched it since. */
export function buildIsCurrent() {
  if (!existsSync(stampFile) || !existsSync(output)) return false;
  return readFileSync(stampFile, "utf8") === stamp(hashOfSources());
}

/**
 * Compiles into an empty dist, so that nothing stale stays in it. A build that is cut leaves no stamp and is done again.
 * It has to be dist itself: the compiler finds the package's imports of its own name by the output folder it knows.
 *
 * @param {import("./progress.mjs").Say} say
 */
export async function build(say) {
  // Taken before: what is edited while the compiler runs is for the next build.
  const sources = hashOfSources();
  await rm(output, { recursive: true, force: true });
  await step(say, "Build: TypeScript into dist", compile);
  if (existsSync(command)) chmodSync(command, 0o755);
  await mkdir(scratch, { recursive: true });
  await writeFile(stampFile, stamp(sources));
}

async function compile() {
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  const result = await run(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: repository });
  if (result.ok) return;
  throw new SetupError(
    "build",
    `${result.problem}\n${excerpt(result.output)}`,
    "correct the sources that the compiler names (npm run typecheck shows all of them), then run it again.",
  );
}

/** @param {string} sources */
function stamp(sources) {
  return JSON.stringify({ sources, output: hashOf(filesUnder(output)) });
}

function hashOfSources() {
  const sources = sourceFolders.flatMap((folder) => filesUnder(path.join(repository, folder)));
  return hashOf([...settings.map((file) => path.join(repository, file)), ...sources]);
}

/** @param {string} folder */
function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${path.relative(repository, file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}
