import { z } from "zod";
import { argumentNames, type NumberArguments } from "../domain/argument-schema";
import { WrongAccountError } from "../domain/errors";
import type { Money } from "../domain/money";
import type { NumberCapability, NumberStatus } from "../domain/names";
import type { E164 } from "../domain/number";
import { candidateSchema, type Quote, quoteSchema } from "../domain/quote";

import { orderedForSchema } from "../host/journal";
import type { Requests } from "../host/purchase-records";
import type { ShortList } from "../purchase/candidates";
import { isAbsenceProven } from "../purchase/proof-times";
import type { NumberChanges, NumberReference, Order, OwnedNumber, Vendor } from "../vendors/vendor";

/** Version of what is written here. Raised when a reader of older state has to do something for it. */
export const stateVersion = 1;

/** The id and the name of a purchase of which nobody knows which number it would be. */
export function unsettledId(claim: string): string {
  return `unsettled:${claim}`;
}

/** The arguments as checked: vendor and country are decided, numbers and countries are normalised. */
export type CheckedArguments = NumberArguments & { readonly vendor: string; readonly country: string };

/** What check hands to create and update: the arguments, and what only this package reads. */
export interface CheckedInputs {
  readonly args: CheckedArguments;
  /** The resource's own URN: who may call a number its own. */
  readonly claim: string;
  readonly candidates: readonly E164[];
  /** What the candidates cost; null when none were picked. */
  readonly quote: Quote | null;
  /** How and when an earlier run that was interrupted can have asked for one of the candidates; null when there was none. */
  readonly interrupted: Requests | null;
}

/** What check pins into the inputs, and the engine writes down before the purchase: with it an interrupted one is found again. */
export interface PinnedList extends ShortList {
  /** ISO time: nothing was asked for before. */
  readonly pinnedAt: string;
  readonly interrupted?: Requests;
  /** Set when the account owns the number already, and nothing is to be bought. */
  readonly adopted?: true;
  /** Which country that number is of, where the program has named it by an id. */
  readonly country?: string | undefined;
}

/** What a vendor tells of a number, as the outputs have it. */
export interface ObservedNumber {
  readonly e164: string;
  readonly vendorId: string | null;
  readonly status: NumberStatus;
  readonly statusReason: string | null;
  readonly monthlyPrice: Money | null;
  readonly setupPrice: Money | null;
  readonly renewsAt: string | null;
  readonly boundAgent: string | null;
  readonly heldBy: string | null;
  readonly label: string | null;
  readonly capabilities: readonly string[];
  readonly numberRegion: string | null;
  readonly purchasedAt: string | null;
  readonly matched: number;
}

/** One number's state: what was asked for, and what was seen last. */
export interface NumberState extends CheckedInputs {
  /** The account's public name at the vendor, so that the keys of another account are noticed. */
  readonly vendorAccount: string | null;
  /** When the purchase was requested, as ISO time, as long as the account has not shown the number; null from then on. */
  readonly unseenSince: string | null;
  readonly observed: ObservedNumber;
}

// State is read leniently, as older versions may have written it: only what is used, and a default for what may lack.
const inputsSchema = z.object({
  claim: z.string(),
  candidates: z.array(candidateSchema).default([]),
  quote: quoteSchema.nullable().default(null),
  interrupted: z
    .object({ since: z.string(), until: z.string(), orders: z.array(orderedForSchema).default([]) })
    .nullable()
    .default(null),
});
const checkedSchema = z.object({ vendor: z.string(), country: z.string() });
const text = z.string().nullable().default(null);
const price = z.object({ amount: z.string(), currency: z.string() }).nullable().default(null);
const observedSchema = z.object({
  e164: z.string(),
  vendorId: text,
  status: z.enum(["active", "pending", "lapsing", "released", "unsettled"]),
  statusReason: text,
  monthlyPrice: price,
  setupPrice: price,
  renewsAt: text,
  boundAgent: text,
  heldBy: text,
  label: text,
  capabilities: z.array(z.string()).default([]),
  numberRegion: text,
  purchasedAt: text,
  matched: z.number().default(0),
});

type Properties = Readonly<Record<string, unknown>>;

/** Reads what check has written, this version's or an older one's: the arguments were validated there, and are not again. */
export function readInputs(properties: Properties): CheckedInputs {
  const args = pick(properties, argumentNames) as NumberArguments;
  return {
    args: { ...args, ...(checkedSchema.parse(properties) as CheckedArguments) },
    ...inputsSchema.parse(properties),
  };
}

/** Reads what {@link outputs} has written, now or in an older version. */
export function readState(properties: Properties): NumberState {
  return {
    ...readInputs(properties),
    vendorAccount: text.parse(properties.vendorAccount),
    unseenSince: text.parse(properties.unseenSince),
    observed: observedSchema.parse(properties),
  };
}

/** The properties of inputs, as check returns them. */
export function inputProperties({ args, claim, candidates, quote }: CheckedInputs): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
  return json({ ...given, claim, candidates, quote: quote ?? undefined });
}

/** The part of a number that changes in place, as it is now. */
export type InPlace = Required<{ [Name in keyof NumberChanges]: string | null }>;

