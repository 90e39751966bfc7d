import { z } from "zod";
import type { OptionSchemas } from "../vendor";

/**
 * `vendorOptions` of Plivo: search parameters that only Plivo has (plivo.com/docs/numbers/phone-numbers), used with every entry of
 * `search`.
 */
export interface PlivoOptions {
  /** Area code and exchange, six digits; US and Canada. */
  npanxx?: string | undefined;
  /** Widens `npanxx` to its local calling area. */
  localCallingArea?: boolean | undefined;
  /** Local access and transport area; US and Canada. */
  lata?: number | undefined;
  /** Rate center, e.g. `"SNFC CNTRL"`; US and Canada. */
  rateCenter?: string | undefined;
}

export const plivoOptions = z.strictObject({
  npanxx: z
    .string()
    .regex(/^\d{6}$/, "must be six digits")
    .optional(),
  localCallingArea: z.boolean().optional(),
  lata: z.number().int().positive().optional(),
  rateCenter: z.string().trim().min(1).optional(),
} satisfies OptionSchemas<PlivoOptions>);
