import { printable } from "../domain/characters";
import { isDeep } from "../domain/is-deep";
import type { Properties } from "../domain/properties";
import { type Redact, redactor } from "../http/redact";
import type { Failure } from "../lifecycle/arguments/failure";
import type { Context } from "../lifecycle/context";
import { UnfinishedResource } from "../lifecycle/steps/keep-state";
import { changeableNames } from "../vendors/vendor";
import { namesIn } from "./names-in";

// What is shorter is a word of the message as well.
const shortestHidden = 4;

// A number is found by what is said of the others.
const noPartOfNumbers: readonly string[] = [...changeableNames, "vendorOptions", "maxMonthlyPrice"];

/**
 * A failure that shows nothing of the arguments which the program has marked as secret: `secretArguments` names them. The engine prints
 * the value of the property that a failure names, also a secret one; that the reason names it has to be enough.
 */
export function withoutSecrets(news: Properties): (failure: Failure) => Failure {
  const secretArguments = namesIn(news.secretArguments);
  const hide = hiding([news], secretArguments);
  return ({ property, reason }) => ({
    property: secretArguments.includes(property.replace(/[.[].*/s, "")) ? "" : property,
    reason: hide(reason),
  });
}

/**
 * Takes out of a text what these properties, of the program or of a state, have in arguments that are marked as secret; by default of those
 * alone that are no part of a number, without which nobody could find it.
 */
export function hiding(all: readonly Properties[], names: readonly string[] = noPartOfNumbers): Redact {
  const given = all.flatMap((properties) =>
    namesIn(properties.secretArguments)
      .filter((name) => names.includes(name))
      .map((name) => [name, properties[name]] as const)
      // What is deep is refused without a word of what is in it.
      .filter(([, value]) => !isDeep(value)),
  );
  const texts = given.flatMap(([name, value]) => {
    // The digits of an option may be those that a number begins with, and tokens are to be written again.
    const isNeeded = (text: string) =>
      name === "vendorOptions" && /^(\d*|[\da-f]{12}([\s,]+[\da-f]{12})*)$/.test(text);
    return textsIn(value).filter((text) => !isNeeded(text));
  });
  const secrets = texts.filter(({ length }) => length >= shortestHidden).flatMap(quotedForms);
  const hideTexts: Redact = secrets.length === 0 ? (text) => text : redactor([...new Set(secrets)]);
  // By itself it may be any figure of the message.
  const amounts = given.filter(([, value]) => typeof value === "number");
  return (text) =>
    amounts.reduce(
      (clean, [name, value]) => clean.replaceAll(`${name} ${value}`, `${name} [redacted]`),
      hideTexts(text),
    );
}

/** A context that tells nothing of them. */
export function telling<C extends Pick<Context, "tell" | "tellOnce">>(context: C, hide: Redact): C {
  return {
    ...context,
    tell: (line: string) => context.tell(hide(line)),
    tellOnce: (line: string) => context.tellOnce(hide(line)),
  };
}

/** Cleans what the engine prints of an error. The state that it may carry keeps its values, which are marked there. */
export function hideInMessage(error: unknown, hide: Redact): void {
  if (!(error instanceof Error)) return;
  error.message = hide(error.message);
  if (error instanceof UnfinishedResource) error.reasons = error.reasons.map(hide);
}

// As a reason quotes it, which may have been made printable before.
function quotedForms(text: string): readonly string[] {
  return [text, JSON.stringify(text).slice(1, -1)].flatMap((form) => [form, printable(form)]);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
