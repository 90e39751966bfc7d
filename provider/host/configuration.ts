import { z } from "zod";
import { ConfigurationError, MissingKeyError } from "../domain/errors";
import { nearest } from "../domain/nearest";
import { parseJson } from "../domain/parse-json";
import { isLoopback } from "../http/loopback";
import { exchange } from "../http/transport";
import type { AccountSettings, KeyDefinition, VendorDefinition } from "../vendors/vendor";
import { type AccountEntry, readAccounts } from "./account-entries";
import {
  baseUrlVariable,
  configNames,
  type GivenKey,
  givenKey,
  type KeyPlace,
  keyForms,
  keyValue,
} from "./given-keys";

/** Where configuration is read: Pulumi's, or any other that knows full keys such as `phone:plivoAuthId`. */
export interface ConfigurationReader {
  get(key: string): string | undefined;
}

/** The settings that are no vendor's, by their names after `phone:`. Whatever is read here is listed here: others are refused. */
const settingNames = [
  /** The vendor of numbers that name neither a vendor nor an account. */
  "vendor",
  /** More accounts, by name: an object of name to `{ vendor, keys…, baseUrl? }`. */
  "accounts",
  /** URL of a sandbox, which stands in for every vendor: base URLs and keys are its. */
  "sandbox",
  /** The token of a sandbox that was started with `--host`. */
  "sandboxToken",
  /** How many numbers one run may buy at most; no limit by default; 0 forbids purchases. */
  "maxPurchases",
  /**
   * How many seconds an unclear purchase is looked for, and a number that a list alone can show, before it is taken for gone; 0 to 600,
   * default 10.
   */
  "settleSeconds",
  /** How many hours before its rent is due a number with `renewal: "off"` may be released; 1 to 672, default 48. */
  "releaseWindowHours",
  /**
   * `true` says that no other stack buys from these accounts, so that none is looked at after an unclear purchase and before `adopt`:
   * for a token that may not see other stacks.
   */
  "onlyStack",
  /**
   * A list of modules that add a vendor. Node.js loads them as they are, so compile TypeScript first (Node.js 22.18 and newer load it
   * themselves).
   */
  "vendorModules",
] as const;

