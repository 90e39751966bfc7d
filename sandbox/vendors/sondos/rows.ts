import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { FreeNumber, OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import type { Bindings } from "./bindings";
import { addressRequirements, hasNickname, priceId, provisioningRegion } from "./countries";
import type { Assistant } from "./directory";

type Row = Record<string, unknown>;

/** Every number that is bought is a dedicated one. */
const numberType = "normal";

/** A number for sale. */
export function searchRow(number: FreeNumber): Row {
  return {
    phone_number: number.e164,
    phone_number_formatted: formatted(number),
    country_code: number.country,
    price: Number(number.monthlyPrice),
    stripe_price_id: priceId(number.country),
    address_requirements: addressRequirements(number.country),
    sms_capable: canText(number),
  };
}

/** A number as its purchase tells it. */
export function boughtRow(number: OwnedNumber): Row {
  return {
    id: number.id,
    phone_number: number.e164,
    country_code: number.country,
    type: numberType,
    sms_capable: canText(number),
  };
}

/** A number of the account. */
export function ownedRow(number: OwnedNumber): Row {
  const { id, e164, country, boughtAt } = number;
  return {
    id,
    phone_number: e164,
    ...nicknameMember(number),
    country_code: country,
    type: numberType,
    // A word for display: pages differ in it.
    type_label: varies(e164, "long label") ? "Dedicated Number" : "Normal",
    sms_capable: canText(number),
    region: provisioningRegion(number),
    has_active_subscription: hasSubscription(number),
    created_at: timestamp(boughtAt),
  };
}

/** A number as the change of its nickname tells it. */
export function renamedRow({ id, e164, alias, country }: OwnedNumber): Row {
  return { id, phone_number: e164, nickname: alias, country_code: country, type: numberType };
}

/** A number that an assistant could have. */
export function assignableRow(number: OwnedNumber, bindings: Bindings): Row {
  return {
    id: number.id,
    phone_number: number.e164,
    country_code: number.country,
    type_label: "Normal",
    is_available: bindings.inboundHolder(number) === undefined,
  };
}

/** An assistant. Doubt: older pages of the same platform have other names for what it is. */
export function assistantRow({ id, name, type }: Assistant): Row {
  if (varies(String(id), "older names")) {
    const direction = type === "inbound" ? "receive" : "make";
    return {
      id,
      assistant_name: name,
      status: "active",
      calls_direction: direction,
      engine_type: "pipeline",
    };
  }
  return { id, name, status: "active", type, mode: "pipeline" };
}

/** Doubt: whether the subscription counts as active up to its end once a release is scheduled. */
export function hasSubscription({ e164, status }: OwnedNumber): boolean {
  return status !== "lapsing" || varies(e164, "active to the end");
}

export function canText({ capabilities }: FreeNumber): boolean {
  return capabilities.includes("sms");
}

/** Null or missing where there is none, as the field is a newer one. */
function nicknameMember(number: OwnedNumber): Row {
  if (!hasNickname(number)) return {};
  if (number.alias === null && varies(number.e164, "no nickname member")) return {};
  return { nickname: number.alias };
}

function formatted({ e164 }: FreeNumber): string {
  const text = parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
  return text.startsWith("+1 ") ? `+1 ${text.slice(3).replaceAll(" ", "-")}` : text;
}

/** With microseconds, which the sandbox has none of. */
function timestamp(date: Date): string {
  return date.toISOString().replace("Z", "000Z");
}
