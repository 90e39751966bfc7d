import { UnsupportedError } from "../../domain/errors";

/** The error of an operation that a vendor's API does not have. */
export function noSuchCall(vendor: string, operation: string): UnsupportedError {
  return new UnsupportedError("the vendor's API has no such call", {
    vendor,
    operation,
    nextStep: "Use the vendor's dashboard.",
  });
}