function keyOf(name: (typeof settingNames)[number]): string {
  return `phone:${name}`;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is configured. The only place that reads keys and environment. */
export interface Configuration {
  /** The origin of `phone:sandbox`; undefined on the real vendors. */
  readonly sandbox: string | undefined;
  readonly defaultVendor: string | undefined;
  /** How long an unclear purchase is looked for: `phone:<vendor>SettleSeconds` or `phone:settleSeconds`, in milliseconds. */
  settleMs(vendor: string): number;
  /** `phone:releaseWindowHours`, in milliseconds. */
  readonly releaseWindowMs: number;
  /** `phone:onlyStack`: whether no other stack buys from the accounts of this one. */
  readonly isOnlyStack: boolean;
  /** `phone:maxPurchases`; null without a limit. */
  readonly maxPurchases: number | null;
  /** The time, by the clock of the sandbox where one stands in for the vendors. */
  now(): Promise<Date>;
  /** The vendor of each entry of `phone:accounts`, by the entry's name. */
  readonly vendorByAccount: ReadonlyMap<string, string>;
  /** `phone:vendorModules`: modules that add a vendor. */
  readonly vendorModules: readonly string[];
  /** Base URL and keys of a vendor, or of one of the accounts. Throws MissingKeyError and ConfigurationError. */
  settings<Key extends string>(definition: VendorDefinition<Key>, account?: string): Promise<Settings<Key>>;
}

type Settings<Key extends string> = AccountSettings<Key>;

/**
 * Reads the configuration; a key of the stack wins over the environment, the sandbox over both. Commands that tell keys are run, and files
 * found, from `folder`.
 */
export function readConfiguration(
  config: ConfigurationReader,
  environment: Environment,
  folder = process.cwd(),
): Configuration {
  if (config.get(keyOf("sandbox")) === "") throw emptySandbox();
  const sandbox = sandboxOrigin(config.get(keyOf("sandbox")) || environment.PHONE_SANDBOX || undefined);
  const token = config.get(keyOf("sandboxToken")) || environment.PHONE_SANDBOX_TOKEN || undefined;
  const accounts = readAccounts(config.get(keyOf("accounts")));
  let sandboxVendors: Promise<Sandbox> | undefined;
  let ahead: Promise<number> | undefined;
  settleSeconds(keyOf("settleSeconds"), config.get(keyOf("settleSeconds")));
  return {
    sandbox,
    vendorByAccount: new Map([...accounts].map(([name, { vendor }]) => [name, vendor])),
    vendorModules: vendorModules(config.get(keyOf("vendorModules"))),
    defaultVendor: config.get(keyOf("vendor")) || undefined,
    settleMs(vendor) {
      const own = `phone:${vendor}SettleSeconds`;
      const key = config.get(own) === undefined ? keyOf("settleSeconds") : own;
      return settleSeconds(key, config.get(key)) * 1000;
    },
    releaseWindowMs: releaseWindowHours(config.get(keyOf("releaseWindowHours"))) * 3_600_000,
    isOnlyStack: onlyStack(config.get(keyOf("onlyStack"))),
    maxPurchases: maxPurchases(config.get(keyOf("maxPurchases"))),
    async now() {
      if (sandbox === undefined) return new Date();
      // Asked once: from then on it goes as fast as this machine's.
      ahead ??= ask(sandbox, "/_sandbox/clock", clockSchema, token).then(
        ({ now }) => Date.parse(now) - Date.now(),
      );
      return new Date(Date.now() + (await ahead));
    },
    async settings(definition, account) {
      const entry = account === undefined ? undefined : accounts.get(account);
      // The vendor's own keys are another account: numbers would be looked for in the wrong place, and not be there.
      if (account !== undefined && entry === undefined) {
        throw new ConfigurationError(`has no entry "${account}"`, {
          vendor: definition.name,
          argument: "phone:accounts",
          nextStep:
            "Nothing was done. Set the entry again: its name belongs to the numbers that were bought with it.",
        });
      }
      if (sandbox === undefined) {
        const source = { config, environment, folder };
        return entry === undefined
          ? vendorSettings(definition, source)
          : accountSettings(definition, source, `phone:accounts.${account}`, entry);
      }
      sandboxVendors ??= ask(sandbox, "/_sandbox", sandboxSchema, token);
      return sandboxSettings(definition, await sandboxVendors, sandbox);
    },
  };
}

const sandboxKey = "phone:sandbox (or PHONE_SANDBOX)";

/** What should have filled it was not there: the run would be on the real vendors. */
function emptySandbox(): ConfigurationError {
  return new ConfigurationError("is empty", {
    argument: keyOf("sandbox"),
    nextStep:
      "Nothing was done. Give the sandbox's URL, or remove the key by pulumi config rm phone:sandbox.",
  });
}

// It listens to its own machine only, as it answers anybody with keys that it takes.
const reachSandbox =
  'A sandbox answers on its own machine only: start it in the same container, or share its network (network_mode: "service:sandbox" in Compose, --network container:sandbox in Docker, one pod in Kubernetes), or forward a port of this machine to it; then use http://127.0.0.1:<port>.';

// What else stands in the address, such as a password, has no meaning there and is shown to nobody.
function sandboxOrigin(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  requireSafeUrl(url, sandboxKey, reachSandbox, "http://127.0.0.1:4999");
  return new URL(url).origin;
}

/** A name that nothing reads, and the one that is meant. */
export interface Misspelling {
  readonly name: string;
  readonly meant: string | undefined;
}

/**
 * The keys of `phone:` that nothing reads. Other namespaces are not looked at; where the project is called so, its program's own settings
 * have this one, and only what is like a key of ours is none of them.
 */
export function unknownKeys(
  keys: Iterable<string>,
  vendors: readonly VendorDefinition[],
  project: string | undefined,
): readonly Misspelling[] {
  const known = knownKeys(vendors);
  return [...keys]
    .filter((key) => key.startsWith("phone:") && !known.includes(key))
    .map((name) => ({ name, meant: nearestKey(name, known) }))
    .filter(({ meant }) => project !== "phone" || meant !== undefined);
}

// Without the namespace, which all of them share.
function nearestKey(name: string, known: readonly string[]): string | undefined {
  const bare = (key: string) => key.slice("phone:".length);
  const meant = nearest(bare(name), known.map(bare));
  return meant === undefined ? undefined : `phone:${meant}`;
}

function knownKeys(vendors: readonly VendorDefinition[]): readonly string[] {
  const keys = vendors.flatMap((vendor) => Object.values(vendor.keys).flatMap(configNames));
  return [...new Set([...namedKeys(vendors), ...keys.map((name) => `phone:${name}`)])];
}

/** All but the other ways to give a key, which have its name in them. */
function namedKeys(vendors: readonly VendorDefinition[]): readonly string[] {
  const ofVendors = vendors.flatMap(({ name, keys }) => [
    ...Object.values(keys).map(({ config }) => config),
    `${name}BaseUrl`,
    `${name}SettleSeconds`,
  ]);
  return [...settingNames, ...ofVendors].map((name) => `phone:${name}`);
}

/**
 * Refuses keys of `phone:` that nothing reads: a misspelt limit is none, and a misspelt sandbox is the real vendor. Throws
 * ConfigurationError, which names the nearest keys.
 */
export function requireKnownKeys(
  keys: Iterable<string>,
  vendors: readonly VendorDefinition[],
  project: string | undefined,
): void {
  const unknown = unknownKeys(keys, vendors, project);
  const [first] = unknown;
  if (first === undefined) return;
  const told = unknown.map(({ name, meant }) =>
    meant === undefined ? name : `${name} (did you mean ${meant}?)`,
  );
  throw new ConfigurationError(
    `${told.join(", ")} ${unknown.length === 1 ? "is no key" : "are no keys"} of pulumi-phone, and would have no effect`,
    {
      nextStep: `Nothing was bought. Take it out by pulumi config rm ${first.name}, and set the right one: ${namedKeys(vendors).join(", ")}; a vendor's key also with Command or File behind its name.`,
    },
  );
}

/** Names a key together with the variable that stands in for it. */
function keyName({ config, environment }: Pick<KeyDefinition, "config" | "environment">): string {
  return `phone:${config} (or ${environment})`;
}

/** Where keys and base URLs are looked for. */
interface Source {
  readonly config: ConfigurationReader;
  readonly environment: Environment;
  readonly folder: string;
}

function placesOf(
  key: KeyDefinition,
  { config, environment }: Omit<Source, "folder">,
): readonly [KeyPlace, KeyPlace] {
  const property: KeyPlace["nameOf"] = (form) => `phone:${key.config}${form.config}`;
  const variable: KeyPlace["nameOf"] = (form) => `${key.environment}${form.environment}`;
  return [
    { nameOf: property, get: (form) => config.get(property(form)) },
    { nameOf: variable, get: (form) => environment[variable(form)] },
  ];
}

/** Whether any key of a vendor is given, so that the vendor is meant to be used. */
export function isConfigured(
  { keys }: Pick<VendorDefinition, "keys">,
  config: ConfigurationReader,
  environment: Environment,
): boolean {
  const places = Object.values(keys).flatMap((key) => placesOf(key, { config, environment }));
  return places.some((place) => Object.values(keyForms).some((form) => place.get(form)));
}

/** A key that an account needs, and how it is given. */
interface WantedKey<Key extends string> {
  readonly key: Key;
  readonly each: KeyDefinition;
  readonly given: GivenKey | undefined;
}

function wantedKeys<Key extends string>(
  { name, keys }: VendorDefinition<Key>,
  places: (each: KeyDefinition, key: Key) => readonly KeyPlace[],
): readonly WantedKey<Key>[] {
  return (Object.entries(keys) as [Key, KeyDefinition][]).map(([key, each]) => ({
    key,
    each,
    given: givenKey(name, places(each, key)),
  }));
}

/** The keys themselves, one after the other: commands may ask a person. */
async function readKeys<Key extends string>(
  { name }: VendorDefinition<Key>,
  wanted: readonly WantedKey<Key>[],
  nameOfKey: (key: KeyDefinition) => string,
  folder: string,
): Promise<Record<Key, string>> {
  const values: [Key, string][] = [];
  for (const { key, each, given } of wanted) {
    if (given === undefined) continue;
    const value = await keyValue(name, given, folder);
    requireForm(name, each, value, given.form === "value" ? nameOfKey(each) : given.name);
    values.push([key, value]);
  }
  return Object.fromEntries(values) as Record<Key, string>;
}

async function vendorSettings<Key extends string>(
  definition: VendorDefinition<Key>,
  source: Source,
): Promise<Settings<Key>> {
  const baseUrl = baseUrlOf(definition, source);
  const wanted = wantedKeys(definition, (each) => placesOf(each, source));
  const missing = wanted.filter(({ given }) => given === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ each }) => keyName(each)).join(" and ");
    const commands = missing.map(
      ({ each }) => `pulumi config set ${each.secret ? "--secret " : ""}phone:${each.config} …`,
    );
    throw new MissingKeyError(`${names} missing`, {
      vendor: definition.name,
      nextStep: `Run ${commands.join(" and ")}, or set the environment.`,
    });
  }
  return { baseUrl, keys: await readKeys(definition, wanted, keyName, source.folder) };
}

