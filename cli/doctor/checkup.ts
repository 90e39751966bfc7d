import { ArgumentError, PhoneError } from "../../provider/domain/errors";
import { firstReasonOf } from "../../provider/domain/reason";
import { openBackend } from "../../provider/host/backend";
import {
  type ConfigurationReader,
  type Misspelling,
  readConfiguration,
  unknownKeys,
} from "../../provider/host/configuration";
import { misspeltVariables } from "../../provider/host/misspelt-variables";
import { pulumi } from "../../provider/host/pulumi-cli";
import { backendUrl, projectIn, pulumiHome } from "../../provider/host/pulumi-home";
import { withoutSecrets } from "../../provider/host/without-secrets";
import { createClient } from "../../provider/http/client";
import { exchange } from "../../provider/http/transport";
import { vendorDefinitions } from "../../provider/vendors";
import { loadVendors } from "../../provider/vendors/modules";
import { openVendor } from "../../provider/vendors/open-vendor";
import type { Vendor } from "../../provider/vendors/vendor";
import { configurationOf } from "../accounts/configuration-of";
import { type ConfiguredAccount, configuredAccounts } from "../accounts/configured-accounts";
import { tellSandbox } from "../accounts/tell-sandbox";
import { countOf } from "../words/count-of";
import { readOnly } from "./read-only";

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do; null where all is well. */
  readonly nextStep: string | null;
}

/** Looks at what every command needs: the CLI, the backend, the configuration, keys, and whether the vendors answer. Reads only. */
export async function checkup(stack: string | undefined): Promise<readonly Finding[]> {
  const [cli, configuration] = await Promise.all([findingOfCli(), readStack(stack)]);
  const [backend, accounts] = await Promise.all([
    cli.ok ? [await findingOfBackend()] : [],
    findingsOfAccounts(configuration.reader),
  ]);
  return [cli, ...backend, ...configuration.findings, ...findingsOfEnvironment(), ...accounts];
}

const oldestCli = [3, 216] as const;
const installAdvice = "Install the Pulumi CLI: https://www.pulumi.com/docs/install/.";

async function findingOfCli(): Promise<Finding> {
  const subject = "Pulumi CLI";
  try {
    const version = (await pulumi(["version"])).trim();
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
    const [oldestMajor, oldestMinor] = oldestCli;
    if (Number(major) === oldestMajor && Number(minor) >= oldestMinor) return well(subject, version);
    return found(
      subject,
      `${version} is none of ${oldestMajor}.${oldestMinor} to ${oldestMajor}.x`,
      installAdvice,
    );
  } catch (error) {
    return found(subject, firstReasonOf(error), installAdvice);
  }
}

async function findingOfBackend(): Promise<Finding> {
  const url = await backendUrl(process.env, pulumiHome(process.env), process.cwd());
  const subject = "backend";
  const address = URL.canParse(url) ? withoutSecrets(url) : "the one that you are logged in to";
  const backend = openBackend({
    organization: () => "organization",
    stack: () => "",
    found: () => {},
    clock: async () => new Date(),
    cli: pulumi,
  });
  try {
    const { length } = await backend.stackNames("");
    return well(subject, `${address}: ${countOf(length, "stack")}`);
  } catch (error) {
    return found(
      subject,
      `${address}: ${firstReasonOf(error)}`,
      "Log in by pulumi login, or set PULUMI_BACKEND_URL; pulumi stack ls --all must work.",
    );
  }
}

