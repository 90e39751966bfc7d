import { argumentNames } from "../../domain/argument-schema";
import { longestMessage, printable, shortened } from "../../domain/characters";
import { type PhoneError, RefusedError } from "../../domain/errors";

/** One fault of the arguments: which, and what is wrong and what to do. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** A failure whose reason names the argument it is about. */
export function fault(property: string, reason: string): Failure {
  return { property, reason: shortened(printable(`${property}: ${reason}`), longestMessage) };
}

/** An argument that says nothing beside one that names the number. */
export function pointless(property: string, beside: "number" | "adopt"): Failure {
  return fault(property, `has no effect beside ${beside}, which names the number. Leave one of them out.`);
}

/** An error as a failure of the argument it names; a fault of keys or vendor is the vendor's. */
export function failureOf(error: PhoneError): Failure {
  const refusedSearch = RefusedError.isInstance(error) && error.details.operation === "search";
  const { argument = refusedSearch ? "search" : "vendor" } = error.details;
  const isArgument = argumentNames.some((name) => argument === name || argument.startsWith(`${name}.`));
  return { property: isArgument ? argument : "vendor", reason: error.message };
}
