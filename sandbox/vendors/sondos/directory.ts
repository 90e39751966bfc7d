import type { Random } from "../../world/random";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A key of the same account that may do nothing. The same for every seed. */
export const SONDOS_RESTRICTED_API_KEY = `7|${"restricted".repeat(4)}`;

/** More than the list shows in a page when it is not told how many. */
const INBOUND_ASSISTANTS = 10;
const OUTBOUND_ASSISTANTS = 2;

export interface Assistant {
  readonly id: number;
  readonly name: string;
  readonly type: "inbound" | "outbound";
}

/** Who exists besides the numbers. */
export interface Directory {
  /** Digits, a bar, and the secret: of use only as a whole. */
  readonly apiKey: string;
  /** The oldest first. */
  readonly assistants: readonly Assistant[];
}

export function createDirectory(random: Random): Directory {
  const apiKey = `${1 + random.below(9999)}|${random.text(40, ALPHANUMERIC)}`;
  let id = 100 + random.below(900);
  const assistants = Array.from({ length: INBOUND_ASSISTANTS + OUTBOUND_ASSISTANTS }, (_, index) => {
    id += 1 + random.below(9);
    const type = index < INBOUND_ASSISTANTS ? ("inbound" as const) : ("outbound" as const);
    return { id, name: `Assistant ${index + 1}`, type };
  });
  return { apiKey, assistants };
}

/** The part of a key that must not be seen, also where somebody leaves off its digits. */
export function secretOf(apiKey: string): string {
  return apiKey.slice(apiKey.indexOf("|") + 1);
}
