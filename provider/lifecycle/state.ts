import { z } from "zod";
import { argumentNames } from "../domain/argument-schema";
import { ArgumentError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { NumberArguments } from "../domain/number-arguments";
import { json, type Properties, pick } from "../domain/properties";
import type { Quote } from "../domain/quote";
import { candidateSchema, moneySchema, quoteSchema } from "../domain/quote-schema";
import type { KnownRow } from "../host/purchase-records";
import type { ShortList } from "../purchase/candidates";
import type { NumberReference, Order } from "../vendors/vendor";
import { type InPlace, type ObservedNumber, type OutputForms, outputList, seenLast } from "./observed";
import type { Attempted } from "./steps/attempted";

/** Version of what is written here. Raised when a reader of older state has to do something for it. */
export const stateVersion = 1;

/** The id and the name of a purchase whose number is not known. */
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
  /** Set where an import took the number into the stack, and the program has not said since what a delete is to do. */
  readonly imported?: true | undefined;
}

/** What check pins into the inputs, and the engine writes down before the purchase: with it an interrupted one is found again. */
export interface PinnedList extends ShortList {
  /** The vendor's name of the account that is to be asked. */
  readonly vendorAccount?: string;
  /** The last update of the stack that has succeeded. */
  readonly lastUpdate?: string;
  /** Set when the account owns the number already, and nothing is to be bought. */
  readonly adopted?: true;
  /** Which country that number is of, where the program has named it by an id. */
  readonly country?: string | undefined;
}

/** One number's state: what was asked for, and what was seen last. */
export interface NumberState extends CheckedInputs {
  /** The account's public name at the vendor, so that the keys of another account are noticed. */
  readonly vendorAccount: string | null;
  /** When the purchase was requested, as ISO time, as long as the account has not shown the number; null from then on. */
  readonly unseenSince: string | null;
  /** Of an unsettled purchase the number that the vendor says it has sold instead. */
  readonly confirmed?: string | undefined;
  /** Set where a change of the number has failed, until one succeeds or the vendor shows what has come of it. */
  readonly attempted?: Attempted | undefined;
  /** Set where notice may have been given, and no answer says whether it was taken: it is given again, and cannot be taken back. */
  readonly noticeSent?: true | undefined;
  readonly observed: ObservedNumber;
}

// State is read leniently, as older versions may have written it: only what is used, and a default for what may lack.
const inputsSchema = z.object({
  claim: z.string(),
  candidates: z.array(candidateSchema).default([]),
  quote: quoteSchema.nullable().default(null),
  imported: z.literal(true).optional().catch(undefined),
});
const checkedSchema = z.object({ vendor: z.string(), country: z.string() });
const text = z.string().nullable().default(null);
const forms: { readonly [Form in keyof OutputForms]: z.ZodType<OutputForms[Form]> } = {
  // Part of addresses: whoever has edited a state has not made another call of a deletion.
  number: z.string().regex(/^\+\d+$|^unsettled:/, "is no number"),
  status: z.enum(["active", "pending", "lapsing", "released", "unsettled"]),
  text,
  price: moneySchema,
  capabilities: z.array(z.string()).default([]),
  index: z.number().default(0),
};
const beside = z.object({
  vendorAccount: text,
  unseenSince: text,
  confirmed: z.string().optional().catch(undefined),
  attempted: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  noticeSent: z.literal(true).optional().catch(undefined),
});
const observedSchema = z.object(
  Object.fromEntries(outputList.map(([name, { form }]) => [name, forms[form]])),
) as unknown as z.ZodType<ObservedNumber>;

/** Reads what check has written, this version's or an older one's: the arguments were validated there, and are not again. */
export function readInputs(properties: Properties): CheckedInputs {
  const args = pick(properties, argumentNames) as NumberArguments;
  return {
    args: { ...args, ...(readAs(checkedSchema, properties) as CheckedArguments) },
    // Inputs without the mark end it: they are laid over a state that may have it.
    imported: undefined,
    ...readAs(inputsSchema, properties),
  };
}

/** Reads what {@link outputs} has written, now or in an older version. */
export function readState(properties: Properties): NumberState {
  return {
    ...readInputs(properties),
    ...readAs(beside, properties),
    observed: readAs(observedSchema, properties),
  };
}

