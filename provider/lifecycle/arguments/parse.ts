import type { z } from "zod";
import { argumentNames, argumentSchema, criterionNames } from "../../domain/argument-schema";
import { isDeep } from "../../domain/is-deep";
import { nearest } from "../../domain/nearest";
import type { NumberArguments } from "../../domain/number-arguments";
import { without } from "../../domain/properties";
import { type Failure, fault } from "./failure";
import { issueMessage } from "./issue-message";

/** Arguments as far as their form is right, and what is wrong with the others. */
export interface ParsedArguments {
  readonly args: NumberArguments;
  readonly failures: readonly Failure[];
  /** The names of the arguments at fault, which are not in `args`. */
  readonly faulty: readonly string[];
}

/** Parses what a program gave. One argument at fault does not hide the faults of the others. */
export function parseArguments(given: Readonly<Record<string, unknown>>): ParsedArguments {
  const deep = Object.keys(given).filter((name) => isDeep(given[name]));
  if (deep.length > 0) {
    const { args, failures, faulty } = parseArguments(without(given, deep));
    const told = deep.map((name) => fault(name, "is nested deeper than 100 levels. Make it flatter."));
    return { args, failures: [...told, ...failures], faulty: [...deep, ...faulty] };
  }
  const parsed = argumentSchema.safeParse(given);
  if (parsed.success) return { args: parsed.data, failures: [], faulty: [] };
  const { issues } = parsed.error;
  const faulty = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
  );
  const sound = Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.includes(name)));
  return {
    args: argumentSchema.parse(sound),
    failures: issues.flatMap((issue) => issueFailures(issue, given)),
    faulty,
  };
}

function issueFailures(issue: z.core.$ZodIssue, given: unknown): Failure[] {
  const property = issue.path.reduce<string>(
    (path, part) =>
      typeof part === "number" ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const names = property === "" ? argumentNames : criterionNames;
    return issue.keys.map((key) => {
      const meant = nearest(key, names);
      const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
      return fault(
        property === "" ? key : `${property}.${key}`,
        `is unknown.${hint} Known are: ${names.join(", ")}.`,
      );
    });
  }
  return [fault(property, `${issueMessage(issue, given)}.`)];
}
