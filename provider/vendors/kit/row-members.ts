import type { BareNumbers, E164 } from "../../domain/number";
import type { MemberSchema, Schema } from "../../domain/schema";
import * as text from "./remark";
import type { Rows } from "./rows";
import * as list from "./rows-of";
import * as number from "./vendor-number";

/**
 * The schemas of the kit as modules see them: members of zod's objects, told without zod's own types.
 */

/** A field that only describes a number: a text, trimmed; null where it says nothing, or is of another kind. It never hides its row. */
export const remark: MemberSchema<string | null> = text.remark;

/**
 * A list of which some rows may be odd: a short code among the numbers, no number at all, a field of another kind. They do not spoil
 * the others. What becomes of them is for `OddRows`.
 *
 * @example
 * ```ts
 * const page = z.object({ numbers: rowsOf(numberRow) });
 * const { rows, odd } = client.read(answer, page).numbers;
 * ```
 */
export const rowsOf: <Row>(row: Schema<Row>) => MemberSchema<Rows<Row>> = list.rowsOf;

/** A number in the row of a vendor that writes numbers with a plus. Digits without one are taken only where they can be nothing else. */
export const vendorNumber: MemberSchema<E164> = number.vendorNumber;

/**
 * A number in the row of a vendor that writes digits without a plus in this way; what cannot be read as one phone number makes the
 * row unreadable.
 *
 * @example
 * ```ts
 * const row = z.object({ number: vendorNumberOf("international") }); // 14155550100
 * const local = z.object({ number: vendorNumberOf(["US"]) }); // (415) 555-0100
 * ```
 */
export const vendorNumberOf: (bare: BareNumbers) => MemberSchema<E164> = number.vendorNumberOf;