function baseUrlOf(
  { name, baseUrl }: Pick<VendorDefinition, "name" | "baseUrl">,
  { config, environment }: Omit<Source, "folder">,
): string {
  const key = `phone:${name}BaseUrl`;
  const variable = baseUrlVariable(name);
  const url = config.get(key) || environment[variable] || baseUrl;
  requireBaseUrl(url, `${key} (or ${variable})`);
  return withoutSlash(url);
}

async function accountSettings<Key extends string>(
  definition: VendorDefinition<Key>,
  source: Source,
  place: string,
  entry: AccountEntry,
): Promise<Settings<Key>> {
  const keys = Object.entries(definition.keys) as [Key, KeyDefinition][];
  const nameIn = (each: KeyDefinition) => `${place}.${each.config}`;
  const known = keys.flatMap(([key, each]) => [...configNames({ config: key }), ...configNames(each)]);
  const unknown = Object.keys(entry.keys).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, [...known, "baseUrl"]);
    throw new ConfigurationError("is unknown", {
      vendor: definition.name,
      argument: `${place}.${unknown}`,
      nextStep: `${meant === undefined ? "" : `Did you mean ${meant}? `}Known are vendor, baseUrl and ${keys.map(([, each]) => each.config).join(", ")}.`,
    });
  }
  const wanted = wantedKeys(definition, (each, key) => [
    {
      nameOf: (form) => `${nameIn(each)}${form.config}`,
      get: (form) =>
        memberOf(entry.keys, `${each.config}${form.config}`) || memberOf(entry.keys, `${key}${form.config}`),
    },
  ]);
  const missing = wanted.filter(({ given }) => given === undefined).map(({ each }) => each);
  if (missing.length > 0) {
    const commands = missing.map(
      (each) => `pulumi config set ${each.secret ? "--secret " : ""}--path '${nameIn(each)}' …`,
    );
    throw new MissingKeyError(`${missing.map(nameIn).join(" and ")} missing`, {
      vendor: definition.name,
      nextStep: `Run ${commands.join(" and ")}.`,
    });
  }
  if (entry.baseUrl !== undefined) requireBaseUrl(entry.baseUrl, `${place}.baseUrl`);
  return {
    baseUrl: entry.baseUrl === undefined ? baseUrlOf(definition, source) : withoutSlash(entry.baseUrl),
    keys: await readKeys(definition, wanted, nameIn, source.folder),
  };
}

