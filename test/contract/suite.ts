import { describe } from "vitest";
import type { ContractFixture } from "../../provider/vendors/kit/contract-fixture";
import { isLacking, type VendorDefinition } from "../../provider/vendors/vendor";
import type { StandInFactory } from "../../sandbox";
import { Lab } from "./lab";
import { changeRules } from "./rules/changes";
import { faultRules } from "./rules/faults";
import { fieldRules } from "./rules/field";
import { ownedRules } from "./rules/owned";
import { purchaseRules } from "./rules/purchase";
import { searchRules } from "./rules/search";

/**
 * What every vendor's adapter owes to the lifecycle, over real HTTP against its stand-in. What the capabilities say that the
 * vendor cannot do is not asked for.
 */
export function describeVendor(
  definition: VendorDefinition,
  fixture: ContractFixture,
  standIns: readonly StandInFactory[] = [],
): void {
  describe(definition.name, () => {
    // Once and in words, where every test would fail for it in its own.
    const gaps = [...standInGaps(definition, standIns), ...fixtureGaps(definition, fixture)];
    if (gaps.length > 0) throw new Error(gaps.join("\n"));
    const lab = new Lab(definition, fixture, { standIns });
    searchRules(lab);
    purchaseRules(lab);
    ownedRules(lab);
    changeRules(lab);
    faultRules(lab);
    fieldRules(lab);
  });
}

/** What is wrong with the stand-ins that were added for a vendor; a vendor of the package needs none. */
function standInGaps({ name }: VendorDefinition, standIns: readonly StandInFactory[]): string[] {
  if (standIns.length === 0 || standIns.some(({ vendor }) => vendor === name)) return [];
  const others = standIns.map(({ vendor }) => JSON.stringify(vendor)).join(", ");
  return [
    `the stand-in's vendor is ${others}, and the definition's name is ${JSON.stringify(name)}: they must be the same`,
  ];
}

const requiredOfFixture = [
  "country",
  "criteria",
  "pageSize",
  "testNumber",
  "testRange",
  "testPrefix",
  "wrongKeys",
] as const satisfies readonly (keyof ContractFixture)[];

/** What a fixture lacks, or has too much, for what the vendor says of itself. A module in JavaScript has no compiler to tell. */
export function fixtureGaps(
  { capabilities, keys }: VendorDefinition,
  fixture: Partial<ContractFixture>,
): string[] {
  const missing = (name: string, because = "every fixture has it") =>
    `contract.${name} is missing: ${because}`;
  const { criteria, wrongKeys, unknownAgent, unknownSubaccount } = fixture;
  return [
    ...requiredOfFixture.filter((name) => fixture[name] === undefined).map((name) => missing(name)),
    ...capabilities.search
      .filter((name) => criteria !== undefined && criteria[name] === undefined)
      .map((name) => missing(`criteria.${name}`, `capabilities.search names ${name}`)),
    ...Object.keys(wrongKeys ?? {})
      .filter((name) => !Object.hasOwn(keys, name))
      .map(
        (name) =>
          `contract.wrongKeys.${name} is no key of the definition: known are ${Object.keys(keys).join(", ")}`,
      ),
    ...(isLacking(capabilities.agent) || unknownAgent !== undefined
      ? []
      : [missing("unknownAgent", "capabilities.agent has agents")]),
    ...(isLacking(capabilities.subaccount) || unknownSubaccount !== undefined
      ? []
      : [missing("unknownSubaccount", "capabilities.subaccount has subaccounts")]),
  ];
}
