import { UnclearError } from "../../domain/errors";
import { digitsOf, type E164, nationalNumber } from "../../domain/number";
import { sameId } from "../../domain/same-id";
import type { Client } from "../../http/client";
import type { NumberReference, Offer } from "../vendor";
import type { Rows } from "./rows";

/** How the vendor names the fields of a row that tell which number it is. */
export interface RowNames {
  readonly vendor: string;
  readonly id: readonly string[];
  readonly number: readonly string[];
}

/**
 * The rows of an account's lists that cannot be read. They are passed over, with a line that says so; but one that may be the number
 * that is looked for is no proof that the number is gone.
 *
 * @example
 * ```ts
 * const { rows, odd } = await this.owned.read();
 * const found = rows.find(({ e164 }) => e164 === number.e164);
 * if (found === undefined) this.oddRows.requireNone(odd, number);
 * ```
 */
export class OddRows {
  private readonly forSale = new Set<E164>();
  /** The odd rows of the account that were seen so far. */
  private readonly seen = new Set<string>();
  /** For each number that was asked for, those that were there before; of one that was not for sale, none is known to be another. */
  private readonly before = new Map<E164, ReadonlySet<string>>();

  constructor(
    private readonly client: Pick<Client, "tellOnce">,
    private readonly names: RowNames,
  ) {}

  /** Says that rows of a list are passed over: `list`, or `search`. */
  passOver(operation: string, odd: readonly unknown[]): void {
    if (odd.length === 0) return;
    if (operation === "list") for (const row of odd) this.seen.add(this.keyOf(row));
    const shown = odd.slice(0, 3).map((row) => this.describe(row));
    const rest = odd.length > shown.length ? `, and ${odd.length - shown.length} more` : "";
    this.client.tellOnce(
      `${this.names.vendor} ${operation}: what cannot be read as a phone number is passed over: ${shown.join("; ")}${rest}`,
    );
  }

  /**
   * What a page of a search offers: rows that cannot be read are passed over, and the others remembered as for sale. Throws
   * UnclearError when there is nothing else on it: then it is the vendor's API that is not as expected.
   */
  offered<T extends Pick<Offer, "e164">>({ rows, odd }: Rows<T>): readonly T[] {
    if (rows.length === 0 && odd.length > 0) {
      throw new UnclearError(`no row of the search can be read: ${this.describe(odd[0])}`, {
        vendor: this.names.vendor,
        operation: "search",
        nextStep: "Run again; if it stays so, the vendor's API has changed.",
      });
    }
    this.passOver("search", odd);
    this.shownForSale(rows);
    return rows;
  }

  /** Numbers that a search has shown: so the account had none of them. */
  shownForSale(offers: readonly Pick<Offer, "e164">[]): void {
    for (const { e164 } of offers) this.forSale.add(e164);
  }

  /** Whether a search has shown the number, and it was not asked for since: then the account has it not. */
  isForSale(number: E164): boolean {
    return this.forSale.has(number) && !this.before.has(number);
  }

  /** The number is about to be asked for: from now on a new row may be it. */
  askedFor(number: E164): void {
    if (!this.before.has(number)) this.before.set(number, new Set(this.forSale.has(number) ? this.seen : []));
  }

  /** Throws UnclearError when one of the rows may be the number, which is not among those that could be read. */
  requireNone(odd: readonly unknown[], number: NumberReference): void {
    const { e164, vendorId } = number;
    const suspects = odd.filter((row) => this.mayBe(row, number));
    const before = this.before.get(e164);
    // While it is for sale, it is no row of the account; what is there by then is another one afterwards, too.
    const isForSale = vendorId === null && this.isForSale(e164);
    const isOld = (row: unknown) => isForSale || before?.has(this.keyOf(row)) === true;
    const row = suspects.find((each) => holds(each, e164) || !isOld(each));
    for (const each of odd) this.seen.add(this.keyOf(each));
    if (row === undefined) return;
    throw new UnclearError(`the account has what cannot be read, and may be ${e164}: ${this.describe(row)}`, {
      vendor: this.names.vendor,
      operation: "list",
      nextStep: "Nothing was changed. Look at it in the vendor's dashboard, then run again.",
    });
  }

  private mayBe(row: unknown, { e164, vendorId }: NumberReference): boolean {
    if (holds(row, e164)) return true;
    const id = this.field(row, this.names.id);
    // A number that has lost digits is no id.
    const isIdKnown = typeof id === "string" || Number.isSafeInteger(id);
    if (vendorId && isIdKnown && sameId(String(id), vendorId)) return true;
    const told = this.field(row, this.names.number);
    // Digits are another number, an extension or a short code; what hides some of them, or is none, tells nothing.
    const tellsAnother =
      typeof told === "number" || (typeof told === "string" && /^[+\d\s().-]*\d[\s\d().-]*$/.test(told));
    if (tellsAnother) return false;
    return !(vendorId && isIdKnown);
  }

  private field(row: unknown, names: readonly string[]): unknown {
    if (typeof row !== "object" || row === null) return undefined;
    const fields = row as Readonly<Record<string, unknown>>;
    return names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
  }

  private keyOf(row: unknown): string {
    return JSON.stringify(this.field(row, this.names.id) ?? row) ?? "";
  }

  private describe(row: unknown): string {
    const [id, number] = [this.field(row, this.names.id), this.field(row, this.names.number)];
    const text = (value: unknown) => JSON.stringify(value ?? null).slice(0, 60);
    return id === undefined ? `number ${text(number)}` : `number ${text(number)} (id ${text(id)})`;
  }
}

/** Whether the digits of the number are anywhere in the row. */
function holds(value: unknown, number: E164): boolean {
  if (typeof value === "string" || typeof value === "number") {
    return digitsOf(String(value)).includes(nationalNumber(number));
  }
  return (
    typeof value === "object" && value !== null && Object.values(value).some((each) => holds(each, number))
  );
}