/** An address as it is meant, to which a path can be added: spaces and line ends around it are no part of it. */
function withoutSlash(url: string): string {
  return new URL(url).href.replace(/\/+$/, "");
}

const specifiers = z.array(z.string().min(1));

function vendorModules(text: string | undefined): readonly string[] {
  if (text === undefined || text === "") return [];
  try {
    return specifiers.parse(JSON.parse(text));
  } catch {
    throw new ConfigurationError("must be a list of module specifiers", {
      argument: "phone:vendorModules",
      nextStep: "Set it by pulumi config set --path 'phone:vendorModules[0]' ./acme.mjs.",
    });
  }
}

/** Refuses a vendor's key, address or number of seconds that has not the form it must have. Throws ConfigurationError. */
export function requireVendorForm(
  key: string,
  config: ConfigurationReader,
  vendors: readonly VendorDefinition[],
): void {
  const value = config.get(key);
  if (value === undefined || value === "") return;
  for (const { name, keys } of vendors) {
    if (key === `phone:${name}BaseUrl`) requireBaseUrl(value, key);
    if (key === `phone:${name}SettleSeconds`) settleSeconds(key, value);
    for (const each of Object.values(keys))
      if (key === `phone:${each.config}`) requireForm(name, each, value, key);
  }
}

function requireForm(vendor: string, { form }: KeyDefinition, value: string, argument: string): void {
  // A header cannot carry them. Met only when a purchase is sent, it would look like one that may have been made.
  if (/[^\x20-\x7e]/.test(value)) {
    throw new ConfigurationError("contains a line end or another character that keys cannot have", {
      vendor,
      argument,
      nextStep: "Set it again, without surrounding characters.",
    });
  }
  if (form === undefined || form.pattern.test(value)) return;
  throw new ConfigurationError("is malformed", { vendor, argument, nextStep: `Give ${form.description}.` });
}

