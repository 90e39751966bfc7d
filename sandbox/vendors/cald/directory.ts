import type { Random } from "../../world/random";

const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

export interface Agent {
  readonly id: string;
  readonly name: string;
}

/** Who and what exists in the account besides its numbers. */
export interface Directory {
  readonly apiKey: string;
  readonly agents: readonly Agent[];
}

export function createDirectory(random: Random): Directory {
  return {
    apiKey: `caldLive${random.text(32, "0123456789abcdef")}`,
    agents: ["Support line", "Sales line"].map((name) => ({ id: opaqueId(random), name })),
  };
}

/** Cald says nothing about the form of its ids; this one is not to be mistaken for anything. */
export function opaqueId(random: Random): string {
  return random.text(20, lowerAlphanumeric);
}

export function hasAgent({ agents }: Directory, id: string): boolean {
  return agents.some((agent) => agent.id === id);
}
