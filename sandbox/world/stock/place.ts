import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { NumberType, Place } from "../account";
import { usPlace } from "./us";

/** What the digits alone say about where a number belongs. */
export function placeOf(e164: string, type: NumberType): Place {
  const known = type === "local" || type === "mobile" ? usPlace(e164) : undefined;
  if (known !== undefined) return known;
  const national = parsePhoneNumberFromString(e164)?.nationalNumber;
  return {
    areaCode: national?.slice(0, 3) ?? null,
    locality: null,
    region: null,
    rateCenter: null,
    lata: null,
  };
}
