import path from "node:path";
import { Convoy } from "../async/convoy";
import { printable, shortened } from "../domain/characters";
import { ConfigurationError, PhoneError } from "../domain/errors";
import { isUnknownValue } from "../domain/unknown-value";
import { openBackend, type RunCli } from "../host/backend";
import {
  type Configuration,
  type ConfigurationReader,
  type Environment,
  readConfiguration,
  requireKnownKeys,
} from "../host/configuration";
import { type JournalFiles, openJournal } from "../host/journal";
import { requireSpeltAddresses } from "../host/misspelt-variables";
import { engineFolder, pulumi } from "../host/pulumi-cli";
import { backendUrl, pulumiHome } from "../host/pulumi-home";
import { createClient } from "../http/client";
import { exchange as exchangeOverNetwork, type SendRequest } from "../http/transport";
import { VendorClock } from "../http/vendor-clock";
import { type Account, type AccountName, type Context, namesOf } from "../lifecycle/context";
import { shareAccount } from "../lifecycle/shared-account";
import { UnfinishedResource } from "../lifecycle/steps/keep-state";
import { PurchaseBudget } from "../purchase/budget";
import { vendorDefinitions } from "../vendors";
import { loadVendors } from "../vendors/modules";
import { openVendor } from "../vendors/open-vendor";
import type { VendorDefinition } from "../vendors/vendor";
import { configuredKeys, projectOf } from "./configured-keys";

// Minutes of reading. Whoever has more stacks gives each environment an account of its own.
const mostOtherStacks = 2_000;

// One context per configuration, which is one per process: what the resources share hangs on it.
const contexts = new WeakMap<ConfigurationReader, Promise<Context>>();

/** Has the handlers work with a context that was opened on this configuration, instead of one they would open. */
export function useContext(config: ConfigurationReader, context: Promise<Context>): void {
  contexts.set(config, context);
}

/** Before anything is picked or changed. What exists can be looked at and released with whatever keys it has. */
export function requireConfiguredKeys(
  config: ConfigurationReader,
  { vendors, sandbox }: Pick<Context, "vendors" | "sandbox">,
): void {
  const { env } = process;
  requireKnownKeys(configuredKeys(config, env), [...vendors.values()], projectOf(config, env));
  if (sandbox === undefined) requireSpeltAddresses(env, [...vendors.values()]);
}

// What a sandbox stands in for is told once in a process, which is one run, whatever the number of providers in it.
const told = new Set<string>();

function tellSandbox({ sandbox, tell }: Pick<Context, "sandbox" | "tell">): void {
  if (sandbox === undefined || told.has(sandbox)) return;
  told.add(sandbox);
  tell(`phone:sandbox: this run is on the sandbox at ${sandbox}, not at a real vendor`);
}

/** Handles a call with the context of the configuration. */
export async function guarded<T>(
  config: ConfigurationReader,
  handle: (context: Context) => Promise<T>,
): Promise<T> {
  try {
    const context = contexts.get(config) ?? openContext(config);
    contexts.set(config, context);
    tellSandbox(await context);
    return await handle(await context);
  } catch (error) {
    // The engine prints the stack of a failed call: for an error that speaks to the reader, its message is enough.
    if (error instanceof UnfinishedResource || PhoneError.isInstance(error)) error.stack = "";
    throw error;
  }
}

function print(line: string): void {
  // biome-ignore lint/suspicious/noConsole: what a provider prints is shown under the stack; it has no other voice.
  console.log(line);
}

/** What a context has around it; by default what this process has. */
export interface Surroundings {
  readonly tell?: (line: string) => void;
  readonly cli?: RunCli;
  readonly environment?: Environment;
  /** Sends requests in the network's place. */
  readonly exchange?: SendRequest | undefined;
  /** The disk of the journal. */
  readonly files?: JournalFiles | undefined;
  /** Where the program runs. */
  readonly folder?: string;
}

/**
 * Opens a context on a configuration; what it opens is kept for its life. Throws ConfigurationError, also for a module of
 * `phone:vendorModules` that adds no vendor.
 */
