import { z } from "zod";
import { readMoney } from "../../domain/money";
import type { NumberCapability } from "../../domain/names";
import { offer, ownedNumber } from "../kit/number-rows";
import { vendorNumber } from "../kit/vendor-number";
import type { Offer, OwnedNumber } from "../vendor";

// Only the fields used, each absent or null at will: editions of the platform differ in which they send.
const text = z.string().nullish();
const flag = z.boolean().nullish();
/** Integers on the wire, texts in this package. */
const id = z.union([z.number(), z.string().min(1)]).transform(String);

const stockRow = z.object({
  phone_number: vendorNumber,
  price: z.union([z.string(), z.number()]).nullish(),
  address_requirements: text,
  sms_capable: flag,
});

// Extensions of the customer's own switchboard, and numbers that are only shown to the called: they are not rented here.
const notRented = ["sip", "caller_id"];

const rentedRow = z.object({
  id,
  phone_number: vendorNumber,
  nickname: text,
  sms_capable: flag,
  region: text,
  has_active_subscription: flag,
  created_at: text,
});

/** A row of another kind may have no number at all, e.g. `1000`; one that tells no kind is taken for a rented number. */
const accountRow = z
  .object({ type: text })
  .loose()
  .transform((row) => (notRented.includes(row.type ?? "") ? null : row))
  .pipe(rentedRow.nullable());

/** The page shows a list wrapped, a client of the same platform expects it bare. */
const wrapped = <T extends z.ZodType>(row: T) =>
  z.union([z.array(row), z.object({ data: z.array(row) }).transform(({ data }) => data)]);

/** The answer of `GET /user/phone-numbers/search`, which has no pages. */
export const stock = wrapped(stockRow);
/** The answer of `GET /user/phone-numbers/all`, which has no pages; what is not rented is left out. */
export const rented = wrapped(accountRow).transform((rows) => rows.filter((row) => row !== null));
/** The answer of `POST /user/phone-numbers/purchase`. */
export const purchaseAnswer = z.object({ data: z.object({ id: id.nullish(), phone_number: vendorNumber }) });
/** The answer to a change or a release. */
export const done = z.object({ message: text });

const assistantRow = z.object({
  id,
  phone_number_id: id.nullish(),
  /** `inbound` or `outbound`. */
  type: text,
  /** Its older name: `receive` or `make`. */
  calls_direction: text,
});

/** One page of `GET /user/assistants/get`. */
export interface AssistantPage {
  readonly rows: readonly z.output<typeof assistantRow>[];
  /** Undefined where the page does not tell. */
  readonly lastPage: number | undefined;
  readonly total: number | undefined;
}

export const assistantPage = z.union([
  z.array(assistantRow).transform((rows): AssistantPage => ({ rows, lastPage: undefined, total: undefined })),
  z
    .object({ data: z.array(assistantRow), last_page: z.number().nullish(), total: z.number().nullish() })
    .transform(
      ({ data, last_page, total }): AssistantPage => ({
        rows: data,
        lastPage: last_page ?? undefined,
        total: total ?? undefined,
      }),
    ),
]);

/** An assistant, as far as a number cares. */
export interface Assistant {
  readonly id: string;
  /** The one number it has; null when none. */
  readonly numberId: string | null;
  /** What it does with calls; null when the edition does not tell. */
  readonly direction: "inbound" | "outbound" | null;
}

export function assistantFrom(row: z.output<typeof assistantRow>): Assistant {
  return { id: row.id, numberId: row.phone_number_id ?? null, direction: directionOf(row) };
}

export function offerFrom(row: z.output<typeof stockRow>): Offer {
  const address = row.address_requirements;
  return offer({
    e164: row.phone_number,
    // "monthly rent, USD": docs.sondos-ai.com/api-reference/phone-numbers/search-phone-numbers.
    monthlyPrice: (row.price !== null && row.price !== undefined && readMoney(row.price, "USD")) || null,
    capabilities: capabilitiesOf(row),
    restriction: address && address !== "none" ? `address requirements: ${address}` : null,
  });
}

/** A number of the account, with the agent that an assistant's row tells. */
export function ownedFrom(row: z.output<typeof rentedRow>, agent: string | null): OwnedNumber {
  // Whether the subscription counts as inactive from the release on, or up to the end of the period as active, is documented
  // nowhere: only the first tells something.
  const ends = row.has_active_subscription === false;
  return ownedNumber({
    e164: row.phone_number,
    vendorId: row.id,
    status: ends ? "lapsing" : row.has_active_subscription ? "active" : null,
    statusReason: ends ? "it has no active subscription any more" : null,
    agent,
    alias: row.nickname || null,
    capabilities: capabilitiesOf(row),
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
