import type { z } from "zod";

/** A schema for each member of a vendor's options, so that their type and what is checked cannot drift apart. */
export type OptionSchemas<Options> = { readonly [Name in keyof Options]-?: z.ZodType<Options[Name]> };