async function readStack(
  stack: string | undefined,
): Promise<{ readonly reader: ConfigurationReader; readonly findings: readonly Finding[] }> {
  const nothing = await configurationOf(undefined);
  if (stack === undefined) return { reader: nothing, findings: [] };
  const subject = `configuration of ${stack}`;
  const configuration = await configurationOf(stack).catch((error: unknown) =>
    found(subject, firstReasonOf(error), "Run this in the project's folder; pulumi config must work there."),
  );
  if (!("keys" in configuration)) return { reader: nothing, findings: [configuration] };
  const keys = configuration.keys.filter((key) => key.startsWith("phone:"));
  const unknown = (await keysWithoutEffect(configuration, keys)).map(({ name, meant }) =>
    found(
      name,
      `no such key: it has no effect${meant === undefined ? "" : `. Did you mean ${meant}?`}`,
      `Remove it by pulumi config rm ${name}${meant === undefined ? "" : `, and set ${meant}`}.`,
    ),
  );
  const known = well(subject, `${countOf(keys.length, "key")} of phone:`);
  return { reader: configuration, findings: unknown.length === 0 ? [known] : unknown };
}

async function keysWithoutEffect(
  configuration: ConfigurationReader,
  keys: readonly string[],
): Promise<readonly Misspelling[]> {
  const folder = process.cwd();
  try {
    const { vendorModules } = readConfiguration(configuration, process.env);
    const vendors = [...vendorDefinitions, ...(await loadVendors(vendorModules, folder))];
    return unknownKeys(keys, vendors, (await projectIn(folder)).name);
  } catch (error) {
    // What cannot be read is a finding of its own, and which keys a vendor has that cannot be loaded is not known.
    if (PhoneError.isInstance(error)) return [];
    throw error;
  }
}

function findingsOfEnvironment(): readonly Finding[] {
  return misspeltVariables(Object.keys(process.env), vendorDefinitions).map(({ name, meant }) =>
    found(name, `nothing reads this variable. Did you mean ${meant}?`, `Set ${meant} instead.`),
  );
}

async function findingsOfAccounts(config: ConfigurationReader): Promise<readonly Finding[]> {
  try {
    readConfiguration(config, process.env);
    tellSandbox([config]);
    const accounts = await configuredAccounts(config, process.env, process.cwd());
    if (accounts.length > 0) return await Promise.all(accounts.map(findingOfAccount));
    return [
      found(
        "accounts",
        "no vendor's keys are set",
        "Set them in the environment, or name a stack that has them by --stack.",
      ),
    ];
  } catch (error) {
    return [ofError("settings", error)];
  }
}

async function findingOfAccount(account: ConfiguredAccount): Promise<Finding> {
  const { definition, entry, settings } = account;
  const subject = entry === undefined ? definition.name : `${definition.name}, account ${entry}`;
  try {
    const vendor = openVendor(definition, await settings(), {
      createClient: (client) =>
        createClient(
          client,
          readOnly(exchange, client.baseUrl, () => {}),
          () => {},
        ),
    });
    return well(subject, await answerOf(vendor));
  } catch (error) {
    return ofError(subject, error);
  }
}

const noAgent = "00000000-0000-4000-8000-000000000000";

/** Asks for what any key of the vendor may read. */
async function answerOf(vendor: Vendor): Promise<string> {
  if (vendor.definition.capabilities.list) {
    return `answers: ${countOf((await vendor.list()).length, "number")}`;
  }
  // One that does not exist is told as such by a vendor that takes the key.
  await vendor.checkAgent(noAgent).catch((error: unknown) => {
    if (!ArgumentError.isInstance(error)) throw error;
  });
  return "answers; it shows no numbers";
}

function ofError(subject: string, error: unknown): Finding {
  if (!PhoneError.isInstance(error)) throw error;
  const { argument, status, vendorMessage, nextStep } = error.details;
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(vendorMessage ? [`"${vendorMessage}"`] : []),
  ];
  const what = [argument, error.what].filter(Boolean).join(" ");
  return found(subject, facts.length === 0 ? what : `${what} (${facts.join(", ")})`, nextStep);
}

function well(subject: string, detail: string): Finding {
  return { subject, ok: true, detail, nextStep: null };
}

function found(subject: string, detail: string, nextStep: string): Finding {
  return { subject, ok: false, detail, nextStep };
}
