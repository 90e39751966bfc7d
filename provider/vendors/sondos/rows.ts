import { z } from "zod";
import { readMoney } from "../../domain/money";
import type { NumberCapability } from "../../domain/names";
import { type E164, e164FromVendor } from "../../domain/number";
import { exactNumber } from "../kit/exact-number";
import { type ListLength, lengthOf } from "../kit/list-length";
import { offer, ownedNumber } from "../kit/number-rows";
import { rowsOf } from "../kit/rows-of";
import type { Offer, OwnedNumber } from "../vendor";

// Only the fields used, each absent or null at will: editions of the platform differ in which they send. A field that only describes
// a number hides none where it is of another kind.
const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
/** Integers on the wire, texts in this package. */
const id = z.union([exactNumber, z.string().min(1)]).transform(String);

const named = { phone_number: z.union([z.string(), z.number()]), country_code: text };

/** Reads the number of a row; in national form it is one of the country that the row names, or else that was asked for. */
function withNumber(country?: string) {
  return <Row extends z.output<z.ZodObject<typeof named>>>(
    row: Row,
    context: z.RefinementCtx,
  ): Row & { readonly e164: E164 } => {
    const from = row.country_code || country;
    const e164 = e164FromVendor(String(row.phone_number), from === undefined ? [] : [from.toUpperCase()]);
    if (e164 !== undefined) return { ...row, e164 };
    context.addIssue({ code: "custom", path: ["phone_number"], message: "no phone number" });
    return z.NEVER;
  };
}

const stockRow = (country: string) =>
  z
    .object({
      ...named,
      price: z.union([z.string(), z.number()]).nullish().catch(null),
      address_requirements: text,
      sms_capable: flag,
    })
    .transform(withNumber(country));

// Extensions of the customer's own switchboard, and numbers that are only shown to the called: they are not rented here.
const notRented = ["sip", "caller_id"];

const rentedRow = z
  .object({
    ...named,
    id,
    nickname: text,
    sms_capable: flag,
    region: text,
    has_active_subscription: flag,
    created_at: text,
  })
  .transform(withNumber());

/** A row of another kind may have no number at all, e.g. `1000`; one that tells no kind is taken for a rented number. */
const accountRow = z
  .looseObject({ type: text })
  .transform((row): unknown => (notRented.includes(row.type ?? "") ? null : row))
  .pipe(rentedRow.nullable());

/** A list, and how long those say it is who stand around it. */
interface Found {
  readonly all: readonly unknown[];
  readonly length: ListLength;
}

const deepest = 3;

