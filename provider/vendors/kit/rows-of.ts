import { z } from "zod";
import type { Schema } from "../../domain/schema";
import type { Rows } from "./rows";

// Ten times what the largest account of a test has: each row is looked at by itself.
const mostRows = 100_000;

/** A list of which some rows may be odd; as `rowsOf` of the kit, with zod's types. */
export function rowsOf<Row>(row: Schema<Row>) {
  return z
    .array(z.unknown())
    .refine(({ length }) => length <= mostRows)
    .transform((all): Rows<Row> => {
      const rows: Row[] = [];
      const odd: unknown[] = [];
      for (const each of all) {
        const parsed = row.safeParse(each);
        if (parsed.success) rows.push(parsed.data);
        else odd.push(each);
      }
      return { rows, odd };
    });
}
