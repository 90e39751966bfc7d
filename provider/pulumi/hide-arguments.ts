import type { Properties } from "../domain/properties";
import { redactor } from "../http/redact";
import type { Failure } from "../lifecycle/arguments/failure";

// What is shorter is a word of the message as well.
const shortestHidden = 4;

/**
 * A failure that shows nothing of the arguments which the program has marked as secret: `secretArguments` names them. The engine prints
 * the value of the property that a failure names, also a secret one; that the reason names it has to be enough.
 */
export function withoutSecrets(news: Properties): (failure: Failure) => Failure {
  const { secretArguments } = news;
  if (!Array.isArray(secretArguments)) return (failure) => failure;
  const hide = redactor(
    secretArguments.flatMap((name) => textsIn(news[name])).filter(({ length }) => length >= shortestHidden),
  );
  return ({ property, reason }) => ({
    property: secretArguments.includes(/^[^.[]*/.exec(property)?.[0]) ? "" : property,
    reason: hide(reason),
  });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
