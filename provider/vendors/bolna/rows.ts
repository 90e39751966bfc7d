import { z } from "zod";
import { readMoney } from "../../domain/money";
import { exactNumber } from "../kit/exact-number";
import { type ListLength, lengthOf } from "../kit/list-length";
import { remark } from "../kit/remark";
import type { Rows } from "../kit/rows";
import { rowsOf } from "../kit/rows-of";
import { vendorNumberOf } from "../kit/vendor-number";
import type { Offer, OwnedNumber } from "../vendor";
import { readDay, readTime } from "./dates";
import { asRead } from "./ids";
import { indianRegionOf } from "./regions";

const text = z
  .union([z.string(), exactNumber])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));
/** An agent by its id alone, or as an object that has it. Of another kind it hides its row: without it, a bound number looks free. */
const agentId = z.union([
  text,
  z.object({ id: z.string().min(1) }).transform((agent) => agent.id),
  z.object({ agent_id: z.string().min(1) }).transform((agent) => agent.agent_id),
]);
// Numbers are documented with a plus. Digits without one could be national ones of either country, and are not guessed.
const vendorNumber = vendorNumberOf(["US", "IN"]);

const id = text.transform((value, context): string => {
  if (value === null) context.addIssue({ code: "custom", message: "no id" });
  return value ?? z.NEVER;
});

const offerRow = z
  .object({ phone_number: vendorNumber, region: remark, locality: remark, provider: remark, price: remark })
  .transform(
    ({ phone_number: e164, region, locality, provider, price }): Offer => ({
      e164,
      // Dollars in a search, cents in the answer to the purchase, text in the list (bolna.ai/docs/api-reference/phone-numbers).
      monthlyPrice: dollars(price),
      setupPrice: null,
      type: null,
      place: [...new Set([locality, region, indianRegionOf(e164)])].filter(Boolean).join(", ") || null,
      capabilities: [],
      restriction: e164.startsWith("+91") ? indianRestriction : null,
      terms: provider === null ? null : { provider },
    }),
  );

const indianRestriction =
  "an approved compliance application (bolna.ai/docs/compliance-application/introduction)";

/** A row of the account's list. */
export interface ListedNumber {
  readonly number: OwnedNumber & { readonly vendorId: string };
  /** False where it was not bought from Bolna, as far as the row says: it may be of a carrier that the account has connected. */
  readonly rented: boolean;
  /** Bolna's name of the carrier. */
  readonly carrier: string | null;
}

// Bolna's own word that a number is gone.
const deletedRow = z.looseObject({ deleted: z.literal(true) }).transform(() => null);

const ownedRow = z
  .object({
    id,
    phone_number: vendorNumber,
    agent_id: agentId,
    rented: z.unknown().optional(),
    price: remark,
    renewal_at: remark,
    created_at: remark,
    telephony_provider: remark,
  })
  .transform(
    (row): ListedNumber => ({
      rented: row.rented !== false,
      carrier: row.telephony_provider,
      number: {
        e164: row.phone_number,
        vendorId: row.id,
        // A listed number may not be connected yet (github.com/bolna-ai/bolna issue 614), and no field tells.
        status: null,
        statusReason: null,
        monthlyPrice: dollars(row.price),
        renewsAt: row.renewal_at === null ? null : readDay(row.renewal_at),
        agent: row.agent_id === null ? null : asRead(row.agent_id),
        subaccount: null,
        alias: null,
        capabilities: [],
        region: null,
        purchasedAt: row.created_at === null ? null : readTime(row.created_at),
      },
    }),
  );

/** One page of a list. */
export interface Page<T> extends Rows<T> {
  readonly length: ListLength;
}

/** A list as the endpoints document it, bare, or in the envelope of bolna.ai/docs/api-reference/pagination. */
function page<Row extends z.ZodType>(row: Row) {
  const rows = rowsOf(row);
  return z.union([
    rows.transform((all): Page<z.output<Row>> => ({ ...all, length: lengthOf() })),
    z
      .looseObject({ data: rows })
      .transform(({ data, ...around }): Page<z.output<Row>> => ({ ...data, length: lengthOf(around) })),
  ]);
}

/** The answer of `GET /phone-numbers/search`. */
export const offerPage = page(offerRow);
/** The answer of `GET /phone-numbers/all`; null stands for a number that is deleted. */
export const ownedPage = page(z.union([deletedRow, ownedRow]));
/** The answer of `DELETE /phone-numbers/{id}` that says it is done; words alone may say the opposite. */
export const releaseAnswer = z.object({ state: z.literal("deleted") });
/** The answer of `POST /phone-numbers/buy`. */
export const purchaseAnswer = z.object({ phone_number: remark, id: remark });

function dollars(value: string | null) {
  return value === null ? null : (readMoney(value, "USD") ?? null);
}
