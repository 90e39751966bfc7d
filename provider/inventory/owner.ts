import { ArgumentError } from "../domain/errors";
import { chooseVendor } from "../lifecycle/arguments/choose-vendor";
import type { Failure } from "../lifecycle/arguments/failure";
import { parseArguments } from "../lifecycle/arguments/parse";
import type { Context } from "../lifecycle/context";
import type { VendorDefinition } from "../vendors/vendor";
import type { AnyOwner } from "./asked-and-found";

/** The vendor that is meant. Throws ArgumentError. */
export function definitionOf(context: Context, { vendor, account }: AnyOwner): VendorDefinition {
  const named = Object.entries({ vendor, account }).filter(([, value]) => value !== undefined);
  const { args, failures: faults } = parseArguments(Object.fromEntries(named));
  refuse(faults);
  const { definition, failures } = chooseVendor(context, args);
  refuse(failures);
  if (definition === undefined) throw new Error("a vendor is decided, or there is a failure");
  return definition;
}

/** Refuses what is no object, which a program without types may give. Throws ArgumentError. */
export function requireObject(given: unknown, name: string, example: string): void {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  throw new ArgumentError("must be an object", {
    argument: name,
    nextStep: `Nothing was sent to the vendor. Give one such as ${example}.`,
  });
}

/** Throws the first failure as an ArgumentError. Here the criteria are the query itself, not an entry of a list. */
export function refuse(failures: readonly Failure[]): void {
  const [first] = failures;
  if (first === undefined) return;
  const reason = first.reason.startsWith(`${first.property}: `)
    ? first.reason.slice(first.property.length + 2)
    : first.reason;
  throw new ArgumentError(reason.replace(/\.$/, ""), {
    argument: first.property.replace(/^search\[0\]\./, ""),
    nextStep: "Nothing was sent to the vendor.",
  });
}
