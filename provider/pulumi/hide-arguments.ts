import { printable } from "../domain/characters";
import { isDeep } from "../domain/is-deep";
import type { Properties } from "../domain/properties";
import { redactor } from "../http/redact";
import type { Failure } from "../lifecycle/arguments/failure";
import { namesIn } from "./names-in";

// What is shorter is a word of the message as well.
const shortestHidden = 4;

/**
 * A failure that shows nothing of the arguments which the program has marked as secret: `secretArguments` names them. The engine prints
 * the value of the property that a failure names, also a secret one; that the reason names it has to be enough.
 */
export function withoutSecrets(news: Properties): (failure: Failure) => Failure {
  const secretArguments = namesIn(news.secretArguments);
  // What is deep is refused without a word of what is in it.
  const given = secretArguments.map((name) => news[name]).filter((value) => !isDeep(value));
  const texts = given.flatMap(textsIn).filter(({ length }) => length >= shortestHidden);
  const hide = redactor([...new Set(texts.flatMap(quotedForms))]);
  return ({ property, reason }) => ({
    property: secretArguments.includes(property.replace(/[.[].*/s, "")) ? "" : property,
    reason: hide(reason),
  });
}

// As a reason quotes it, which may have been made printable before.
function quotedForms(text: string): readonly string[] {
  return [text, JSON.stringify(text).slice(1, -1)].flatMap((form) => [form, printable(form)]);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
