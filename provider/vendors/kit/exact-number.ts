import { z } from "zod";

/** A JSON number that has kept its digits: of an id that is longer than a JavaScript number holds, another one would be left. */
export const exactNumber = z
  .number()
  .refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
