import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { type ConfigurationReader, readConfiguration } from "./configuration";
import { PhoneError } from "./domain/errors";
import type { VendorName } from "./domain/names";
import { shareAccount } from "./lifecycle/account";
import { check as checkArguments } from "./lifecycle/check";
import type { Account, Context } from "./lifecycle/context";
import { create as createNumber } from "./lifecycle/create";
import { release } from "./lifecycle/delete";
import { diff as diffNumber } from "./lifecycle/diff";
import { failureOf } from "./lifecycle/failure";
import { read as readNumber } from "./lifecycle/read";
import { asSeen, inputProperties, json, outputs, readInputs, readState } from "./lifecycle/state";
import { Unfinished } from "./lifecycle/unfinished";
import { update as updateNumber } from "./lifecycle/update";
import { vendorDefinitions } from "./vendors";

/**
 * The lifecycle in the shape of Pulumi's dynamic providers. The provider's stored text calls these functions by name, also
 * the text of older versions: names and parameters are a contract with every state ever written.
 */

type Properties = Readonly<Record<string, unknown>>;

/** Validates arguments, and picks the number a new resource would buy. */
export function check(config: ConfigurationReader, olds: Properties, news: Properties) {
  return guarded(config, async (context) => {
    const { inputs, failures } = await checkArguments(context, olds, news);
    return { inputs: json(inputs), failures: [...failures] };
  }).catch((error: unknown) => {
    if (!PhoneError.isInstance(error)) throw error;
    return { inputs: { ...news }, failures: [failureOf(error)] };
  });
}

/** Tells whether an update is needed; a replacement never is. */
export function diff(config: ConfigurationReader, _id: string, olds: Properties, news: Properties) {
  return guarded(config, async (context) => ({
    changes: diffNumber(context, readState(olds), news),
    replaces: [],
  }));
}

/** Buys one number. */
export function create(config: ConfigurationReader, inputs: Properties) {
  return guarded(config, async (context) => {
    const state = await createNumber(context, readInputs(inputs));
    return { id: state.observed.e164, outs: outputs(state) };
  }).catch((error: unknown) => throwWithText(error, inputs));
}

/** Looks at a number; an empty result tells the engine that it is gone. */
export function read(config: ConfigurationReader, id: string, props: Properties) {
  return guarded(config, async (context) => {
    const state = await readNumber(context, readState(props));
    return state === undefined ? {} : { id, props: outputs(state), inputs: inputProperties(asSeen(state)) };
  });
}

/** Changes a number in place. */
export function update(config: ConfigurationReader, _id: string, olds: Properties, news: Properties) {
  return guarded(config, async (context) => ({
    outs: outputs(await updateNumber(context, readState(olds), readInputs(news))),
  })).catch((error: unknown) => throwWithText(error, news));
}

/** Releases a number. */
function remove(config: ConfigurationReader, _id: string, props: Properties) {
  return guarded(config, (context) => release(context, readState(props)));
}

export { remove as delete };

// Pulumi adds the provider's text to what a method returns, and not to the state that an error carries. State without the text
// can be neither refreshed nor deleted.
function throwWithText(error: unknown, { __provider }: Properties): never {
  if (error instanceof Unfinished) Object.assign(error.properties, { __provider });
  throw error;
}

// One context per configuration, which is one per process: what the resources share hangs on it.
const contexts = new WeakMap<ConfigurationReader, Context>();

async function guarded<T>(config: ConfigurationReader, handle: (context: Context) => Promise<T>): Promise<T> {
  try {
    const context = contexts.get(config) ?? openContext(config);
    contexts.set(config, context);
    return await handle(context);
  } catch (error) {
    // The engine prints the stack of a failed call: for an error that speaks to the reader, its message is enough.
    if (error instanceof Unfinished || PhoneError.isInstance(error)) error.stack = "";
    throw error;
  }
}

/** Opens a context on a configuration; what it opens is kept for its life. */
export function openContext(
  config: ConfigurationReader,
  // biome-ignore lint/suspicious/noConsole: what a provider prints is shown under the stack; it has no other voice.
  tell: (line: string) => void = console.log,
): Context {
  const configuration = readConfiguration(config, process.env);
  const accounts = new Map<VendorName, Promise<Account>>();
  const open = async (name: VendorName): Promise<Account> => {
    const definition = vendorDefinitions[name];
    if (definition === undefined) throw new Error(`no vendor ${name}`);
    return shareAccount(definition.connect(await configuration.settings(definition)));
  };
  return {
    defaultVendor: configuration.defaultVendor,
    definition: (name) => vendorDefinitions[name],
    settleMilliseconds: configuration.settleMilliseconds,
    now: () => configuration.now(),
    isUnknown: (value) => value === unknownValue,
    tell,
    account(name) {
      const account = accounts.get(name) ?? open(name);
      accounts.set(name, account);
      account.catch(() => accounts.delete(name));
      return account;
    },
  };
}
