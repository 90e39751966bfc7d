import { type Diagnosis, diagnoseAccount } from "../../../cli/doctor/diagnose-account";
import type { VendorDefinition } from "../../../provider/vendors/vendor";

/** What the doctor finds at a server that stands in for a vendor. */
export function diagnosisAt<Key extends string>(
  definition: VendorDefinition<Key>,
  baseUrl: string,
  keys: Readonly<Record<Key, string>>,
): Promise<Diagnosis> {
  return diagnoseAccount(definition as VendorDefinition, { baseUrl, keys }, ["US"]);
}

/** Each difference as a line: `list objects[].number: missing`. */
export function differencesIn({ reads }: Diagnosis): string[] {
  return reads.flatMap(({ operation, differences }) =>
    differences.map(({ field, what }) => `${operation} ${field}: ${what}`),
  );
}
