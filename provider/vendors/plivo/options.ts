import { z } from "zod";
import type { Schema } from "../../domain/schema";
import type { OptionSchemas } from "../kit/option-schemas";

/**
 * `vendorOptions` of Plivo (plivo.com/docs/numbers/phone-numbers): search parameters that only Plivo has, used with every entry of
 * `search`, and what goes into the purchase.
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
  /**
   * An accepted compliance application of the country and type of the number: its id goes into the purchase. Without it, Plivo takes
   * the newest that fits.
   */
  complianceApplicationId?: string | undefined;
}

export const plivoOptions: Schema<PlivoOptions> = z.strictObject({
  npanxx: z
    .string()
    .regex(/^\d{6}$/, "must be six digits")
    .optional(),
  localCallingArea: z.boolean().optional(),
  lata: z.number().int().positive().optional(),
  rateCenter: z.string().trim().min(1).optional(),
  complianceApplicationId: z
    .string()
    .regex(/^[\w-]+$/, "must be the id of a compliance application")
    .optional(),
} satisfies OptionSchemas<PlivoOptions>);

/** Those of the options that go into the purchase. */
export const plivoPurchaseOptions = ["complianceApplicationId"] as const satisfies (keyof PlivoOptions)[];
