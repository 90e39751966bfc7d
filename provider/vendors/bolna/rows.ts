import { z } from "zod";
import { readMoney } from "../../domain/money";
import { vendorNumber } from "../kit/vendor-number";
import type { Offer, OwnedNumber } from "../vendor";
import { readDay, readTime } from "./dates";
import { hyphenated } from "./ids";
import { indianRegionOf } from "./regions";

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));
// What only describes a number must not hide it, whatever has become of the field.
const remark = text.catch(null);

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
  readonly id: string;
  /** Null where it is not a number that was bought from Bolna. */
  readonly number: OwnedNumber | null;
  /** Bolna's name of the carrier. */
  readonly carrier: string | null;
}

// The list holds the numbers of carriers that the account has connected, too: they may even be no phone numbers.
const otherRow = z
  .union([z.object({ id: text, rented: z.literal(false) }), z.object({ id: text, deleted: z.literal(true) })])
  .transform((row): ListedNumber => ({ id: String(row.id), number: null, carrier: null }));

const ownedRow = z
  .object({
    id,
    phone_number: vendorNumber,
    agent_id: text,
    price: remark,
    renewal_at: remark,
    created_at: remark,
    telephony_provider: remark,
  })
  .transform(
    (row): ListedNumber => ({
      id: row.id,
      carrier: row.telephony_provider,
      number: {
        e164: row.phone_number,
        vendorId: row.id,
        // A listed number may not be connected yet (github.com/bolna-ai/bolna issue 614), and no field tells.
        status: null,
        statusReason: null,
        monthlyPrice: dollars(row.price),
        renewsAt: row.renewal_at === null ? null : readDay(row.renewal_at),
        agent: row.agent_id === null ? null : hyphenated(row.agent_id),
        subaccount: null,
        alias: null,
        capabilities: [],
        region: null,
        purchasedAt: row.created_at === null ? null : readTime(row.created_at),
      },
    }),
  );

/** A list as the endpoints document it, bare, or in the envelope of bolna.ai/docs/api-reference/pagination. */
function page<Row extends z.ZodType>(row: Row) {
  return z.union([
    z.array(row).transform((rows) => ({ rows, more: false, total: 0 })),
    z
      .object({ data: z.array(row), has_more: z.boolean().nullish(), total: z.number().nullish() })
      .transform(({ data, has_more, total }) => ({ rows: data, more: has_more ?? false, total: total ?? 0 })),
  ]);
}

/** The answer of `GET /phone-numbers/search`. */
export const offerPage = page(offerRow);
/** The answer of `GET /phone-numbers/all`. */
export const ownedPage = page(z.union([otherRow, ownedRow]));
/** The answer of `POST /phone-numbers/buy`. */
export const purchaseAnswer = z.object({ phone_number: vendorNumber, id: remark });

function dollars(value: string | null) {
  return value === null ? null : (readMoney(value, "USD") ?? null);
}