/** What was seen last, as far as it changes in place. */
export function seenLast({ observed }: NumberState): InPlace {
  return { agent: observed.boundAgent, subaccount: observed.heldBy, alias: observed.label };
}

/**
 * The inputs with what was seen in the place of what was asked, for what changes in place: so the engine's own display of
 * a refresh and of the preview after it names what differs.
 */
export function asSeen(state: NumberState): CheckedInputs {
  const seen = Object.entries(seenLast(state)).filter(
    ([name]) => state.args[name as keyof InPlace] !== undefined,
  );
  return { ...state, args: { ...state.args, ...Object.fromEntries(seen) } };
}

/** The outputs of a number: its inputs, and what was seen of it. JSON values only: anything else would be lost, or fail the step after the number was bought. */
export function outputs(state: NumberState): Record<string, unknown> {
  return json({
    ...inputProperties(state),
    ...state.observed,
    vendorAccount: state.vendorAccount,
    unseenSince: state.unseenSince ?? undefined,
    stateVersion,
  });
}

/** What was seen, in the words of the outputs. What only the purchase told is kept from `before`. */
export function observe(
  owned: OwnedNumber,
  before: ObservedNumber,
  { renewal }: Pick<CheckedArguments, "renewal"> = {},
): ObservedNumber {
  // A row that says nothing of documents changes nothing about a number that waits for them; and one under notice may look like
  // any other until its period ends.
  const isLapsing = renewal === "off" && before.status === "lapsing" && owned.status !== "pending";
  const known = isLapsing
    ? "lapsing"
    : (owned.status ?? (before.status === "pending" ? "pending" : "active"));
  return {
    e164: owned.e164,
    vendorId: owned.vendorId,
    status: known,
    statusReason: owned.statusReason ?? (known === "pending" ? before.statusReason : null),
    monthlyPrice: owned.monthlyPrice ?? before.monthlyPrice,
    setupPrice: before.setupPrice,
    renewsAt: owned.renewsAt,
    boundAgent: owned.agent,
    heldBy: owned.subaccount,
    label: owned.alias,
    capabilities: owned.capabilities,
    numberRegion: owned.region,
    purchasedAt: owned.purchasedAt,
    matched: before.matched,
  };
}

/** What the purchase itself tells. */
export type Outcome = Pick<ObservedNumber, "vendorId" | "status" | "statusReason">;

/** A number that was bought, or may have been, as far as its quote and the purchase tell. */
export function expected(number: string, quote: Quote | null, outcome: Outcome): ObservedNumber {
  return {
    ...outcome,
    e164: number,
    monthlyPrice: quote?.monthlyPrice ?? null,
    setupPrice: quote?.setupPrice ?? null,
    renewsAt: null,
    boundAgent: null,
    heldBy: null,
    label: null,
    capabilities: [],
    numberRegion: null,
    purchasedAt: null,
    matched: quote?.matched ?? 0,
  };
}

/**
 * Throws WrongAccountError when the keys in use are another account's, or, where the vendor names no account, other keys than
 * those that have shown the number last. Asked whenever a number is not there: what another account does not show is not gone,
 * and a number that is paid for would leave the state.
 */
export function requireSameAccount(state: NumberState, vendor: Vendor): void {
  if (state.vendorAccount === null || state.vendorAccount === vendor.account) return;
  throw new WrongAccountError(
    `${state.observed.e164} is in account ${state.vendorAccount}, and the keys in use are of account ${vendor.account}`,
    {
      vendor: vendor.definition.name,
      nextStep: `Nothing was done. Use the keys of ${state.vendorAccount}, or remove the number from the state if it is not yours.`,
    },
  );
}

/** Whether it proves anything that the account does not show the number: not so soon after the purchase. */
export function isGoneProven({ unseenSince }: NumberState, now: Date): boolean {
  return unseenSince === null || isAbsenceProven(unseenSince, now);
}

/** The number in E.164. */
export function numberOf(state: NumberState): E164 {
  return state.observed.e164 as E164;
}

/** The number by all its names. */
export function referenceOf(state: NumberState): NumberReference {
  return { e164: numberOf(state), vendorId: state.observed.vendorId };
}

/** What is ordered beside the number itself. */
export function orderOf({ args, quote }: CheckedInputs): Omit<Order, "e164"> {
  const { country, agent, subaccount } = args;
  return { country, agent, subaccount, terms: quote?.terms ?? null };
}

/** The number as it was seen last, for vendors that cannot be asked. */
export function remembered({ observed }: NumberState): OwnedNumber {
  const { vendorId, status, boundAgent, heldBy, label, numberRegion, capabilities } = observed;
  return {
    e164: observed.e164 as E164,
    vendorId,
    status: status === "pending" ? "pending" : "active",
    statusReason: observed.statusReason,
    monthlyPrice: observed.monthlyPrice,
    renewsAt: observed.renewsAt,
    agent: boundAgent,
    subaccount: heldBy,
    alias: label,
    capabilities: capabilities as readonly NumberCapability[],
    region: numberRegion,
    purchasedAt: observed.purchasedAt,
  };
}

/** The properties of these names, as far as they are there. */
export function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}

/** Plain JSON values: anything else would be lost, or fail the call. */
export function json(properties: Properties): Record<string, unknown> {
  return JSON.parse(JSON.stringify(properties)) as Record<string, unknown>;
}
