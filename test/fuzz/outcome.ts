import { PhoneError } from "../../provider/domain/errors";
import { UnfinishedResource } from "../../provider/lifecycle/steps/keep-state";
import { vendorDefinitions } from "../../provider/vendors";
import { keysIn } from "../support/key-leaks";

/** What became of something: a value, or the error that it ended with. */
export type Outcome<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "error"; readonly error: unknown };

export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: "value", value: await work() };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** Thrown where the product does what it must not. */
export class Broken extends Error {
  override readonly name = "Broken";
}

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Broken(what);
}

/** The longest message: what a person reads, and no vendor's whole answer. */
const longestMessage = 4_000;

/**
 * Whether an error is one that a reader can do something with: of this package, with what happened and what to do, short, and
 * without what a terminal obeys.
 */
export function mustBeTyped(error: unknown, where: string): void {
  const isOurs = PhoneError.isInstance(error) || error instanceof UnfinishedResource;
  must(isOurs, `${where}: an error of no class of this package: ${described(error)}`);
  mustBeReadable((error as Error).message, where);
}

/** Whether a text can be printed: short, in one piece, and nothing in it that a terminal obeys. */
export function mustBeReadable(text: string, where: string): void {
  must(text.length <= longestMessage, `${where}: says ${text.length} characters: ${text.slice(0, 200)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.exec(text);
  must(control === null, `${where}: says what a terminal obeys: ${JSON.stringify(text.slice(0, 300))}`);
  must(!/\p{Cs}/u.test(text), `${where}: says half a character: ${JSON.stringify(text.slice(0, 300))}`);
  must(!/\[object |function |native code/.test(text), `${where}: says nonsense: ${text}`);
  mustHideKeys(text, where);
}

let hidden: readonly string[] = [];

/** The vendor's keys that this configuration has, which no text of the case that begins may show. */
export function hideKeys(vendor: string, configuration: ReadonlyMap<string, string>): void {
  const keys = Object.values(vendorDefinitions.find(({ name }) => name === vendor)?.keys ?? {});
  const values = keys
    .filter(({ secret }) => secret)
    .map(({ config }) => configuration.get(`phone:${config}`));
  hidden = values.filter((value) => value !== undefined);
  must(hidden.length > 0, `no key of ${vendor} is known`);
}

/** Whether a text has no part of such a key: plain, in base64, or URL-encoded. */
export function mustHideKeys(text: string, where: string): void {
  const told = keysIn(hidden, [[where, text]]);
  must(told.length === 0, `a key is told: ${told}`);
}

export function described(error: unknown): string {
  if (!(error instanceof Error)) return `a ${typeof error}`;
  return (error.stack ?? `${error.name}: ${error.message}`).split("\n").slice(0, 6).join(" | ");
}
