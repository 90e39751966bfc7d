import { z } from "zod";
import { type Money, readMoney } from "../../domain/money";
import { type E164, e164FromVendor } from "../../domain/number";

// Cald's specification marks no field as required, and the answer to a purchase is the only one that ever names the number:
// a field that is absent or of an unexpected kind must not hide the others.
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));

/** A number as the answer to a purchase or a change shows it. */
export interface ShownNumber {
  readonly id: string | null;
  readonly e164: E164 | null;
  readonly monthlyPrice: Money | null;
  /** Null when none is bound: whether Cald says so by absence, null or an empty text is documented nowhere. */
  readonly agent: string | null;
}

/** The answer of `POST /phonenumbers` and `PATCH /phonenumbers/{id}`. */
export const shownNumber = z
  .object({ phoneNumberId: text, phoneNumber: text, price: text, agentId: text })
  .transform(
    ({ phoneNumberId, phoneNumber, price, agentId }): ShownNumber => ({
      id: phoneNumberId,
      // By form only: Cald's own sample is a digit shorter than any number of the country.
      e164: (phoneNumber !== null && e164FromVendor(phoneNumber)) || null,
      // "The monthly price of the phone number in USD", docs.cald.ai/api-reference/endpoint/buy-phone-number.
      monthlyPrice: (price !== null && readMoney(price, "USD")) || null,
      agent: agentId,
    }),
  );

/** The answer of `DELETE /phonenumbers/{id}`: its status is 200 whether it succeeded or not. */
export const releaseAnswer = z.object({ status: text });

/** The answer of `GET /agents/{id}`: that it is an object is enough. */
export const agentRow = z.object({ agentId: text });
/** The answer of `GET /agents`, which has no pages. */
export const agentList = z.object({ agents: z.array(agentRow) });
