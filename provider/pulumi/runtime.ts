import { PhoneError } from "../domain/errors";
import { json, type Properties } from "../domain/properties";
import type { ConfigurationReader } from "../host/configuration";
import { failureOf } from "../lifecycle/arguments/failure";
import { check as checkArguments } from "../lifecycle/check";
import type { Context } from "../lifecycle/context";
import { create as createNumber } from "../lifecycle/create";
import { remove as removeNumber } from "../lifecycle/delete";
import { diff as diffNumber } from "../lifecycle/diff";
import { read as readNumber } from "../lifecycle/read";
import {
  asSeen,
  inputProperties,
  type NumberState,
  outputs,
  readInputs,
  readState,
  withoutPinned,
} from "../lifecycle/state";
import { keepState, UnfinishedResource } from "../lifecycle/steps/keep-state";
import { forgetPurchases } from "../lifecycle/steps/resume";
import { update as updateNumber } from "../lifecycle/update";
import { hideInMessage, hiding, telling, withoutSecrets } from "./hide-arguments";
import { hidesOthers, withNames, withSecrets, withSecretsBefore } from "./hide-outputs";
import { guarded, requireConfiguredKeys } from "./open-context";

/**
 * The lifecycle in the shape of Pulumi's dynamic providers, which both fronts call. The dynamic provider's stored text calls these functions by name, also
 * the text of older versions: names and parameters are a contract with every state ever written.
 */

/** Validates arguments, and picks the number a new resource would buy. */
export function check(config: ConfigurationReader, olds: Properties, news: Properties) {
  const shown = withoutSecrets(news);
  return discreet(config, [news], async (context) => {
    requireConfiguredKeys(config, context);
    const { secretOutputs, secretArguments, ...given } = news;
    const { inputs, failures } = await checkArguments(context, olds, given);
    return { inputs: withNames(json(inputs), news), failures: failures.map(shown) };
  }).catch((error: unknown) => {
    if (!PhoneError.isInstance(error)) throw error;
    return { inputs: { ...news }, failures: [shown(failureOf(error))] };
  });
}

/** Tells whether an update is needed, or another number in the place of this one. */
export function diff(config: ConfigurationReader, _id: string, olds: Properties, news: Properties) {
  return guarded(config, async (context) => {
    const difference = await diffNumber(context, readState(olds), news);
    const changes = difference.changes || hidesOthers(olds, news);
    return { ...difference, changes, replaces: [...difference.replaces] };
  });
}

/** Buys one number. */
export function create(config: ConfigurationReader, inputs: Properties) {
  return discreet(config, [inputs], async (context) => {
    await openAccount(context, inputs);
    const checked = readInputs(inputs);
    const ended = (e164?: string) => forgetPurchases(context, checked.claim, e164);
    try {
      const state = await goingOn(context, checked.claim, (before) =>
        before === undefined ? createNumber(context, checked) : updateNumber(context, before, checked),
      );
      afterReply(() => ended(state.observed.e164));
      return { id: state.observed.e164, outs: withSecrets(outputs(withoutPinned(state)), inputs) };
    } catch (error) {
      if (error instanceof UnfinishedResource) afterReply(ended);
      throw error;
    }
  }).catch((error: unknown) => throwWithText(error, inputs));
}

/**
 * Makes a number from where an earlier try of this run has left it, see {@link Context.unfinished}. The engine keeps of several tries what the
 * last one has told: a state that one of them has ended in goes with every error after it.
 */
async function goingOn(
  { unfinished }: Context,
  claim: string,
  make: (left: NumberState | undefined) => Promise<NumberState>,
): Promise<NumberState> {
  try {
    const left = unfinished.get(claim);
    const state = await (left === undefined ? make(left) : keepState(left, () => make(left)));
    unfinished.delete(claim);
    return state;
  } catch (error) {
    if (error instanceof UnfinishedResource) unfinished.set(claim, readState(error.properties));
    throw error;
  }
}

/** Throws MissingKeyError: without a key check has picked nothing, and what its inputs lack says nothing of the reason. */
async function openAccount(context: Context, { vendor, account }: Properties): Promise<void> {
  if (typeof vendor !== "string") return;
  await context.account({ vendor, account: typeof account === "string" ? account : undefined });
}

// Once the engine has the result it keeps a pending operation or a state: the journal stands in for a plugin that dies before. A
// record that could not be removed is told from one that counts by the history of the stack.
function afterReply(step: () => Promise<void>): void {
  setTimeout(() => void step().catch(() => {}), 20);
}

/** Looks at a number; an empty result tells the engine that it is gone. */
export function read(config: ConfigurationReader, _id: string, props: Properties) {
  return discreet(config, [props], async (context) => {
    const state = await readNumber(context, readState(props));
    return state === undefined
      ? {}
      : {
          id: state.observed.e164,
          props: withSecrets(outputs(state), props),
          inputs: withNames(inputProperties(asSeen(state)), props),
        };
  });
}

/** Changes a number in place. */
export function update(config: ConfigurationReader, _id: string, olds: Properties, news: Properties) {
  return discreet(config, [olds, news], async (context) => {
    const before = readState(olds);
    const checked = readInputs(news);
    const state = await goingOn(context, checked.claim, (left) => {
      if (left === undefined) return updateNumber(context, before, checked);
      // A date that only this run has read ends nothing in it, as no preview has said so.
      const observed = { ...left.observed, renewsAt: before.observed.renewsAt };
      return updateNumber(context, { ...left, observed }, checked);
    });
    const outs = withSecrets(outputs(withoutPinned(state)), news);
    if (before.observed.status === "unsettled") afterReply(() => forgetPurchases(context, checked.claim));
    return { outs };
  }).catch((error: unknown) => throwWithText(error, news, olds));
}

/** Releases a number. */
function remove(config: ConfigurationReader, _id: string, props: Properties) {
  return discreet(config, [props], (context) => removeNumber(context, readState(props)));
}

export { remove as delete };

// Pulumi adds the provider's text to what a method returns, and not to the state that an error carries. State without the text
// can be neither refreshed nor deleted.
function throwWithText(error: unknown, given: Properties, before: Properties = {}): never {
  const { __provider } = given;
  if (error instanceof UnfinishedResource)
    Object.assign(
      error.properties,
      withSecretsBefore(error.properties, given, before),
      __provider && { __provider },
    );
  throw error;
}

/** Handles a call of which nothing that the program, or the state, has marked as secret is told. */
function discreet<T>(
  config: ConfigurationReader,
  given: readonly Properties[],
  handle: (context: Context) => Promise<T>,
): Promise<T> {
  const hide = hiding(given);
  return guarded(config, (context) => handle(telling(context, hide))).catch((error: unknown) => {
    hideInMessage(error, hide);
    throw error;
  });
}
