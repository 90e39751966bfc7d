import type { Capability, NumberType } from "../world/account";
import type { FaultName, Operation } from "../world/faults";

/** A free number, as posted in `add`. */
interface NumberInput {
  e164: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Default `local`. */
  type?: NumberType | undefined;
  /** Of a month; the decimal string or the number of a price that is not negative. */
  price?: number | string | undefined;
  setupPrice?: number | string | undefined;
  region?: string | undefined;
  locality?: string | undefined;
  capabilities?: Capability[] | undefined;
}

/** A number that the account owns from before, as posted in `own`. */
interface OwnedNumberInput extends NumberInput {
  agent?: string | undefined;
  subaccount?: string | undefined;
  alias?: string | undefined;
  /** ISO date, or date and time. */
  purchasedAt?: string | undefined;
}

/** A change of the numbers, as posted. */
export interface NumbersInput {
  vendor: string;
  add?: NumberInput[] | undefined;
  take?: string[] | undefined;
  price?: { e164: string; price: number | string }[] | undefined;
  own?: OwnedNumberInput[] | undefined;
  drop?: string[] | undefined;
}

/** A fault, as posted. */
export interface FaultInput {
  vendor: string;
  operation: Operation;
  fault: FaultName;
  /** How many calls it serves; default 1. */
  times?: number | undefined;
  delayMs?: number | undefined;
  /** Seconds. */
  retryAfter?: number | undefined;
}

/** What becomes of the papers of a country, as posted. */
export interface DocumentsInput {
  vendor: string;
  country: string;
  accepted: boolean;
}

type Read<Input, Defaulted extends keyof Input> = Input & {
  [Name in Defaulted]-?: NonNullable<Input[Name]>;
};

/** An entry of `add`, as read. */
export type NumberEntry = Read<Omit<NumberInput, "price" | "setupPrice">, "type"> & {
  price?: string | undefined;
  setupPrice?: string | undefined;
};

/** An entry of `own`, as read. */
export type OwnedNumberEntry = NumberEntry & Omit<OwnedNumberInput, keyof NumberInput>;

/** A change of the numbers, as read. */
export interface NumbersChange {
  vendor: string;
  add: NumberEntry[];
  take: string[];
  price: { e164: string; price: string }[];
  own: OwnedNumberEntry[];
  drop: string[];
}

/** Control input that makes no sense; names the field. */
export class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}
