import { z } from "zod";
import type { Schema } from "../../domain/schema";
import type { OptionSchemas } from "../kit/option-schemas";

/** `vendorOptions` of Cald. */
export interface CaldOptions {
  /**
   * Says that an unclear purchase has bought nothing, so that another one may be made: the text that the message prints (the URN
   * of the resource, with a time where it is not the first), after a look into Cald's dashboard. For one run only.
   */
  nothingBought?: string | undefined;
}

export const caldOptions: Schema<CaldOptions> = z.strictObject({
  nothingBought: z.string().optional(),
} satisfies OptionSchemas<CaldOptions>);
