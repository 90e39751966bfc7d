import type { Properties } from "../domain/properties";
import { secretSignature, signatureKey } from "../domain/secret-signature";
import { namesIn } from "./names-in";

// A dynamic provider is given plain values, and what it gives may be marked as secret.

/** The properties with the names of the outputs to hide, so that the next run knows them, too. */
export function withNames(properties: Record<string, unknown>, given: Properties): Record<string, unknown> {
  const names = namesIn(given.secretOutputs);
  return names.length > 0 ? { ...properties, secretOutputs: names } : properties;
}

/** The properties with those outputs marked as secret which `secretOutputs` names: the constructor knows them, the engine does not. */
export function withSecrets(properties: Record<string, unknown>, given: Properties): Record<string, unknown> {
  const hidden = namesIn(given.secretOutputs)
    .filter((name) => properties[name] !== undefined && properties[name] !== null)
    .map((name) => [name, { [signatureKey]: secretSignature, value: properties[name] }]);
  return withNames({ ...properties, ...Object.fromEntries(hidden) }, given);
}

/** Whether other outputs have to be secret from now on. */
export function hidesOthers(olds: Properties, news: Properties): boolean {
  return namesIn(olds.secretOutputs).join() !== namesIn(news.secretOutputs).join();
}