export async function openContext(
  config: ConfigurationReader,
  {
    tell = print,
    cli = pulumi,
    environment = process.env,
    exchange = exchangeOverNetwork,
    files,
    folder = process.cwd(),
  }: Surroundings = {},
): Promise<Context> {
  const configuration = readConfiguration(config, environment, folder);
  const { defaultVendor, vendorByAccount, vendorModules, maxPurchases, releaseWindowMs } = configuration;
  const { isOnlyStack, sandbox } = configuration;
  const added = await loadVendors(vendorModules, folder);
  const vendors = new Map([...vendorDefinitions, ...added].map((each) => [each.name, each]));
  // State and answers may hold anything: a line of the run's output has an end.
  const say = (line: string) => tell(shortened(printable(line)));
  const told = new Set<string>();
  const tellOnce = (line: string) => {
    if (!told.has(line)) say(line);
    told.add(line);
  };
  const program: Context["program"] = { organization: "organization" };
  const home = pulumiHome(environment);
  const backend = await backendUrl(environment, home, (await engineFolder()) ?? folder);
  const aliases: Context["aliases"] = new Map();
  const kept: Context["kept"] = new Set();
  const declared: Context["declared"] = new Map();
  const namesBefore = (claim: string) => namesOf({ aliases, kept, declared }, claim).slice(1);
  return {
    program,
    takenAgents: new Map(),
    adopters: new Map(),
    gone: new Map(),
    declared,
    aliases,
    acquired: new Set(),
    lookedUp: new Set(),
    imports: new Map(),
    bought: new Set(),
    unforeseen: new Set(),
    programPicks: new Set(),
    leaving: new Map(),
    deletions: { phase: {} },
    kept,
    cleared: new Set(),
    unfinished: new Map(),
    lost: new Map(),
    unread: new Map(),
    isOnlyStack,
    sandbox,
    quoted: new Map(),
    releaseWindowMs,
    backend: openBackend({
      organization: () => program.organization,
      stack: () => program.stack,
      found: (stack) => {
        program.stack = stack;
        [program.organization = program.organization] = stack.split("/");
      },
      clock: () => configuration.now(),
      cli,
      tell: tellOnce,
      mostOthers: mostOtherStacks,
    }),
    journal: openJournal(
      path.join(home, "phone-intents"),
      () => `${backend}\n${program.organization}`,
      files,
      environment,
    ),
    convoy: new Convoy(),
    budget: new PurchaseBudget(maxPurchases),
    defaultVendor,
    vendors,
    vendorByAccount,
    now: () => configuration.now(),
    isUnknown: isUnknownValue,
    tell: say,
    tellOnce,
    account: accountsOf(vendors, configuration, exchange, tellOnce, namesBefore),
  };
}

/** Opens each account once, whatever it is called: what its resources share hangs on it. */
function accountsOf(
  vendors: ReadonlyMap<string, VendorDefinition>,
  configuration: Configuration,
  exchange: SendRequest,
  tellOnce: (line: string) => void,
  formerNames: (claim: string) => readonly string[],
): Context["account"] {
  const named = new Map<string, Promise<Account>>();
  const opened = new Map<string, Account>();
  const open = async ({ vendor: name, account }: AccountName): Promise<Account> => {
    const definition = vendors.get(name);
    if (definition === undefined) {
      throw new ConfigurationError(`"${name}" is not a known vendor`, {
        argument: "vendor",
        nextStep: "Name the module that adds it in phone:vendorModules.",
      });
    }
    const clock = new VendorClock();
    const vendor = openVendor(definition, await configuration.settings(definition, account), {
      createClient: (settings) => createClient(settings, clock.watching(exchange), tellOnce),
    });
    // The sandbox tells its time itself.
    const now = async () => {
      if (configuration.sandbox !== undefined) return configuration.now();
      const minutes = Math.floor(clock.machineAheadMs / 60_000);
      if (minutes >= 2)
        tellOnce(
          `this machine's clock is about ${minutes} minutes ahead of ${name}'s: a purchase that is not settled yet stays so for as much longer`,
        );
      return clock.earlierOf(new Date());
    };
    // Two entries with the same keys are one account: its numbers must not be picked twice.
    const identity = `${name} ${vendor.account}`;
    const settleMs = configuration.settleMs(name);
    const same = opened.get(identity) ?? shareAccount({ vendor, settleMs, now }, formerNames);
    opened.set(identity, same);
    return same;
  };
  return (wanted) => {
    const key = JSON.stringify([wanted.vendor, wanted.account]);
    const account = named.get(key) ?? open(wanted);
    named.set(key, account);
    account.catch(() => named.delete(key));
    return account;
  };
}
