import { z } from "zod";
import { type Money, readMoney, unknownCurrency } from "../../domain/money";
import { e164FromVendor } from "../../domain/number";
import { offer, ownedNumber } from "../kit/number-rows";
import { vendorNumber } from "../kit/vendor-number";
import type { Offer, OfferTerms, OwnedNumber } from "../vendor";

// Only the fields used. Each field comes in snake case or camel case: the editions of the documentation disagree.
const text = z.string().nullish();
const decimal = z.union([z.string(), z.number()]).nullish();

// 64-bit integers are texts in the JSON of gRPC gateways.
const count = z.union([z.string().regex(/^\d+$/), z.number()]).nullish();

const stockRow = row({
  phone_number: vendorNumber,
  iso_country: text,
  telephony_type: text,
  price: decimal,
  per_minute_price_inbound: decimal,
  per_minute_price_outbound: decimal,
});

const ownedRow = row({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  number: vendorNumber,
  friendly_name: text,
  price: decimal,
  region: text,
  iso_country: text,
  is_active: z.boolean().nullish(),
  created_at: text,
});

// Gateways of this kind leave out what is false or empty: only a success that is said makes a missing list an empty one.
const success = z.literal(true);

function listOf<Row extends z.ZodType>(each: Row) {
  return z
    .array(each)
    .nullish()
    .transform((rows) => rows ?? []);
}

/** The answer of `GET available-numbers/{country}/`. */
export const stockAnswer = z.object({ success, data: listOf(stockRow) });

/** The answer of `GET list`. The general introduction promises `meta` with every list, the page of this list has none. */
export const ownedAnswer = z.object({
  success,
  data: listOf(ownedRow),
  meta: z.object({ total: count, limit: count }).nullish(),
});

/** The answer of `POST buy/`. It has no id. */
export const purchaseAnswer = z.object({
  success,
  data: row({ phone_number: text, status: text }).nullish(),
});

/** The answer of `DELETE {number}/release/`; the status in it is a placeholder in some editions. */
export const releaseAnswer = z.object({ success });

export type OwnedRow = z.output<typeof ownedRow>;

/** An offer; its place is the region that was searched, as the rows name none. */
export function offerFrom(row: z.output<typeof stockRow>, region: string | undefined): Offer {
  return offer({
    e164: row.phone_number,
    monthlyPrice: monthlyPrice(row),
    place: region ?? null,
    capabilities: ["voice"],
    terms: {
      price: row.price ?? null,
      per_minute_price_inbound: row.per_minute_price_inbound ?? null,
      per_minute_price_outbound: row.per_minute_price_outbound ?? null,
    },
  });
}

/** The terms as a purchase repeats them: prices are numbers there, whatever they were in the search. */
export function purchaseTerms(terms: OfferTerms): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) => {
      if (value === null) return [];
      const amount = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
      return [[name, amount]];
    }),
  );
}

export function ownedFrom(row: OwnedRow): OwnedNumber {
  return ownedNumber({
    e164: row.number,
    vendorId: row.id,
    status: row.is_active === true ? "active" : null,
    monthlyPrice: monthlyPrice(row),
    alias: givenName(row),
    capabilities: ["voice"],
    region: row.region || null,
    purchasedAt: row.created_at || null,
  });
}

// Prices are dollars by the vendor's documentation repository. Indian ones were seen as 295.00, which is no price in dollars,
// and nothing says what it is in.
function monthlyPrice({
  price,
  iso_country,
  telephony_type,
}: {
  price?: string | number | null | undefined;
  iso_country?: string | null | undefined;
  telephony_type?: string | null | undefined;
}): Money | null {
  if (price === null || price === undefined) return null;
  const isIndian = iso_country?.toUpperCase() === "IN" || telephony_type?.toLowerCase() === "india";
  return readMoney(price, isIndian ? unknownCurrency : "USD") ?? null;
}

// What Ravan calls a number without a name is documented nowhere: nothing, or the number itself.
function givenName({ friendly_name, number: e164 }: OwnedRow): string | null {
  if (!friendly_name) return null;
  const isNumberItself = /^[+\d\s().-]+$/.test(friendly_name) && e164FromVendor(friendly_name) === e164;
  return isNumberItself ? null : friendly_name;
}

/** An object whose fields may have either spelling. */
function row<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(snakeCased, z.object(shape));
}

function snakeCased(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    ]),
  );
}
