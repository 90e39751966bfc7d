import type { NumberArguments, SearchCriteria } from "../domain/arguments";
import type { VendorDefinition } from "../vendors/vendor";
import type { Failure } from "./failure";

/** The arguments that this vendor cannot honour, each with what to do instead. All of it is read from its capabilities. */
export function capabilityFailures(
  { name, capabilities, options, searchFailures }: VendorDefinition,
  args: NumberArguments,
  unknown: readonly string[],
): Failure[] {
  const failures: Failure[] = [];
  const refuse = (property: string, reason: string) =>
    failures.push({ property, reason: `${property}: ${name} ${reason}` });
  const given = (argument: keyof NumberArguments) =>
    args[argument] !== undefined || unknown.includes(argument);

  if (given("agent") && capabilities.agent === null) {
    refuse("agent", "has no API to bind an agent: leave agent out and set it in the vendor's dashboard.");
  }
  if (given("subaccount") && !capabilities.subaccount) {
    refuse(
      "subaccount",
      "cannot move numbers between subaccounts: leave subaccount out and use the subaccount's own keys.",
    );
  }
  if (given("alias") && capabilities.label === null)
    refuse("alias", "has no label for numbers: leave alias out.");
  if (given("number") && !capabilities.exactNumber)
    refuse("number", "does not sell chosen numbers: leave number out.");
  if (args.type !== undefined && !capabilities.types.includes(args.type)) {
    refuse("type", `sells ${capabilities.types.join(", ")}, not "${args.type}".`);
  }
  for (const [index, criteria] of (args.search ?? []).entries()) {
    for (const criterion of Object.keys(criteria) as (keyof SearchCriteria)[]) {
      if (capabilities.search?.includes(criterion)) continue;
      const can = capabilities.search ? `only by ${capabilities.search.join(", ")}` : "not at all";
      refuse(`search[${index}].${criterion}`, `cannot search by it, ${can}.`);
    }
    for (const { criterion, reason } of searchFailures(criteria, args.type)) {
      failures.push({
        property: `search[${index}].${criterion}`,
        reason: `search[${index}].${criterion}: ${reason}`,
      });
    }
  }
  if (args.vendorOptions !== undefined) {
    for (const issue of options.safeParse(args.vendorOptions).error?.issues ?? []) {
      const keys = issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")];
      for (const key of keys)
        refuse(
          `vendorOptions.${key}`,
          issue.code === "unrecognized_keys" ? "has no such option." : `${issue.message}.`,
        );
    }
  }
  return failures;
}
