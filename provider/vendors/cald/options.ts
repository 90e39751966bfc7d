import { z } from "zod";
import type { Schema } from "../../domain/schema";
import type { OptionSchemas } from "../kit/option-schemas";

/** `vendorOptions` of Cald. */
export interface CaldOptions {
  /** The same as the argument `nothingBought`: the token that the message printed, after a look into Cald's dashboard. */
  nothingBought?: string | undefined;
}

export const caldOptions: Schema<CaldOptions> = z.strictObject({
  nothingBought: z.string().optional(),
} satisfies OptionSchemas<CaldOptions>);