/** The list in an answer: bare, wrapped as its page shows it, or under a name of its own, as clients of the same platform read it. */
function listUnder(...names: readonly string[]) {
  const find = (value: unknown, around: readonly unknown[] = []): Found | undefined => {
    if (Array.isArray(value)) return { all: value, length: lengthOf(...around) };
    if (typeof value !== "object" || value === null || around.length === deepest) return undefined;
    const members = value as Readonly<Record<string, unknown>>;
    for (const name of names) {
      const inner = find(members[name], [...around, value]);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return z.unknown().transform((value, context): Found => {
    const found = find(value);
    if (found === undefined) context.addIssue({ code: "custom", path: ["data"], message: "no list" });
    return found ?? z.NEVER;
  });
}

const numbers = listUnder("data", "phone_numbers");

/** The answer of `GET /user/phone-numbers/search` for a country, which has no pages. */
export const stock = (country: string) => numbers.transform(({ all }) => all).pipe(rowsOf(stockRow(country)));
/** The answer of `GET /user/phone-numbers/all`, of which no pages are known; what is not rented is left out of the rows. */
export const rented = numbers
  .pipe(z.object({ all: rowsOf(accountRow), length: z.custom<ListLength>() }))
  .transform(({ all: { rows, odd }, length }) => ({
    rows: rows.filter((row) => row !== null),
    odd,
    size: rows.length + odd.length,
    length,
  }));
/** The answer of `POST /user/phone-numbers/purchase` of a number of that country. */
export const purchaseAnswer = (country: string) =>
  z.object({ data: z.object({ ...named, id: id.nullish() }).transform(withNumber(country)) });
/** The answer to a change or a release. */
export const done = z.object({ message: text });

/** An assistant, alone or wrapped. Its number is a field of it, in some editions an object. */
const assistantRow = z.preprocess(
  unwrapped,
  z.object({
    id,
    phone_number_id: id.nullish(),
    phone_number: z.object({ id }).nullish().catch(null),
    /** `inbound` or `outbound`. */
    type: text,
    /** Its older name: `receive` or `make`. */
    calls_direction: text,
  }),
);

function unwrapped(value: unknown): unknown {
  const { id: own, assistant, data } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return own === undefined ? (assistant ?? data ?? value) : value;
}

/** Whether a row that cannot be read may have a number: passed over, that number would seem to have no assistant. */
function mayHaveNumber(value: unknown): boolean {
  const row = (unwrapped(value) ?? {}) as Readonly<Record<string, unknown>>;
  return (row.phone_number_id ?? row.phone_number ?? null) !== null;
}

/** One page of `GET /user/assistants/get`. */
export interface AssistantPage {
  readonly rows: readonly z.output<typeof assistantRow>[];
  /** How many rows it has, with those that cannot be read. */
  readonly size: number;
  readonly length: ListLength;
}

export const assistantPage = listUnder("data", "assistants").transform(
  ({ all, length }, context): AssistantPage => {
    const { rows, odd } = rowsOf(assistantRow).parse(all);
    if (odd.some(mayHaveNumber)) {
      context.addIssue({ code: "custom", path: ["id"], message: "an assistant that has a number and no id" });
      return z.NEVER;
    }
    return { rows, size: rows.length + odd.length, length };
  },
);

/** An assistant, as far as a number cares. */
export interface Assistant {
  readonly id: string;
  /** The one number it has; null when none. */
  readonly numberId: string | null;
  /** What it does with calls; null when the edition does not tell. */
  readonly direction: "inbound" | "outbound" | null;
}

export function assistantFrom(row: z.output<typeof assistantRow>): Assistant {
  const numberId = row.phone_number_id ?? row.phone_number?.id ?? null;
  return { id: row.id, numberId, direction: directionOf(row) };
}

export function offerFrom(row: z.output<ReturnType<typeof stockRow>>): Offer {
  const address = row.address_requirements;
  return offer({
    e164: row.e164,
    // "monthly rent, USD": docs.sondos-ai.com/api-reference/phone-numbers/search-phone-numbers.
    monthlyPrice: (row.price !== null && row.price !== undefined && readMoney(row.price, "USD")) || null,
    capabilities: capabilitiesOf(row),
    restriction: address && address !== "none" ? `address requirements: ${address}` : null,
  });
}

export type RentedRow = z.output<typeof rentedRow>;

/** A number of the account, with the agent that an assistant's row tells. */
export function ownedFrom(row: RentedRow, agent: string | null): OwnedNumber {
  // Whether the subscription counts as inactive from the release on, or up to the end of the period as active, is documented
  // nowhere: only the first tells something.
  const ends = row.has_active_subscription === false;
  return ownedNumber({
    e164: row.e164,
    vendorId: row.id,
    status: ends ? "lapsing" : row.has_active_subscription ? "active" : null,
    statusReason: ends ? "it has no active subscription any more" : null,
    agent,
    alias: row.nickname || null,
    capabilities: typeof row.sms_capable === "boolean" ? capabilitiesOf(row) : [],
    region: row.region || null,
    purchasedAt: row.created_at || null,
  });
}

function directionOf({ type, calls_direction }: z.output<typeof assistantRow>): Assistant["direction"] {
  if (type === "inbound" || calls_direction === "receive") return "inbound";
  if (type === "outbound" || calls_direction === "make") return "outbound";
  return null;
}

function capabilitiesOf({ sms_capable }: { sms_capable?: boolean | null | undefined }): NumberCapability[] {
  return sms_capable ? ["voice", "sms"] : ["voice"];
}
