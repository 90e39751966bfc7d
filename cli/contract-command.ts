import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { exitFailed } from "./exit-codes";

interface ContractCommandOptions {
  readonly standIn: string;
}

export function addContractCommand(program: Command): void {
  program
    .command("contract")
    .description("Run the tests that every vendor must pass against a vendor of your own, with your vitest.")
    .argument("<vendor>", "the module that adds the vendor: a package, or a file such as ./acme.mjs")
    .requiredOption(
      "--stand-in <module>",
      "required: its stand-in; exports the contract fixture as `contract`",
    )
    .action(runContract);
}

async function runContract(vendor: string, { standIn }: ContractCommandOptions): Promise<void> {
  const folder = process.cwd();
  const vitest = findVitest(folder);
  // Vite compares files by their real path, and the package may be linked.
  const packageFolder = await realpath(path.join(__dirname, "../.."));
  const temporary = await mkdtemp(path.join(os.tmpdir(), "pulumi-phone-contract-"));
  // A terminal sends Ctrl-C to vitest as well, which is waited for: the folder is removed after it.
  const stay = () => {};
  process.on("SIGINT", stay);
  try {
    const config = path.join(temporary, "vitest.config.mjs");
    const settings = vitestSettings(packageFolder, { vendor, standIn, folder });
    await writeFile(config, `export default ${settings};\n`);
    const child = spawn(process.execPath, [vitest, "run", "--config", config], { stdio: "inherit" });
    const [exitCode] = await once(child, "exit");
    process.exitCode = typeof exitCode === "number" ? exitCode : exitFailed;
  } finally {
    process.off("SIGINT", stay);
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The executable of the vitest that is installed for `folder`. */
function findVitest(folder: string): string {
  try {
    const manifest = createRequire(path.join(folder, "index.js")).resolve("vitest/package.json");
    return path.join(path.dirname(manifest), "vitest.mjs");
  } catch (error) {
    throw new Error("vitest is not installed here. Run npm install --save-dev vitest.", { cause: error });
  }
}

/** The text of vitest's settings. */
function vitestSettings(packageFolder: string, contract: Readonly<Record<string, string>>): string {
  return `{
  root: ${JSON.stringify(packageFolder)},
  test: {
    include: ["dist/contract/added-vendor.mjs"],
    // By default, whatever lies in node_modules or dist is left out, and so all of this package.
    exclude: [],
    // The Pulumi SDK cannot be loaded in worker threads.
    pool: "forks",
    testTimeout: 15_000,
    // Loaded by Node itself, also where the package is linked, so that the vendor's module has the same copy of it.
    server: { deps: { external: [/[\\\\/]dist[\\\\/](provider|sandbox|cli)[\\\\/]/], inline: [/added-vendor/] } },
    provide: { contract: ${JSON.stringify(contract)} },
  },
}`;
}
