import type { FreeNumber, OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { carrierOf, isSold, localityOf, regionOf } from "./carriers";
import { type Bolna, recordOf } from "./context";
import { ago, dollars, dollarText, englishDate, zonedTime } from "./formats";

/** A number for sale. */
export function searchRow(number: FreeNumber) {
  return {
    region: regionOf(number),
    friendly_name: varies(number.e164, "friendly name") ? null : number.e164,
    locality: localityOf(number),
    phone_number: number.e164,
    provider: carrierOf(number),
    price: dollars(number.monthlyPrice),
  };
}

/** A number of the account. */
export function ownedRow(bolna: Bolna, number: OwnedNumber) {
  const { updatedAt } = recordOf(bolna, number);
  const now = bolna.clock.now();
  return {
    id: number.id,
    humanized_created_at: ago(number.boughtAt, now),
    created_at: zonedTime(number.boughtAt),
    humanized_updated_at: ago(updatedAt, now),
    updated_at: zonedTime(updatedAt),
    renewal_at: renewal(number),
    phone_number: number.e164,
    agent_id: number.agent,
    price: isSold(number) ? dollarText(number.monthlyPrice) : "$0.0",
    telephony_provider: carrierOf(number),
    rented: isSold(number),
  };
}

/** Doubt: what a number that Bolna does not bill has for a renewal. */
function renewal(number: OwnedNumber): string | null {
  if (isSold(number)) return englishDate(number.renewsAt);
  return varies(number.e164, "empty renewal") ? "" : null;
}
