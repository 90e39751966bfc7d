import { writeFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { ConfigurationError } from "../../provider/domain/errors";
import { readCountry } from "../../provider/domain/number";
import { exitFound } from "../exit-codes";
import { type ConfiguredAccount, configuredAccounts } from "./configured-accounts";
import { type Diagnosis, diagnoseAccount } from "./diagnose-account";
import { printDiagnosis } from "./print-diagnosis";
import { recordingOf } from "./recording";
import { stackConfiguration } from "./stack-configuration";

interface DoctorOptions {
  readonly live?: true;
  readonly stack?: string;
  readonly country: readonly string[];
  readonly record?: string;
}

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "Ask each configured account for what can be read, hold the answers against what the vendor documents, and print a report " +
        `in which every value is masked. Buys, changes and releases nothing. Exits ${exitFound} when something is not as expected.`,
    )
    .option("--live", "send the reads to the vendors: search, list, get and the check of an agent")
    .option(
      "--stack <name>",
      "take keys from the configuration of this stack, too; default: the environment alone",
    )
    .option(
      "--country <code>",
      "search numbers of this country; repeatable; default: those that the vendor is known to sell, or US",
      (code: string, others: readonly string[]) => [...others, countryOf(code)],
      [],
    )
    .option("--record <file>", "write the masked exchanges to this file, as a fixture for tests")
    .action(runDoctor);
}

const introduction = [
  "Reads only: nothing was bought, changed or released. Every value is masked, so that this can be shown to others.",
  "",
  "",
].join("\n");

async function runDoctor(options: DoctorOptions, command: Command): Promise<void> {
  const { live, stack, country, record } = options;
  if (live === undefined) {
    command.error(
      "error: doctor needs --live, which sends reads to the vendors: search, list, get and the check of an agent. Nothing is bought, changed or released.",
    );
  }
  const config = stack === undefined ? { get: () => undefined } : await stackConfiguration(stack);
  const accounts = await configuredAccounts(config, process.env, process.cwd());
  if (accounts.length === 0) {
    throw new Error(
      "no account is configured: set a vendor's keys in the environment, or name a stack that has them by --stack",
    );
  }
  process.stdout.write(introduction);
  const found: Diagnosis[] = [];
  let isWell = true;
  for (const account of accounts) {
    const diagnosis = await diagnosed(account, country);
    if (typeof diagnosis === "string")
      process.stdout.write(`${account.label}\n  not asked: ${diagnosis}\n\n`);
    else {
      found.push(diagnosis);
      process.stdout.write(`${printDiagnosis(account.label, diagnosis)}\n`);
    }
    isWell &&= typeof diagnosis !== "string" && isAsExpected(diagnosis);
  }
  if (record !== undefined) await writeFile(record, recordingText(found, accounts));
  if (isWell) return;
  process.exitCode = exitFound;
}

async function diagnosed(
  { definition, settings, entry }: ConfiguredAccount,
  countries: readonly string[],
): Promise<Diagnosis | string> {
  const keys = await settings().catch((error: unknown) => {
    if (!ConfigurationError.isInstance(error)) throw error;
    const what = [error.details.argument, error.what].filter(Boolean).join(" ");
    return entry === undefined ? what : what.replaceAll(entry, "…");
  });
  if (typeof keys === "string") return keys;
  const known = definition.capabilities.countries ?? ["US"];
  return diagnoseAccount(definition, keys, countries.length > 0 ? countries : known);
}

function isAsExpected({ reads, told }: Diagnosis): boolean {
  return (
    told.length === 0 &&
    reads.every(({ outcome, differences }) => outcome !== "failed" && differences.length === 0)
  );
}

function recordingText(found: readonly Diagnosis[], accounts: readonly ConfiguredAccount[]): string {
  const shapes = (vendor: string) =>
    accounts.find(({ definition }) => definition.name === vendor)?.definition.shapes ?? [];
  return `${JSON.stringify(recordingOf(found, shapes), null, 2)}\n`;
}

function countryOf(code: string): string {
  const country = readCountry(code);
  if (country === undefined) throw new InvalidArgumentError("It must be a country such as US.");
  return country;
}
