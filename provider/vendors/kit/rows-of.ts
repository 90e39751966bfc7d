import { z } from "zod";

/** Rows of a list: those that could be read, and the others as they came. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly odd: readonly unknown[];
}

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
export function rowsOf<Row extends z.ZodType>(row: Row) {
  return z.array(z.unknown()).transform((all): Rows<z.output<Row>> => {
    const rows: z.output<Row>[] = [];
    const odd: unknown[] = [];
    for (const each of all) {
      const parsed = row.safeParse(each);
      if (parsed.success) rows.push(parsed.data);
      else odd.push(each);
    }
    return { rows, odd };
  });
}