const sandboxSchema = z.object({
  vendors: z.record(
    z.string(),
    z.object({ baseUrl: z.url(), credentials: z.record(z.string(), z.string()) }),
  ),
});
type Sandbox = z.output<typeof sandboxSchema>;

const clockSchema = z.object({ now: z.iso.datetime() });

/** A member that the object itself has: what it inherits is no key of anybody. */
function memberOf<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

async function ask<T extends z.ZodType>(
  url: string,
  path: string,
  schema: T,
  token: string | undefined,
): Promise<z.output<T>> {
  const nextStep = "Start one with npx pulumi-phone sandbox, or remove the key to use the real vendors.";
  const { origin } = new URL(url);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  // By the vendors' own way: it follows no redirect, and reads no answer without end.
  const answer = await exchange({ origin, path, method: "GET", headers, body: undefined }, "read");
  if (answer.kind === "answered" && answer.status === 401) {
    throw new ConfigurationError(`${url} wants ${token === undefined ? "a" : "another"} token`, {
      argument: "phone:sandboxToken (or PHONE_SANDBOX_TOKEN)",
      nextStep: "Set it to the token that pulumi-phone sandbox --host has printed.",
    });
  }
  const read = schema.safeParse(answer.kind === "broken" ? undefined : parseJson(answer.text));
  if (read.success) return read.data;
  const isAnswered = answer.kind === "answered" && answer.status < 300;
  throw new ConfigurationError(`${url} ${isAnswered ? "is not a sandbox" : "does not answer"}`, {
    argument: sandboxKey,
    nextStep,
  });
}

