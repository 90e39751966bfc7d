import { describe } from "vitest";
import type { ContractFixture } from "../../provider/vendors/kit/contract-fixture";
import type { VendorDefinition } from "../../provider/vendors/vendor";
import type { StandInFactory } from "../../sandbox";
import { Lab } from "./lab";
import { changeRules } from "./rules/changes";
import { faultRules } from "./rules/faults";
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
    const lab = new Lab(definition, fixture, { standIns });
    searchRules(lab);
    purchaseRules(lab);
    ownedRules(lab);
    changeRules(lab);
    faultRules(lab);
  });
}
