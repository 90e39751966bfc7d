import type { Properties } from "../../domain/properties";
import { unknownValue } from "../../domain/unknown-value";
import type { ConfigurationReader } from "../../host/configuration";
import type { AnyQuery } from "../../inventory/asked-and-found";
import { listNumbers } from "../../inventory/list-numbers";
import { searchNumbers } from "../../inventory/search-numbers";
import { compareArguments } from "../../lifecycle/arguments/compare";
import { importNumber as importOwned, lookUp } from "../../lifecycle/import";
import { changeableOutputs } from "../../lifecycle/observed";
import { inputProperties, type NumberState, outputs, readState, withImportOf } from "../../lifecycle/state";
import { changesLeft } from "../../lifecycle/steps/apply";
import { foreseenOutputs } from "../../lifecycle/steps/foreseen";
import { withSecrets } from "../hide-outputs";
import { guarded, requireConfiguredKeys } from "../open-context";

// What a plugin is asked beside the lifecycle that both fronts have.

/** Takes a number that an account owns into the stack, by whatever it is called. */
export function importNumber(config: ConfigurationReader, claim: string, id: string) {
  return guarded(config, async (context) => {
    requireConfiguredKeys(config, context);
    return asRead(await importOwned(context, claim, id));
  });
}

/** Looks at a number of an account without taking it into the stack. */
export function getNumber(config: ConfigurationReader, claim: string, id: string) {
  return guarded(config, async (context) => asRead(await lookUp(context, claim, id)));
}

/**
 * The state of an imported number with what the program has asked of it since. What it asks `now` as it was seen is no change: the engine keeps that
 * among the inputs of later runs, and the state does not have it.
 */
export function withAsked(state: Properties, inputs: Properties, now: Properties = {}): Properties {
  if (state.imported !== true) return state;
  const asked = changeableOutputs.flatMap(({ output, argument }) => {
    const value = inputs[argument] ?? (now[argument] === state[output] ? now[argument] : undefined);
    return state[argument] === undefined && value !== undefined ? [[argument, value]] : [];
  });
  return { ...state, ...Object.fromEntries(asked) };
}

/** The arguments that differ from what was asked before, or from what was seen last. */
export function differingArguments(olds: Properties, news: Properties): readonly string[] {
  const state = readState(olds);
  const { inForce, choosing } = compareArguments(state.args, withImportOf(state, news));
  const drifted = state.observed.status === "released" ? {} : changesLeft(state);
  return [...new Set([...inForce, ...choosing, ...Object.keys(drifted)])];
}

/** What a preview can tell of the outputs: of a new number, or of one that has old outputs. What is not known is Pulumi's mark of that. */
export function foresee(config: ConfigurationReader, news: Properties, olds?: Properties) {
  return guarded(config, async (context) => {
    const outs = foreseenOutputs(context, unknownValue, news, olds && readState(olds));
    return { outs: withSecrets(outs, news) };
  });
}

/** What is free, and what the account owns: functions of a plugin. */
export const inventory: Readonly<
  Record<string, (config: ConfigurationReader, args: Properties) => Promise<readonly object[]>>
> = {
  searchNumbers: (config: ConfigurationReader, query: Properties) =>
    guarded(config, async (context) => {
      requireConfiguredKeys(config, context);
      return searchNumbers(context, query as unknown as AnyQuery);
    }),
  listNumbers: (config: ConfigurationReader, owner: Properties) =>
    guarded(config, async (context) => {
      requireConfiguredKeys(config, context);
      return listNumbers(context, owner);
    }),
};

function asRead(state: NumberState) {
  return { id: state.observed.e164, props: outputs(state), inputs: inputProperties(state) };
}
