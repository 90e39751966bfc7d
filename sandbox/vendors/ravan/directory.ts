import type { Random } from "../../world/random";

const foundedAt = new Date("2026-01-15T09:00:00Z");
const hexDigits = "0123456789abcdef";

export interface Agent {
  readonly id: string;
  readonly name: string;
}

/** Who and what exists in the organization besides its numbers. */
export interface Directory {
  /** In the form that keys in use have; none is documented. */
  readonly apiKey: string;
  readonly telephonyId: string;
  readonly agents: readonly Agent[];
  readonly foundedAt: Date;
}

export function createDirectory(random: Random): Directory {
  return {
    apiKey: `ak_${random.text(64, hexDigits)}`,
    telephonyId: uuidV7(random, foundedAt),
    agents: ["Support line", "Sales line"].map((name) => ({ id: uuidV7(random, foundedAt), name })),
    foundedAt,
  };
}

/** The time comes first in these ids, to the millisecond. */
export function uuidV7(random: Random, at: Date): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  const variant = random.text(1, "89ab");
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${random.text(3, hexDigits)}`,
    `${variant}${random.text(3, hexDigits)}`,
    random.text(12, hexDigits),
  ].join("-");
}

/** Why a text is no id, in the words of the vendor; undefined when it is one. */
export function uuidProblem(text: string): string | undefined {
  if (text.length !== 36) return `invalid uuid "${text}": invalid UUID length: ${text.length}`;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return undefined;
  return `invalid uuid "${text}": invalid UUID format`;
}
