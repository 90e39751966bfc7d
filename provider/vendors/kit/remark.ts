import { z } from "zod";
import { exactNumber } from "./exact-number";

/** A field that only describes a number: a text, trimmed; null where it says nothing, or is of another kind. It never hides its row. */
export const remark = z
  .union([z.string(), exactNumber])
  .nullish()
  .catch(null)
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));
