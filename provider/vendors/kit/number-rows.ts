import type { Offer, OwnedNumber } from "../vendor";

/** A number of the account, as far as the vendor tells: members that are left out are told by nothing. */
export function ownedNumber(
  told: Pick<OwnedNumber, "e164" | "vendorId"> & Partial<OwnedNumber>,
): OwnedNumber {
  return { ...untoldOfOwned, ...told };
}

/** A number for sale, as far as the vendor tells. */
export function offer(told: Pick<Offer, "e164"> & Partial<Offer>): Offer {
  return { ...untoldOfOffer, ...told };
}

const untoldOfOwned: Omit<OwnedNumber, "e164" | "vendorId"> = {
  status: null,
  statusReason: null,
  monthlyPrice: null,
  renewsAt: null,
  agent: null,
  subaccount: null,
  alias: null,
  capabilities: [],
  region: null,
  purchasedAt: null,
};

const untoldOfOffer: Omit<Offer, "e164"> = {
  monthlyPrice: null,
  setupPrice: null,
  type: null,
  place: null,
  capabilities: [],
  restriction: null,
  terms: null,
};
