import { z } from "zod";
import { ConfigurationError } from "../domain/errors";
import { parseJson } from "../domain/parse-json";

/** One entry of `phone:accounts`: another account of a vendor than the one of the vendor's own keys. */
export interface AccountEntry {
  readonly vendor: string;
  readonly baseUrl: string | undefined;
  /** The vendor's keys by the names they have in the entry. */
  readonly keys: Readonly<Record<string, string>>;
}

const entries = z.record(
  z.string(),
  z.object({ vendor: z.string(), baseUrl: z.string().optional() }).catchall(z.string()),
);

/**
 * Reads `phone:accounts`, which Pulumi hands over as JSON: name → { vendor, keys…, baseUrl? }. Keys are called as in the
 * configuration without `phone:` (`plivoAuthToken`), or without the vendor (`authToken`). Throws ConfigurationError, which
 * never shows a value.
 */
export function readAccounts(text: string | undefined): ReadonlyMap<string, AccountEntry> {
  if (text === undefined || text === "") return new Map();
  const parsed = entries.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigurationError("must be an object with vendor and keys, all of them text", {
      argument: ["phone:accounts", ...(issue?.path ?? [])].map(String).join("."),
      nextStep:
        "Set it by pulumi config set --path 'phone:accounts.<name>.vendor' plivo, and its keys likewise with --secret; a key of digits alone needs --type string, too.",
    });
  }
  return new Map(
    Object.entries(parsed.data).map(([name, { vendor, baseUrl, ...keys }]) => [
      name,
      { vendor, baseUrl, keys },
    ]),
  );
}
