import { z } from "zod";
import { ConfigurationError } from "../../domain/errors";
import { firstReasonOf } from "../../domain/reason";

/** Asks a function of a vendor's definition, which a module may have written. Throws ConfigurationError, which names it, where it fails. */
export function askDefinition<T>(
  vendor: string,
  member: string,
  schema: z.ZodType<T>,
  ask: () => unknown,
): T {
  try {
    return schema.parse(ask());
  } catch (error) {
    const reason = error instanceof z.ZodError ? error.issues[0]?.message : firstReasonOf(error);
    throw new ConfigurationError(`the module of ${vendor} fails in ${member}: ${reason}`, {
      vendor,
      argument: "phone:vendorModules",
      nextStep: "Nothing was done. Correct it in the module.",
    });
  }
}
