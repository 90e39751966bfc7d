import type { Random } from "../../world/random";

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A key of the same account that may do nothing. The same for every seed. */
export const sondosRestrictedApiKey = `7|${"restricted".repeat(4)}`;

/** More than the list shows in a page when it is not told how many. */
const inboundAssistants = 10;
const outboundAssistants = 2;

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
  const apiKey = `${1 + random.below(9999)}|${random.text(40, alphanumeric)}`;
  let id = 100 + random.below(900);
  const assistants = Array.from({ length: inboundAssistants + outboundAssistants }, (_, index) => {
    id += 1 + random.below(9);
    const type = index < inboundAssistants ? ("inbound" as const) : ("outbound" as const);
    return { id, name: `Assistant ${index + 1}`, type };
  });
  return { apiKey, assistants };
}

/** The part of a key that must not be seen, also where its digits are left off. */
export function secretOf(apiKey: string): string {
  return apiKey.slice(apiKey.indexOf("|") + 1);
}
