import Big from "big.js";
import { type Fields, objectIn } from "../../kit/json-body";
import type { Answer, VendorBody } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";
import { invalidRequest, success } from "./answers";
import { camelName, either } from "./casing";
import { type Handler, isE164, type Ravan, timestamp } from "./context";

export const buyNumber: Handler = (ravan, { body, listLagMs }): Answer => {
  const { account, bought, refusals } = ravan;
  const fields = objectIn(body);
  if (fields === undefined) throw new VendorRefusal(invalidRequest());
  const e164 = numberField(ravan, fields);
  const price = decimalField(fields, "price");
  if (price === undefined) throw new VendorRefusal(invalidRequest());
  // Not compared: whole numbers in the specification, fractions in its examples.
  decimalField(fields, "per_minute_price_inbound");
  decimalField(fields, "per_minute_price_outbound");

  if (account.owned(e164) !== undefined) return refusals.alreadyOwned(e164);
  const number = account.inStock(e164);
  if (number === undefined) return refusals.unavailable(e164);
  if (!price.eq(number.monthlyPrice)) return refusals.wrongPrice();

  const owned = account.buy(number, { lagMs: listLagMs });
  bought.add(owned);
  return success("Phone number purchased successfully", {
    phone_number: e164,
    price: Number(owned.monthlyPrice),
    status: "active",
    purchased_at: timestamp(owned.boughtAt),
  });
};

/** The number that a purchase names, if it names one. */
export function wantedNumber(body: VendorBody): string | undefined {
  const fields = objectIn(body) ?? {};
  const value = either((name) => fields[name], "phone_number");
  return typeof value === "string" ? value : undefined;
}

function numberField({ refusals }: Ravan, fields: Fields): string {
  const value = field(fields, "phone_number");
  if (typeof value !== "string" || !isE164(value)) throw new VendorRefusal(refusals.invalidNumber());
  return value;
}

/** A number, or the text of one: JSON for messages of this kind allows both. */
function decimalField(fields: Fields, name: string): Big | undefined {
  const value = field(fields, name);
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^\d+(\.\d+)?(e-?\d+)?$/.test(text)) {
    throw new VendorRefusal(invalidRequest());
  }
  return new Big(text);
}

/** A field given under both of its spellings is given twice, which is refused. */
function field(fields: Fields, name: string): unknown {
  const camel = camelName(name);
  if (camel !== name && name in fields && camel in fields) throw new VendorRefusal(invalidRequest());
  return either((spelling) => fields[spelling], name);
}
