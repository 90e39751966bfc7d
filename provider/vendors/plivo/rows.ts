import { z } from "zod";
import { isoDate } from "../../domain/iso-date";
import { readMoney } from "../../domain/money";
import { type NumberCapability, type NumberType, numberTypes } from "../../domain/names";
import { exactNumber } from "../kit/exact-number";
import { lengthOf } from "../kit/list-length";
import { remark } from "../kit/remark";
import { rowsOf } from "../kit/rows-of";
import { vendorNumberOf } from "../kit/vendor-number";
import type { Offer, OwnedNumber } from "../vendor";

// Only the fields used, each absent or null at will: Plivo's own clients disagree about which rows carry which. What only describes a
// number is passed over where it is of another kind; what a program may have asked for makes its row unreadable then, and so does an id
// that is a JSON number and has lost digits, as an application's may.
const text = z.union([z.string(), exactNumber.transform(String)]).nullish();
const flag = z.boolean().nullish().catch(null);
/** Digits that start with the country code (plivo.com/docs/numbers/account-phone-numbers). */
const vendorNumber = vendorNumberOf("international");

const features = { voice_enabled: flag, sms_enabled: flag, mms_enabled: flag };

const stockRow = z.object({
  ...features,
  number: vendorNumber,
  city: remark,
  region: remark,
  type: remark,
  sub_type: remark,
  setup_rate: remark,
  monthly_rental_rate: remark,
  restriction: remark,
  restriction_text: remark,
});

const rentedRow = z.object({
  ...features,
  number: vendorNumber,
  active: flag,
  added_on: remark,
  alias: text,
  application: text,
  app_id: text,
  compliance_status: remark,
  monthly_rental_rate: remark,
  region: remark,
  renewal_date: remark,
  sub_account: text,
  subaccount: text,
});

/** A page: its rows, and how long the list is by what stands beside them, in `meta` as documented or elsewhere. */
const pageOf = <Row extends z.ZodType>(row: Row) =>
  z
    .looseObject({ meta: z.looseObject({}), objects: rowsOf(row) })
    .transform(({ objects, ...around }) => ({ objects, length: lengthOf(around) }));

/** One page of `GET PhoneNumber/`. */
export const stockPage = pageOf(stockRow);
/** One page of `GET Number/`. */
export const rentedPage = pageOf(rentedRow);
/** The answer of `GET Number/{number}/`. */
export const rentedNumber = rentedRow;
/** The answer of `POST PhoneNumber/{number}/`. */
export const purchaseAnswer = z.object({
  numbers: z.array(z.object({ number: z.string(), status: z.string() })).min(1),
});
/** The answer of `GET Application/{id}/` and `GET Zentrunk/Trunk/{id}/`, as far as a number cares. */
export const trunk = z.object({ trunk_direction: remark });

export function offerFrom(row: z.output<typeof stockRow>): Offer {
  return {
    e164: row.number,
    monthlyPrice: price(row.monthly_rental_rate),
    setupPrice: price(row.setup_rate),
    type: typeOf(row.sub_type ?? row.type),
    place: [row.city, row.region].filter(Boolean).join(", ") || null,
    capabilities: capabilitiesOf(row),
    restriction: row.restriction ? (row.restriction_text ?? row.restriction) : null,
    terms: null,
  };
}

export function ownedFrom(row: z.output<typeof rentedRow>): OwnedNumber {
  const { compliance_status: compliance } = row;
  const waits = compliance !== null && waitingWords.test(compliance);
  const works = compliance === null ? row.active === true : acceptedWords.test(compliance);
  return {
    e164: row.number,
    vendorId: row.number.slice(1),
    // Whatever else it may be, only an accepted one is known to work.
    status: waits ? "pending" : works ? "active" : null,
    statusReason: compliance === null || works ? null : `compliance status: ${compliance}`,
    monthlyPrice: price(row.monthly_rental_rate),
    renewsAt: row.renewal_date === null ? null : isoDate(row.renewal_date),
    agent: lastSegment(row.application) ?? (row.app_id || null),
    subaccount: row.sub_account || row.subaccount || null,
    alias: row.alias || null,
    // Some alone would say that it has no more.
    capabilities: isTold(row.voice_enabled) && isTold(row.sms_enabled) ? capabilitiesOf(row) : [],
    region: row.region,
    purchasedAt: row.added_on,
  };
}

function isTold(flag: unknown): boolean {
  return typeof flag === "boolean";
}

// Rates are dollars; Plivo's pages print no other currency, also for accounts kept in rupees.
function price(value: string | null) {
  return value === null ? null : (readMoney(value, "USD") ?? null);
}

// Plivo's own tools wait for `accepted`, and take `submitted` for not yet (github.com/plivo/plivo-cli). No page lists the values; the
// others are words of the compliance API and the console.
const acceptedWords = /^(accepted|approved)$/i;
const waitingWords = /pending|submitted|review|reject|draft|more.?info|suspend|expire|incomplete/i;

// "/v1/Account/MA…/Application/2998…/", the same with Zentrunk/Trunk, empty, or null.
function lastSegment(uri: string | null | undefined): string | null {
  return uri?.split("/").filter(Boolean).at(-1) ?? null;
}

function typeOf(value: string | null): NumberType | null {
  if (value === "fixed") return "local";
  return numberTypes.find((type) => type === value) ?? null;
}

function capabilitiesOf(row: z.output<z.ZodObject<typeof features>>): NumberCapability[] {
  const capabilities: NumberCapability[] = [];
  if (row.voice_enabled) capabilities.push("voice");
  if (row.sms_enabled) capabilities.push("sms");
  if (row.mms_enabled) capabilities.push("mms");
  return capabilities;
}
