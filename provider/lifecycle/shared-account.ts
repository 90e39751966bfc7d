import { lookFor } from "../purchase/look-for";
import { OfferPool } from "../purchase/offer-pool";
import { ProgramPicks } from "../purchase/program-picks";
import { SharedLooks } from "../purchase/shared-looks";
import type { OwnedNumber, Vendor } from "../vendors/vendor";
import type { Account } from "./context";

/** Shares one account among all resources of the process. */
export function shareAccount(
  opened: Pick<Account, "vendor" | "settleMs" | "now">,
  formerNames: (claim: string) => readonly string[],
): Account {
  const { vendor } = opened;
  let list: SharedList | undefined;
  let hasWaited = false;
  const offers = new OfferPool(vendor, formerNames);
  return {
    ...opened,
    offers,
    programPicks: new ProgramPicks(vendor, offers),
    looks: new SharedLooks(vendor, offers),
    async listed(number) {
      // A second request for a number means: refresh the list.
      if (list === undefined || list.served.has(number.e164)) list = shareList(vendor);
      const asked = list;
      asked.served.add(number.e164);
      try {
        return (await asked.numbers).get(number.e164);
      } catch (error) {
        if (list === asked) list = undefined;
        throw error;
      }
    },
    async seenLater(number) {
      if (vendor.definition.capabilities.get || hasWaited) return undefined;
      const owned = await lookFor(opened, number);
      // That it shows after all is no reason to believe the list of the next number.
      hasWaited = owned === undefined;
      return owned;
    },
    changed() {
      list = undefined;
      offers.moved();
    },
  };
}

interface SharedList {
  readonly numbers: Promise<ReadonlyMap<string, OwnedNumber>>;
  readonly served: Set<string>;
}

function shareList(vendor: Vendor): SharedList {
  const numbers = vendor.list().then((owned) => new Map(owned.map((each) => [each.e164, each])));
  return { numbers, served: new Set() };
}