function sandboxSettings<Key extends string>(
  definition: VendorDefinition<Key>,
  sandbox: Sandbox,
  url: string,
): Settings<Key> {
  const standIn = memberOf(sandbox.vendors, definition.name);
  if (standIn === undefined) {
    throw new ConfigurationError(`the sandbox at ${url} has no stand-in for ${definition.name}`, {
      argument: sandboxKey,
      nextStep:
        "Use the sandbox of the same version of pulumi-phone; for a vendor that a module adds, start it with --stand-in.",
    });
  }
  const keys = Object.entries(definition.keys) as [Key, KeyDefinition][];
  const values = keys.map(([key, each]) => [key, memberOf(standIn.credentials, each.config)]);
  const missing = keys.find((_, index) => values[index]?.[1] === undefined);
  if (missing !== undefined) {
    throw new ConfigurationError(
      `the sandbox at ${url} has a stand-in for ${definition.name} without the key ${missing[1].config}`,
      {
        argument: sandboxKey,
        nextStep:
          "Use the sandbox of the same version of pulumi-phone, or add the key to the credentials of the stand-in.",
      },
    );
  }
  // Where it was asked it is reached, also through a forwarded port that it knows nothing of; a path may look like another host.
  const baseUrl = new URL(url);
  baseUrl.pathname = new URL(standIn.baseUrl).pathname;
  for (const [index, [, each]] of keys.entries())
    requireForm(definition.name, each, String(values[index]?.[1]), `${sandboxKey}: ${each.config}`);
  return { baseUrl: withoutSlash(baseUrl.href), keys: Object.fromEntries(values) as Record<Key, string> };
}

// Keys travel in every request: unencrypted they may only go to this machine.
function requireSafeUrl(
  url: string,
  argument: string,
  otherwise = "Use https.",
  example = "https://api.example.com",
): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !["http:", "https:"].includes(parsed.protocol)) {
    throw new ConfigurationError("is not an http(s) address", {
      argument,
      nextStep: `Give one such as ${example}.`,
    });
  }
  if (parsed.protocol === "https:" || isLoopback(parsed.hostname)) return;
  throw new ConfigurationError(
    `plain http to ${parsed.hostname}, which is not this machine, would send keys unencrypted`,
    { argument, nextStep: otherwise },
  );
}

/** A vendor's own address: what stands behind it would swallow the path of every call. */
function requireBaseUrl(url: string, argument: string): void {
  requireSafeUrl(url, argument);
  if (!/[?#@]/.test(url)) return;
  throw new ConfigurationError("has more in it than an address", {
    argument,
    nextStep: "Give scheme, host and path alone, such as https://api.example.com.",
  });
}

// How long an unclear purchase is looked for unless phone:settleSeconds says otherwise.
const defaultSettleSeconds = 10;

function settleSeconds(key: string, value: string | undefined): number {
  if (value === undefined) return defaultSettleSeconds;
  const seconds = Number(value);
  if (value.trim() !== "" && Number.isFinite(seconds) && seconds >= 0 && seconds <= 600) return seconds;
  throw new ConfigurationError("must be a number of seconds from 0 to 600", {
    argument: key,
    nextStep: `Remove it for the default of ${defaultSettleSeconds}.`,
  });
}

function onlyStack(value: string | undefined): boolean {
  if (value === undefined || value === "false") return false;
  if (value === "true") return true;
  throw new ConfigurationError("is neither true nor false", {
    argument: "phone:onlyStack",
    nextStep: "Set it to true where no other stack buys from this account, or remove it.",
  });
}

function maxPurchases(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new ConfigurationError("must be a whole number", {
    argument: "phone:maxPurchases",
    nextStep: "Give the most numbers that one run may buy, or remove it for no limit.",
  });
}

// A job that runs once a day meets it, even when one run is missed.
export const defaultReleaseWindowHours = 48;
/** Four weeks: less than the shortest period that is paid for. */
export const longestReleaseWindowHours = 672;

function releaseWindowHours(value: string | undefined): number {
  if (value === undefined) return defaultReleaseWindowHours;
  const hours = Number(value);
  if (value.trim() !== "" && Number.isFinite(hours) && hours >= 1 && hours <= longestReleaseWindowHours)
    return hours;
  throw new ConfigurationError(`must be a number of hours from 1 to ${longestReleaseWindowHours}`, {
    argument: "phone:releaseWindowHours",
    nextStep: `Remove it for the default of ${defaultReleaseWindowHours}.`,
  });
}
