import type { Random } from "../../world/random";

/** A SIP trunk that takes calls: a number can be given to it in place of an application. The same for every seed. */
export const plivoInboundTrunkId = "21784177241578012";

/** A SIP trunk that only makes calls. A number given to it is accepted, and stops answering. */
export const plivoOutboundTrunkId = "21784177241578013";

const upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const alphanumeric = `${upperAlphanumeric}abcdefghijklmnopqrstuvwxyz`;

export interface Application {
  /** Digits, and more of them than a JavaScript number can hold. */
  readonly id: string;
  readonly name: string;
}

export interface Subaccount {
  readonly authId: string;
  readonly authToken: string;
  readonly name: string;
}

export interface Trunk {
  readonly id: string;
  readonly name: string;
  readonly direction: "inbound" | "outbound";
}

/** Who and what exists in the account besides its numbers. */
export interface Directory {
  readonly authId: string;
  readonly authToken: string;
  readonly applications: readonly Application[];
  readonly subaccounts: readonly Subaccount[];
  readonly trunks: readonly Trunk[];
}

export function createDirectory(random: Random): Directory {
  return {
    authId: authId(random, "MA"),
    authToken: random.text(40, alphanumeric),
    applications: ["Support line", "Sales line"].map((name) => ({
      id: random.text(1, "123456789") + random.text(16, "0123456789"),
      name,
    })),
    subaccounts: ["Staging", "Customer one"].map((name) => ({
      authId: authId(random, "SA"),
      authToken: random.text(40, alphanumeric),
      name,
    })),
    trunks: [
      {
        id: plivoInboundTrunkId,
        name: "Inbound trunk",
        direction: "inbound",
      },
      {
        id: plivoOutboundTrunkId,
        name: "Outbound trunk",
        direction: "outbound",
      },
    ],
  };
}

/** Whether `app_id` may name it: applications, and trunks of either direction. */
export function answersCalls(directory: Directory, id: string): boolean {
  return [...directory.applications, ...directory.trunks].some((agent) => agent.id === id);
}

function authId(random: Random, kind: "MA" | "SA"): string {
  return kind + random.text(18, upperAlphanumeric);
}
