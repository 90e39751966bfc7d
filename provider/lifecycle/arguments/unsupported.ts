import { z } from "zod";
import { notAnId } from "../../domain/argument-schema";
import { isPathSegment } from "../../domain/characters";
import type { NumberArguments, SearchCriteria } from "../../domain/number-arguments";
import { withoutTrunkPrefix } from "../../domain/numbering-plan";
import {
  changeable,
  changeableNames,
  isLacking,
  type Lacking,
  type VendorDefinition,
} from "../../vendors/vendor";
import { askDefinition } from "./ask-definition";
import { type Failure, fault, pointless } from "./failure";
import { issueMessage } from "./issue-message";

/**
 * The arguments that this vendor cannot honour, each with what to do instead. All of it is read from its capabilities.
 *
 * @param isOwned Whether the account owns the number already: then it need not be for sale.
 */
export function unsupportedArguments(
  definition: VendorDefinition,
  args: NumberArguments,
  unknown: readonly string[],
  isOwned = args.adopt !== undefined,
): Failure[] {
  const { name, capabilities } = definition;
  const failures: Failure[] = [];
  const given = (argument: keyof NumberArguments) =>
    args[argument] !== undefined || unknown.includes(argument);
  const refuse = (property: string, reason: string) => failures.push(fault(property, `${name} ${reason}`));
  const lacks = (argument: keyof NumberArguments, member: object | Lacking | undefined, what: string) => {
    if (!given(argument) || !isLacking(member)) return;
    refuse(argument, `${what}: leave ${[argument, "out", member?.instead].filter(Boolean).join(" ")}.`);
  };

  for (const name of changeableNames) {
    const { capability, lacking } = changeable[name];
    lacks(name, capabilities[capability], lacking);
  }
  if (capabilities.purchase !== "number") {
    lacks("number", capabilities.purchase, "does not sell chosen numbers");
  }
  if (args.renewal === "off" && capabilities.release.when === "at-once" && !capabilities.renewalDate) {
    refuse(
      "renewal",
      "tells no date at which the rent is due, so it cannot be ended in time: leave renewal out, or remove the number when it is to end.",
    );
  }
  if (args.renewal === "off" && args.deletionProtection === true) {
    failures.push(fault("renewal", "off would release a number that is protected. Leave one of them out."));
  }
  const { agent, alias = "", country, type } = args;
  const { label } = capabilities;
  if (!isLacking(label) && label.longest !== undefined && [...alias].length > label.longest)
    refuse("alias", `takes a ${label.word} of ${label.longest} characters at most. Shorten it.`);
  const isAddress = !isLacking(capabilities.agent) && capabilities.agent.isAddress === true;
  if (agent !== undefined && agent !== "" && !isAddress && !isPathSegment(agent))
    failures.push(fault("agent", `${notAnId}.`));
  if (!isOwned && country !== undefined && capabilities.countries?.includes(country) === false) {
    refuse("country", `sells numbers of ${capabilities.countries.join(", ")}, not of ${country}.`);
  }
  if (type !== undefined && !capabilities.types.includes(type)) {
    refuse("type", `sells ${capabilities.types.join(", ")}, not "${type}".`);
  }
  for (const [index, criteria] of (args.search ?? []).entries()) {
    failures.push(...criteriaFailures(definition, args, criteria, `search[${index}]`));
  }
  failures.push(...optionFailures(definition, args));
  return failures;
}

const searchFaults = z.array(z.object({ criterion: z.string(), reason: z.string() })).default([]);

function criteriaFailures(
  { name, capabilities, searchFailures }: VendorDefinition,
  { type, country }: NumberArguments,
  criteria: SearchCriteria,
  place: string,
): Failure[] {
  const failures = (Object.keys(criteria) as (keyof SearchCriteria)[])
    .filter((criterion) => !capabilities.search.includes(criterion))
    .map((criterion) =>
      fault(
        `${place}.${criterion}`,
        `${name} cannot search by it, only by ${capabilities.search.join(", ")}.`,
      ),
    );
  for (const criterion of ["areaCode", "prefix"] as const) {
    const reason = dialledFirst(criteria[criterion], country);
    if (reason !== undefined) failures.push(fault(`${place}.${criterion}`, reason));
  }
  const { areaCode, prefix } = criteria;
  if (areaCode !== undefined && prefix !== undefined && !agree(areaCode, prefix)) {
    failures.push(
      fault(`${place}.prefix`, `no number starts with both ${areaCode} and ${prefix}. Leave one out.`),
    );
  }
  const failed = askDefinition(name, "searchFailures", searchFaults, () =>
    searchFailures?.(criteria, type, country),
  );
  for (const { criterion, reason } of failed) {
    failures.push(fault(`${place}.${criterion}`, reason));
  }
  return failures;
}

/** What is dialled before a number within the country is no part of it, and a search for it finds none. */
function dialledFirst(leading: string | undefined, country: string | undefined): string | undefined {
  if (leading === undefined || country === undefined) return undefined;
  const rest = withoutTrunkPrefix(leading, country);
  if (rest === undefined) return undefined;
  const dialled = leading.slice(0, leading.length - rest.length);
  const right = rest === "" ? "" : `: ${rest}`;
  return `write the digits without the leading ${dialled}${right}. It is dialled before a number in ${country}, and is no part of it.`;
}

function agree(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

const issuesOfOptions = z.object({
  error: z
    .object({
      issues: z.array(
        z.looseObject({
          path: z.array(z.union([z.string(), z.number(), z.symbol()])),
          message: z.string(),
          code: z.string().optional(),
          keys: z.array(z.string()).optional(),
        }),
      ),
    })
    .nullish(),
});

function optionFailures(
  { name, options, purchaseOptions = [] }: VendorDefinition,
  { vendorOptions, number }: NumberArguments,
): Failure[] {
  if (vendorOptions === undefined) return [];
  if (options === undefined) return [fault("vendorOptions", `${name} has none. Leave it out.`)];
  // Most of them choose among numbers; only those of the purchase have a meaning beside the number.
  const isPointless =
    number !== undefined && Object.keys(vendorOptions).some((each) => !purchaseOptions.includes(each));
  const issues = askDefinition(name, "options", issuesOfOptions, () => options.safeParse(vendorOptions));
  const failures = (issues.error?.issues ?? []).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? (issue.keys ?? []).map((key) => fault(`vendorOptions.${key}`, `${name} has no such option.`))
      : [
          fault(
            ["vendorOptions", ...issue.path.map(String)].join("."),
            `${name}: ${issueMessage(issue, vendorOptions)}.`,
          ),
        ],
  );
  return isPointless ? [pointless("vendorOptions", "number"), ...failures] : failures;
}
