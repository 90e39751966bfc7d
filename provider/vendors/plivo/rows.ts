import { z } from "zod";
import { readMoney } from "../../domain/money";
import { type NumberCapability, type NumberType, numberTypes } from "../../domain/names";
import { vendorNumber } from "../kit/vendor-number";
import type { Offer, OwnedNumber } from "../vendor";

// Only the fields used, each absent or null at will: Plivo's own clients disagree about which rows carry which.
const text = z.string().nullish();
const flag = z.boolean().nullish();
const rate = z.union([z.string(), z.number()]).nullish();

const features = { voice_enabled: flag, sms_enabled: flag, mms_enabled: flag };

const stockRow = z.object({
  ...features,
  number: vendorNumber,
  city: text,
  region: text,
  type: text,
  sub_type: text,
  setup_rate: rate,
  monthly_rental_rate: rate,
  restriction: text,
  restriction_text: text,
});

const rentedRow = z.object({
  ...features,
  number: vendorNumber,
  active: flag,
  added_on: text,
  alias: text,
  application: text,
  app_id: text,
  compliance_status: text,
  monthly_rental_rate: rate,
  region: text,
  renewal_date: text,
  sub_account: text,
  subaccount: text,
});

const meta = z.object({ total_count: z.number().nullish(), next: text });

/** One page of `GET PhoneNumber/`. */
export const stockPage = z.object({ meta, objects: z.array(stockRow) });
/** One page of `GET Number/`. */
export const rentedPage = z.object({ meta, objects: z.array(rentedRow) });
/** The answer of `GET Number/{number}/`. */
export const rentedNumber = rentedRow;
/** The answer of `POST PhoneNumber/{number}/`. */
export const purchaseAnswer = z.object({
  numbers: z.array(z.object({ number: z.string(), status: z.string() })).min(1),
});
/** The answer of `GET Application/{id}/` and `GET Zentrunk/Trunk/{id}/`, as far as a number cares. */
export const trunk = z.object({ trunk_direction: text });

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
  const waitsFor = pendingCompliance(row.compliance_status);
  const known = Boolean(row.compliance_status) || row.active === true;
  return {
    e164: row.number,
    vendorId: row.number.slice(1),
    status: waitsFor !== null ? "pending" : known ? "active" : null,
    statusReason: waitsFor,
    monthlyPrice: price(row.monthly_rental_rate),
    renewsAt: row.renewal_date || null,
    agent: lastSegment(row.application) ?? (row.app_id || null),
    subaccount: row.sub_account || row.subaccount || null,
    alias: row.alias || null,
    capabilities: capabilitiesOf(row),
    region: row.region || null,
    purchasedAt: row.added_on || null,
  };
}

// Rates are dollars; Plivo's pages print no other currency, also for accounts kept in rupees.
function price(value: string | number | null | undefined) {
  return value === null || value === undefined ? null : (readMoney(value, "USD") ?? null);
}

// The values of compliance_status are documented nowhere; the words are those of the compliance API and the console.
function pendingCompliance(status: string | null | undefined): string | null {
  return status && /pending|submitted|review|reject|draft|more.?info|suspend|expire/i.test(status)
    ? `compliance status: ${status}`
    : null;
}

// "/v1/Account/MA…/Application/2998…/", the same with Zentrunk/Trunk, empty, or null.
function lastSegment(uri: string | null | undefined): string | null {
  return uri?.split("/").filter(Boolean).at(-1) ?? null;
}

function typeOf(value: string | null | undefined): NumberType | null {
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