/** Reads a part of what is stored. Throws ArgumentError, which names what is not there as it has to be. */
function readAs<T>(schema: z.ZodType<T>, properties: Properties): T {
  const read = schema.safeParse(properties);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ArgumentError("is not stored as this package writes it", {
    argument: issue?.path.map(String).join("."),
    nextStep:
      "Nothing was done. Take the number into the stack by adopt; its row is taken out by pulumi state delete, which leaves the number as it is.",
  });
}

/** The properties of inputs, as check returns them. */
export function inputProperties({
  args,
  claim,
  candidates,
  quote,
  imported,
}: CheckedInputs): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
  const pinned = candidates.length > 0 ? candidates : undefined;
  return json({ ...given, claim, candidates: pinned, quote: quote ?? undefined, imported });
}

/** The state without what was pinned for the purchase, once that has ended in a number which the account has shown. */
export function withoutPinned(state: NumberState): NumberState {
  const isOpen = state.observed.status === "unsettled" || state.unseenSince !== null;
  return isOpen ? state : { ...state, candidates: [], quote: null };
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
    confirmed: state.confirmed,
    attempted: state.attempted,
    noticeSent: state.noticeSent,
    stateVersion,
  });
}

/**
 * What is asked for, where an imported number is left alone by a deletion until the program names a policy: a run that failed with one has
 * not made it so, and the inputs that it leaves behind do not have the mark of the import. Another policy in the state was made by one
 * that succeeded.
 */
export function withImportOf<T extends { readonly deletionPolicy?: unknown }>(
  { imported, args: { deletionPolicy } }: Pick<NumberState, "imported" | "args">,
  asked: T,
): T | (T & { readonly deletionPolicy: "retain" }) {
  return imported === true && deletionPolicy === "retain" && asked.deletionPolicy === undefined
    ? { ...asked, deletionPolicy: "retain" }
    : asked;
}

type DeletionArguments = Pick<CheckedArguments, "deletionPolicy" | "deletionProtection">;

/** A state with what other arguments say of its deletion. */
export function withDeletionOf(
  state: NumberState,
  { deletionPolicy, deletionProtection }: DeletionArguments,
): NumberState {
  return { ...state, args: { ...state.args, deletionPolicy, deletionProtection } };
}

/** From what gives a number up to what leaves it alone. */
export const deletionPolicies = ["release", "detach", "retain"] as const;

/** The same, as far as that keeps the number: for a state of which it is not known what else becomes of it. */
export function withStricterDeletionOf(state: NumberState, asked: DeletionArguments): NumberState {
  const { deletionPolicy: before = "release", deletionProtection: wasProtected } = state.args;
  const { deletionPolicy = "release", deletionProtection } = asked;
  const isStricter = deletionPolicies.indexOf(deletionPolicy) > deletionPolicies.indexOf(before);
  return withDeletionOf(state, {
    deletionPolicy: isStricter ? deletionPolicy : state.args.deletionPolicy,
    deletionProtection: deletionProtection === true || wasProtected,
  });
}

/**
 * The same for a purchase that may not get settled: it would stay protected for as long, and could not be deleted by the way that the
 * refusal names.
 */
export function withDeletionWhileOpen(state: NumberState, asked: DeletionArguments): NumberState {
  const { args } = withStricterDeletionOf(state, asked);
  const deletionProtection = asked.deletionProtection === false ? false : args.deletionProtection;
  return withDeletionOf(state, { ...args, deletionProtection });
}

/** The number in E.164. */
export function numberOf(state: NumberState): E164 {
  return state.observed.e164 as E164;
}

/** The number by all its names. */
export function referenceOf(state: NumberState): NumberReference {
  return { e164: numberOf(state), vendorId: state.observed.vendorId };
}

/** What tells the row of this state from others. */
export function knownRow({ observed: { e164, status } }: NumberState): KnownRow {
  return { e164, settled: status !== "unsettled" };
}

/** What is ordered beside the number itself. */
export function orderOf({ args, quote }: CheckedInputs): Omit<Order, "e164"> {
  const { country, agent, subaccount, vendorOptions: options } = args;
  return { country, agent, subaccount, terms: quote?.terms ?? null, options };
}
