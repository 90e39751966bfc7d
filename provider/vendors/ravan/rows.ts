import { z } from "zod";
import { type Money, readMoney, unknownCurrency } from "../../domain/money";
import { callingCode, type E164, e164FromVendor } from "../../domain/number";
import { exactNumber } from "../kit/exact-number";
import { type ListLength, lengthOf } from "../kit/list-length";
import { offer, ownedNumber } from "../kit/number-rows";
import { rowsOf } from "../kit/rows-of";
import { snakeCased } from "../kit/snake-cased";
import type { Offer, OfferTerms, OwnedNumber } from "../vendor";

// Only the fields used. Each field comes in snake case or camel case: the editions of the documentation disagree. A field that only
// describes a number hides none where it is of another kind than documented.
const text = z.string().nullish().catch(null);
const decimal = z.union([z.string(), z.number()]).nullish().catch(null);
const id = z.union([z.string().min(1), exactNumber]);
const numeral = z.union([z.string(), z.number()]).transform(String);

/** A number that is for sale; in national form it is one of the country that was searched. */
const stockRow = (country: string) =>
  row({
    phone_number: numeral,
    iso_country: text,
    telephony_type: text,
    price: decimal,
    per_minute_price_inbound: decimal,
    per_minute_price_outbound: decimal,
  }).transform((told, context) => {
    const e164 = e164FromVendor(told.phone_number, [told.iso_country || country]);
    return e164 === undefined ? noNumber(context) : { ...told, e164 };
  });

/** A number of the account; in national form it is one of the country that its row names. */
const ownedRow = row({
  id: id.transform(String).nullish().catch(null),
  number: numeral,
  friendly_name: text,
  price: decimal,
  region: text,
  iso_country: text,
  is_active: z.boolean().nullish().catch(null),
  created_at: text,
}).transform((told, context) => {
  const e164 = e164FromVendor(told.number, told.iso_country ? [told.iso_country] : []);
  return e164 === undefined ? noNumber(context) : { ...told, e164 };
});

function noNumber(context: z.RefinementCtx): never {
  context.addIssue({ code: "custom", message: "no phone number" });
  return z.NEVER;
}

// Gateways of this kind leave out what is false or empty: only a success that is said makes a missing list an empty one.
const success = z.literal(true);

const list = z
  .array(z.unknown())
  .nullish()
  .transform((rows) => rows ?? []);

/** The answer of `GET available-numbers/{country}/`. */
export const stockAnswer = (country: string) =>
  z.object({ success, data: list.pipe(rowsOf(stockRow(country))) });

/** The answer of `GET list`. The general introduction promises `meta` with every list, the page of this list has none. */
export const ownedAnswer = z.looseObject({ success, data: list }).transform(({ data, ...around }) => {
  const length = lengthOf(around);
  const limit = Number(snakeCased(around.meta).limit ?? 0);
  // Without a total, a page that is as long as its limit may have a next one.
  const isFull = !length.total && limit > 0 && data.length >= limit;
  return { data, length: { ...length, hasNext: length.hasNext || isFull } satisfies ListLength };
});

/** The rows of the account, of all pages of the list. */
export const ownedRows = rowsOf(ownedRow);

/** What tells a row of the account from others: its id, and all of it where it has none. */
export function keyOf(told: unknown): string {
  const named = z.object({ id }).safeParse(told);
  return named.success ? String(named.data.id) : JSON.stringify(told);
}

/** The answer of `POST buy/`. It has no id. */
export const purchaseAnswer = z.object({
  success,
  data: row({ phone_number: numeral.nullish(), status: text }).nullish(),
});

/** The answer of `DELETE {number}/release/`; the status in it is a placeholder in some editions. */
export const releaseAnswer = z.object({ success });

export type OwnedRow = z.output<typeof ownedRow>;

/** An offer; its place is the region that was searched, as the rows name none. */
export function offerFrom(row: z.output<ReturnType<typeof stockRow>>, region: string | undefined): Offer {
  return offer({
    e164: row.e164,
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

/** Whether Ravan shows the number as inactive. Released and lapsed numbers may be; that no other is, is documented nowhere. */
export function isInactive({ is_active }: OwnedRow): boolean {
  return is_active === false;
}

export function ownedFrom(row: OwnedRow): OwnedNumber {
  return ownedNumber({
    e164: row.e164,
    vendorId: row.id ?? null,
    status: isInactive(row) ? "lapsing" : row.is_active === true ? "active" : null,
    statusReason: isInactive(row) ? "Ravan shows it as inactive, and does not say why" : null,
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
  e164,
  price,
  iso_country,
  telephony_type,
}: {
  e164: E164;
  price?: string | number | null | undefined;
  iso_country?: string | null | undefined;
  telephony_type?: string | null | undefined;
}): Money | null {
  if (price === null || price === undefined) return null;
  // Rows leave either out at times; the number is always there.
  const isIndian =
    e164.startsWith(callingCode("IN")) ||
    iso_country?.toUpperCase() === "IN" ||
    telephony_type?.toLowerCase() === "india";
  return readMoney(price, isIndian ? unknownCurrency : "USD") ?? null;
}

// What Ravan calls a number without a name is documented nowhere: nothing, or the number itself.
function givenName({ friendly_name, iso_country, e164 }: OwnedRow): string | null {
  if (!friendly_name) return null;
  return e164FromVendor(friendly_name, iso_country ? [iso_country] : []) === e164 ? null : friendly_name;
}

/** An object whose fields may have either spelling. */
function row<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject({}).transform(snakeCased).pipe(z.object(shape));
}
