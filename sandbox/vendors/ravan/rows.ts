import Big from "big.js";
import type { FreeNumber, OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import type { Row } from "./casing";
import { type Ravan, type ReleasedNumber, timestamp } from "./context";
import { isIndian, perMinute, regionCode } from "./countries";

/** A number for sale. */
export function searchRow(number: FreeNumber): Row {
  const { inbound, outbound } = perMinute(number);
  return {
    iso_country: number.country,
    phone_number: number.e164,
    price: price(number),
    per_minute_price_outbound: outbound,
    per_minute_price_inbound: inbound,
  };
}

/** The provider a number comes from: only one edition of the documentation has it. */
export function telephonyType(number: FreeNumber): string {
  return isIndian(number) ? "india" : "";
}

export function ownedRow(ravan: Ravan, number: OwnedNumber): Row {
  return record(ravan, number, true, number.boughtAt);
}

export function releasedRow(ravan: Ravan, { number, releasedAt }: ReleasedNumber): Row {
  return record(ravan, number, false, releasedAt);
}

function record(ravan: Ravan, number: OwnedNumber, isActive: boolean, updatedAt: Date): Row {
  const { inbound, outbound } = perMinute(number);
  const suffix = String(number.id).slice(-6);
  return {
    id: number.id,
    telephony_id: ravan.directory.telephonyId,
    subscription_id: hasSubscription(ravan, number) ? `sub_${number.e164.slice(-10)}` : "",
    inbound_trunk_id: `trk_inb_${suffix}`,
    outbound_trunk_id: `trk_out_${suffix}`,
    number: number.e164,
    friendly_name: number.alias ?? defaultName(number),
    per_minute_price_inbound: inbound,
    per_minute_price_outbound: outbound,
    price: price(number),
    region: regionCode(number),
    iso_country: number.country,
    is_active: isActive,
    created_at: timestamp(number.boughtAt),
    updated_at: timestamp(updatedAt),
  };
}

/** Indian prices were seen as text, with two decimals; all others are numbers. */
function price(number: FreeNumber): number | string {
  if (!isIndian(number)) return Number(number.monthlyPrice);
  const rounded = new Big(number.monthlyPrice).toFixed(2);
  return new Big(rounded).eq(number.monthlyPrice) ? rounded : number.monthlyPrice;
}

/** A number added from the organization's own Twilio account has none. */
function hasSubscription({ bought }: Ravan, number: OwnedNumber): boolean {
  return bought.has(number) || varies(number.e164, "bought through Ravan");
}

/** The name of a number that was given none is not documented. */
function defaultName({ e164 }: OwnedNumber): string {
  return varies(e164, "named after itself") ? e164 : "";
}
