import type { Properties } from "../domain/properties";
import { secretSignature, signatureKey } from "../domain/secret-signature";
import { namesIn } from "./names-in";

// A dynamic provider is given plain values, and what it gives may be marked as secret.

const lists = ["secretOutputs", "secretArguments"] as const;

/** The properties with the names of what is to be hidden, so that the next run knows them, too. */
export function withNames(properties: Record<string, unknown>, given: Properties): Record<string, unknown> {
  const named = lists.map((list) => [list, namesIn(given[list])] as const);
  return { ...properties, ...Object.fromEntries(named.filter(([, names]) => names.length > 0)) };
}

/** The properties with those outputs marked as secret which `secretOutputs` names: the constructor knows them, the engine does not. */
export function withSecrets(properties: Record<string, unknown>, given: Properties): Record<string, unknown> {
  return withNames(marked(properties, namesIn(given.secretOutputs)), given);
}

/**
 * The state that an error carries: after an update that failed it has what was asked for before, whose secrets the new inputs need not
 * name, and which the engine therefore would not mark.
 */
export function withSecretsBefore(
  properties: Record<string, unknown>,
  given: Properties,
  before: Properties,
): Record<string, unknown> {
  const named = Object.fromEntries(
    lists.map((list) => [list, [...new Set([before, given].flatMap((each) => namesIn(each[list])))]]),
  );
  return withNames(
    marked(properties, [...namesIn(named.secretOutputs), ...namesIn(before.secretArguments)]),
    named,
  );
}

/** Whether other outputs have to be secret from now on. */
export function hidesOthers(olds: Properties, news: Properties): boolean {
  return namesIn(olds.secretOutputs).join() !== namesIn(news.secretOutputs).join();
}

function marked(properties: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  // What was attempted may be what is hidden: a digest of a few digits hides nothing.
  const hidden = (names.length > 0 ? [...names, "attempted"] : names)
    .filter((name) => properties[name] !== undefined && properties[name] !== null)
    .map((name) => [name, { [signatureKey]: secretSignature, value: properties[name] }]);
  return { ...properties, ...Object.fromEntries(hidden) };
}
