import type { Money } from "../domain/money";
import type { NumberStatus } from "../domain/names";
import type { E164 } from "../domain/number";
import type { Quote } from "../domain/quote";
import { type ChangeableName, changeable, type OwnedNumber } from "../vendors/vendor";

// Loaded by the program, which is to start fast: no schemas here.

/** The types that outputs have. */
export interface OutputForms {
  readonly number: string;
  readonly status: NumberStatus;
  readonly text: string | null;
  readonly price: Money | null;
  readonly capabilities: readonly string[];
  readonly index: number;
}

type Form = keyof OutputForms;

type Member = Exclude<keyof OwnedNumber, "untold">;

/** The members of a vendor's row that an output of this form can show. */
type RowMember<F extends Form> = {
  [Each in Member]-?: OwnedNumber[Each] extends OutputForms[F] | null | undefined ? Each : never;
}[Member];

/** An output that shows a member of the vendor's row. */
function shows<F extends Form, Member extends RowMember<F>>(form: F, member: Member) {
  return { form, member } as const;
}

/** An output that no row tells: what the purchase told is kept. */
function fromPurchase<F extends Form>(form: F) {
  return { form, member: null } as const;
}

/**
 * Every output of a number, and the member of the vendor's row that it shows. The outputs of the resource, the schema of the state
 * and all that is done to them derive from this list.
 */
export const numberOutputs = {
  e164: shows("number", "e164"),
  vendorId: shows("text", "vendorId"),
  status: shows("status", "status"),
  statusReason: shows("text", "statusReason"),
  monthlyPrice: shows("price", "monthlyPrice"),
  setupPrice: fromPurchase("price"),
  renewsAt: shows("text", "renewsAt"),
  boundAgent: shows("text", "agent"),
  heldBy: shows("text", "subaccount"),
  label: shows("text", "alias"),
  capabilities: shows("capabilities", "capabilities"),
  numberRegion: shows("text", "region"),
  purchasedAt: shows("text", "purchasedAt"),
  matched: fromPurchase("index"),
} as const;

type Outputs = typeof numberOutputs;

export type OutputName = keyof Outputs;

/** What a vendor tells of a number, as the outputs have it. */
export type ObservedNumber = { readonly [Name in OutputName]: OutputForms[Outputs[Name]["form"]] };

// A member of the row that no output shows would be lost: then this does not compile.
type Shown = Exclude<Outputs[OutputName]["member"], null>;
type RowAsShown = { readonly [Member in Shown]-?: Exclude<OwnedNumber[Member], undefined> };
type Row = { readonly [Each in Member]-?: Exclude<OwnedNumber[Each], undefined> };

/** An output's name with its form and the member of the row it shows. */
export const outputList = Object.entries(numberOutputs) as readonly (readonly [
  OutputName,
  Outputs[OutputName],
])[];

/** The outputs that show what an argument changes in place. */
export const changeableOutputs = outputList.flatMap(([output, { member }]) =>
  member !== null && isChangeable(member) ? [{ output, argument: member }] : [],
);

function isChangeable(member: string): member is ChangeableName {
  return member in changeable;
}

const empty: OutputForms = {
  number: "",
  status: "active",
  text: null,
  price: null,
  capabilities: [],
  index: 0,
};

/** What the purchase itself tells. */
export type Outcome = Pick<ObservedNumber, "vendorId" | "status" | "statusReason">;

/** A number that was bought, or may have been, as far as its quote and the purchase tell. */
export function expected(number: string, quote: Quote | null, outcome: Outcome): ObservedNumber {
  const nothing = outputsOf(({ form }) => empty[form]);
  const { monthlyPrice = null, setupPrice = null, matched = 0 } = quote ?? {};
  return { ...nothing, ...outcome, e164: number, monthlyPrice, setupPrice, matched };
}

/** What was seen, in the words of the outputs. What only the purchase told is kept from `before`. */
export function observe(
  owned: OwnedNumber,
  before: ObservedNumber,
  { renewal }: { readonly renewal?: "auto" | "off" | undefined } = {},
): ObservedNumber {
  // A row that says nothing of documents changes nothing about a number that waits for them; and one under notice may look like
  // any other until its period ends.
  const isLapsing = renewal === "off" && before.status === "lapsing" && owned.status !== "pending";
  const status = isLapsing
    ? "lapsing"
    : (owned.status ?? (before.status === "pending" ? "pending" : "active"));
  const isTold = (member: string) => owned.untold?.every((each) => each !== member) ?? true;
  const seen = outputsOf(({ form, member }, name) =>
    member === null || !isTold(member) ? before[name] : (owned[member] ?? empty[form]),
  );
  return {
    ...seen,
    status,
    statusReason: owned.statusReason ?? (status === "pending" ? before.statusReason : null),
    monthlyPrice: owned.monthlyPrice ?? before.monthlyPrice,
  };
}

/** The number as it was seen last, for vendors that cannot be asked. */
export function remembered({ observed }: { readonly observed: ObservedNumber }): OwnedNumber {
  const members = outputList.flatMap(([name, { member }]) =>
    member === null ? [] : [[member, observed[name]] as const],
  );
  const row: Row = Object.fromEntries(members) as unknown as RowAsShown;
  return {
    ...row,
    e164: observed.e164 as E164,
    status: observed.status === "pending" ? "pending" : "active",
  };
}

/** The part of a number that changes in place, by the arguments' names, as it is now. */
export type InPlace = { readonly [Name in ChangeableName]: string | null };

/** What was seen last, as far as it changes in place. */
export function seenLast({ observed }: { readonly observed: ObservedNumber }): InPlace {
  return Object.fromEntries(
    changeableOutputs.map(({ output, argument }) => [argument, observed[output]]),
  ) as InPlace;
}

function outputsOf(value: (output: Outputs[OutputName], name: OutputName) => unknown): ObservedNumber {
  return Object.fromEntries(
    outputList.map(([name, output]) => [name, value(output, name)]),
  ) as ObservedNumber;
}
