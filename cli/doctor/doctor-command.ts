import { type Command, InvalidArgumentError, Option } from "commander";
import { ConfigurationError } from "../../provider/domain/errors";
import { readCountry } from "../../provider/domain/number";
import { openOwnerOnly } from "../../provider/host/owner-only";
import { configurationOf } from "../accounts/configuration-of";
import { type ConfiguredAccount, configuredAccounts } from "../accounts/configured-accounts";
import { noAccount } from "../accounts/no-account";
import { stackOption } from "../accounts/stack-option";
import { tellSandbox } from "../accounts/tell-sandbox";
import { exitFound } from "../exit-codes";
import { withProgress } from "../output/progress";
import { standardOutput } from "../output/terminal";
import { UsageError } from "../words/usage-error";
import { checkup } from "./checkup";
import { type Diagnosis, diagnoseAccount } from "./diagnose-account";
import { printCheckup } from "./print-checkup";
import { printDiagnosis } from "./print-diagnosis";
import { recordingOf } from "./recording";

interface DoctorOptions {
  readonly live?: true;
  readonly json?: true;
  readonly stack?: string;
  readonly country?: readonly string[];
  readonly record?: string;
}

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "Look whether the Pulumi CLI, the backend, the configuration, the keys and the vendors are as they must be, and say what to do. " +
        "With --live, hold what each account answers against what the vendor documents, in a report in which every value is masked. " +
        `Buys, changes and releases nothing. Exits ${exitFound} when something is not as expected.`,
    )
    .option("--live", "compare the answers to reads: search, list, get and the check of an agent")
    .addOption(stackOption())
    .addOption(new Option("--json", "print JSON").conflicts("live"))
    .option(
      "--country <code>",
      "with --live: search numbers of this country; repeatable; default: those that the vendor is known to sell, or US",
      (code: string, others: readonly string[] = []) => [...others, countryOf(code)],
    )
    .option("--record <file>", "with --live: write the masked exchanges to this file, as a fixture for tests")
    .action(runDoctor);
}

const introduction = [
  "Reads only: nothing was bought, changed or released. Every value is masked, so that this can be shown to others.",
  "",
  "",
].join("\n");

async function runDoctor(options: DoctorOptions): Promise<void> {
  const { live, stack, json, country, record } = options;
  if (live !== undefined) return runLive(stack, country, record);
  if (country !== undefined || record !== undefined) {
    throw new UsageError(`${record === undefined ? "--country" : "--record"} goes with --live`);
  }
  const findings = await withProgress((waitingFor) => {
    waitingFor("Looking at CLI, backend, configuration and vendors …");
    return checkup(stack);
  });
  process.stdout.write(
    json ? `${JSON.stringify(findings, null, 2)}\n` : printCheckup(findings, standardOutput()),
  );
  if (findings.some(({ ok }) => !ok)) process.exitCode = exitFound;
}

async function runLive(
  stack: string | undefined,
  country: readonly string[] = [],
  record: string | undefined,
): Promise<void> {
  const config = await configurationOf(stack);
  tellSandbox([config]);
  const accounts = await configuredAccounts(config, process.env, process.cwd());
  if (accounts.length === 0) {
    throw new Error(noAccount);
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
  if (record !== undefined) await write(record, recordingText(found, accounts));
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

// Masked as it is, it is still somebody's account.
async function write(file: string, text: string): Promise<void> {
  const handle = await openOwnerOnly(file);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
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
