import type { Random } from "../../world/random";
import { hex, uuid } from "./ids";

export interface Agent {
  readonly id: string;
  readonly name: string;
  /** The sub-account it belongs to; null for the main account. */
  readonly subaccount: string | null;
}

export interface Subaccount {
  readonly id: string;
  readonly apiKey: string;
  name: string;
  minConcurrency: number;
  maxConcurrency: number | null;
  readonly multiTenant: boolean;
}

/** Who and what exists in the organization besides its numbers. */
export interface Directory {
  readonly apiKey: string;
  readonly userId: string;
  readonly organizationId: string;
  agents: Agent[];
  subaccounts: Subaccount[];
}

export function createDirectory(random: Random): Directory {
  const subaccounts = ["Staging", "Customer one"].map((name) => createSubaccount(random, name, 1, 5));
  return {
    apiKey: `bn-${hex(random, 32)}`,
    userId: uuid(random),
    organizationId: uuid(random),
    agents: [
      ...["Support line", "Sales line"].map((name) => createAgent(random, name, null)),
      ...subaccounts.map(({ id, name }) => createAgent(random, `${name} line`, id)),
    ],
    subaccounts,
  };
}

export function createSubaccount(
  random: Random,
  name: string,
  minConcurrency: number,
  maxConcurrency: number | null,
  multiTenant = false,
): Subaccount {
  return {
    id: uuid(random),
    apiKey: `sa-${hex(random, 32)}`,
    name,
    minConcurrency,
    maxConcurrency,
    multiTenant,
  };
}

function createAgent(random: Random, name: string, subaccount: string | null): Agent {
  return { id: uuid(random), name, subaccount };
}
