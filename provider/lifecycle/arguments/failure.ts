import type { z } from "zod";
import {
  argumentNames,
  argumentSchema,
  criterionNames,
  type NumberArguments,
} from "../../domain/argument-schema";
import { type PhoneError, RefusedError } from "../../domain/errors";

/** One fault of the arguments: which, and what is wrong and what to do. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** A failure whose reason names the argument it is about. */
export function fault(property: string, reason: string): Failure {
  return { property, reason: `${property}: ${reason}` };
}

/** An error as a failure of the argument it names; a fault of keys or vendor is the vendor's. */
export function failureOf(error: PhoneError): Failure {
  const refusedSearch = RefusedError.isInstance(error) && error.details.operation === "search";
  const { argument = refusedSearch ? "search" : "vendor" } = error.details;
  const isArgument = argumentNames.some((name) => argument === name || argument.startsWith(`${name}.`));
  return { property: isArgument ? argument : "vendor", reason: error.message };
}

/** Arguments as far as their form is right, and what is wrong with the others. */
export interface ParsedArguments {
  readonly args: NumberArguments;
  readonly failures: readonly Failure[];
  /** The names of the arguments at fault, which are not in `args`. */
  readonly faulty: readonly string[];
}

/** Parses what a program gave. One argument at fault does not hide the faults of the others. */
export function parseArguments(given: Readonly<Record<string, unknown>>): ParsedArguments {
  const parsed = argumentSchema.safeParse(given);
  if (parsed.success) return { args: parsed.data, failures: [], faulty: [] };
  const { issues } = parsed.error;
  const faulty = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
  );
  const sound = Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.includes(name)));
  return { args: argumentSchema.parse(sound), failures: issues.flatMap(issueFailures), faulty };
}

function issueFailures(issue: z.core.$ZodIssue): Failure[] {
  const property = issue.path.reduce<string>(
    (path, part) =>
      typeof part === "number" ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const names = property === "" ? argumentNames : criterionNames;
    return issue.keys.map((key) =>
      fault(property === "" ? key : `${property}.${key}`, `is unknown. Known are: ${names.join(", ")}.`),
    );
  }
  return [fault(property, `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}.`)];
}
