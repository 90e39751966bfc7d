import { z } from "zod";
import type { Schema } from "../../domain/schema";
import type { OptionSchemas } from "../kit/option-schemas";

/** `vendorOptions` of Bolna. */
export interface BolnaOptions {
  /** The carrier that Bolna gets the number from (bolna.ai/docs/api-reference/phone-numbers/search); default: any that it offers. */
  provider?: "twilio" | "plivo" | "vobiz" | undefined;
}

export const bolnaOptions: Schema<BolnaOptions> = z.strictObject({
  provider: z.enum(["twilio", "plivo", "vobiz"]).optional(),
} satisfies OptionSchemas<BolnaOptions>);
