import { z } from "zod";
import { type Money, readMoney } from "../../domain/money";
import { type E164, e164FromVendor } from "../../domain/number";
import { remark } from "../kit/remark";

// Cald's specification marks no field as required, and the answer to a purchase is the only one that ever names the number: a field
// that is absent, of an unexpected kind or under another name must not hide the others.
const names = {
  id: ["phoneNumberId", "phone_number_id"],
  otherId: ["numberId", "number_id", "id", "_id"],
  number: ["phoneNumber", "phone_number", "number", "e164"],
  agent: ["agentId", "agent_id"],
} as const;

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of these fields that says something. */
function told(fields: Fields, among: readonly string[]): string | null {
  return among.map((name) => remark.parse(fields[name])).find((value) => value !== null) ?? null;
}

/** The object that shows the number: the answer, or what it wraps. */
function unwrapped(body: Fields): Fields {
  const inner = [body.data, ...names.number.map((name) => body[name])].find(isObject);
  return inner === undefined ? body : { ...body, ...unwrapped(inner) };
}

/** A number as the answer to a purchase or a change shows it. */
export interface ShownNumber {
  readonly id: string | null;
  /** What may be its id, where the documented field is absent: as likely the id of something else. */
  readonly otherId: string | null;
  readonly e164: E164 | null;
  readonly monthlyPrice: Money | null;
  /** Null when none is bound: whether Cald says so by absence, null or an empty text is documented nowhere. */
  readonly agent: string | null;
}

/** The answer of `POST /phonenumbers` and `PATCH /phonenumbers/{id}`. */
export const shownNumber = z.record(z.string(), z.unknown()).transform((body): ShownNumber => {
  const fields = unwrapped(body);
  const [number, price] = [told(fields, names.number), told(fields, ["price"])];
  return {
    id: told(fields, names.id),
    otherId: told(fields, names.otherId),
    // With a plus by form only: Cald's own sample is a digit shorter than any number of the country. It sells numbers of one country.
    e164: (number !== null && e164FromVendor(number, ["US"])) || null,
    // "The monthly price of the phone number in USD", docs.cald.ai/api-reference/endpoint/buy-phone-number.
    monthlyPrice: (price !== null && readMoney(price, "USD")) || null,
    agent:
      told(fields, names.agent) ??
      (isObject(fields.agent) ? told(fields.agent, [...names.agent, "id"]) : null),
  };
});

/** What answers say that show no number: of a release whether it succeeded, as its status is 200 in either case. */
export const outcome = z.object({
  status: remark,
  success: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** The answer of `GET /agents/{id}`: that it is an object is enough. */
export const agentRow = z.object({ agentId: remark });
/** The answer of `GET /agents`, which has no pages. */
export const agentList = z.object({ agents: z.array(agentRow) });
