import { withoutInvisible } from "../../domain/characters";
import { nameOf } from "../../domain/claim";
import { ArgumentError, BackendError, NotFoundError, type PhoneErrorDetails } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import {
  callingCode,
  countryOfNumber,
  digitsOf,
  ownedNumber,
  readNumber,
  understandNumber,
} from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import { unknownQuote } from "../../domain/quote";
import { plainId, sameId } from "../../domain/same-id";
import { type Rival, rivalsFor, type Wanted } from "../../purchase/rivals";
import { type OwnedNumber, showsNumbers, type Vendor } from "../../vendors/vendor";
import { type Account, type AccountName, type Context, namesOf } from "../context";
import { expected, observe } from "../observed";
import type { CheckedInputs, NumberState, PinnedList } from "../state";
import { tellEnd } from "./renewal";

/**
 * The number that `adopt` names, by its number or by the vendor's id, with or without hyphens. Throws ArgumentError when the
 * account does not own it, or another resource has it in state.
 */
export async function pinAdopted(
  context: Context,
  name: AccountName,
  claim: string,
  args: NumberArguments,
  unknown: readonly string[],
): Promise<PinnedList> {
  const { vendor, offers } = await context.account(name);
  const wanted = args.adopt ?? "";
  if (!showsNumbers(vendor.definition.capabilities)) {
    requireTakeOver(name, args, unknown);
    await foresee(context, claim, vendor, { e164: null, vendorId: wanted });
    context.tell(
      `${nameOf(claim)}: takes over ${wanted} of ${name.vendor}, whatever its number is; nothing is bought`,
    );
    const country = args.country ?? vendor.definition.capabilities.countries?.[0];
    return { candidates: [], quote: unknownQuote, adopted: true, country };
  }
  const numbers = await vendor.list();
  const owned = numbers.find((each) => isNamed(each, wanted, args.country));
  if (owned === undefined) {
    throw new ArgumentError(`the account owns no ${wanted}${alike(wanted, numbers)}`, {
      vendor: name.vendor,
      argument: "adopt",
      nextStep: "Give a number of this account, or the vendor's id of one. Nothing was bought.",
    });
  }
  await foresee(context, claim, vendor, owned);
  const country = countryOfNumber(owned.e164, args.country);
  if (args.country !== undefined && country !== args.country) {
    throw new ArgumentError(`${owned.e164} is not a ${args.country} number`, {
      vendor: name.vendor,
      argument: "country",
      nextStep: "Leave country out: the number decides it.",
    });
  }
  offers.reserve(owned.e164, claim);
  const agent = owned.agent === null ? "" : `, which ${owned.agent} answers`;
  const taken =
    args.agent === undefined || owned.agent === null || args.agent === owned.agent
      ? ""
      : `; it is bound to ${args.agent} instead, as asked for`;
  context.tell(
    `${nameOf(claim)}: takes over ${owned.e164} of ${name.vendor}${agent}${taken}; nothing is bought`,
  );
  if (args.renewal === "off")
    await tellEnd(context, name.vendor, claim, { ...owned, status: owned.status ?? "active" });
  const quote = { ...unknownQuote, monthlyPrice: owned.monthlyPrice };
  return { candidates: [owned.e164], quote, adopted: true, country };
}

// The digits at the end of a number that stay the same in every notation of it.
const lastDigits = 7;

/** What a number that is not owned may have been meant for: one in another notation; or why it is none, where it looks like one. */
function alike(wanted: string, numbers: readonly Pick<OwnedNumber, "e164">[]): string {
  if (/[A-Za-z]/.test(wanted)) return "";
  const end = digitsOf(wanted).slice(-lastDigits);
  const near = end.length < lastDigits ? [] : numbers.filter(({ e164 }) => e164.endsWith(end)).slice(0, 3);
  if (near.length > 0) return `; it owns ${near.map(({ e164 }) => e164).join(", ")}`;
  const reason = understandNumber(wanted);
  return typeof reason === "string" ? `; as a number, ${reason.replace(/\.$/, "")}` : "";
}

/** The number as the account has it now. Throws ArgumentError when it is not there any more. */
async function takeOver(
  { vendor }: Account,
  args: NumberArguments,
  candidates: readonly E164[],
): Promise<OwnedNumber> {
  const { name, capabilities } = vendor.definition;
  if (!showsNumbers(capabilities)) {
    requireTakeOver({ vendor: name }, args);
    if (vendor.takeOver !== undefined) {
      return vendor.takeOver(args.adopt ?? "", args.agent ?? "").catch((error: unknown) => {
        // The vendor's own advice is for a number that is in state.
        throw NotFoundError.isInstance(error) ? notOwned(name, args, error.details) : error;
      });
    }
  }
  const [e164] = candidates;
  const owned = e164 && (await vendor.get({ e164, vendorId: null }));
  if (owned) return owned;
  throw notOwned(name, args);
}

export function notOwned(
  vendor: string,
  { adopt }: NumberArguments,
  facts: Omit<PhoneErrorDetails, "nextStep"> = {},
): ArgumentError {
  return new ArgumentError(`the account owns no ${adopt} any more`, {
    ...facts,
    vendor,
    argument: "adopt",
    nextStep:
      "Nothing was bought. Check which account has it. Run pulumi up without adopt where it was given back.",
  });
}

/** The state of a resource that takes a number over: as the account has it, with nothing bought. */
async function adoptNumber(account: Account, inputs: CheckedInputs): Promise<NumberState> {
  const owned = await takeOver(account, inputs.args, inputs.candidates);
  const { e164, vendorId, statusReason } = owned;
  const before = expected(e164, inputs.quote, { vendorId, status: "active", statusReason });
  return {
    ...inputs,
    vendorAccount: account.vendor.account,
    unseenSince: null,
    observed: observe(owned, before),
  };
}

/**
 * Whether this is the number that was written: a number in any common format, with the country in its national form, too, or the
 * vendor's id of it.
 */
export function isNamed(
  { e164, vendorId }: Pick<OwnedNumber, "e164" | "vendorId">,
  wanted: string,
  country?: string,
): boolean {
  if (vendorId !== null && sameId(vendorId, wanted)) return true;
  if (readNumber(wanted, country)?.e164 === e164) return true;
  // The number is there to be compared with, so nothing is guessed by digits without a plus.
  const written = withoutInvisible(wanted);
  if (!/^[\d\s().+-]+$/.test(written)) return false;
  const digits = digitsOf(written);
  const national =
    country === undefined || written.startsWith("+") ? undefined : `${callingCode(country)}${digits}`;
  return digits === digitsOf(e164) || national === e164;
}

// Such a vendor shows a number only when its agent is set: without one, the agent that it has would be lost unnoticed.
function requireTakeOver(
  { vendor }: AccountName,
  { agent, adopt }: NumberArguments,
  unknown: readonly string[] = [],
): void {
  const isNumber = (readNumber(adopt ?? "") ?? ownedNumber(adopt ?? "")) !== undefined;
  const hasAgent = agent !== undefined || unknown.includes("agent");
  if (hasAgent && !isNumber) return;
  throw new ArgumentError(`${vendor} shows numbers only by their ids, and only when their agent is set`, {
    vendor,
    argument: hasAgent ? "adopt" : "agent",
    nextStep: "Give the vendor's id in adopt, and the agent that is to answer. Nothing was bought.",
  });
}

/** What people do with numbers of vendors whose APIs show none, where others are imported. */
export function howToAdopt(vendors: readonly string[]): string {
  const names = [...new Set(vendors)].join(", ");
  return `The API of ${names} shows no numbers: declare one there with adopt (the vendor's id) and agent instead, and run pulumi up, which takes it over and buys nothing.`;
}

/** Looks only, so that a preview tells: create looks again. */
async function foresee(context: Context, claim: string, vendor: Vendor, wanted: Wanted): Promise<void> {
  try {
    await requireUnclaimed(context, claim, vendor, wanted);
  } catch (error) {
    if (!BackendError.isInstance(error)) throw error;
    context.tellOnce(
      `${error.what}: whether another stack has ${wanted.e164 ?? wanted.vendorId} is not known, and up adopts nothing`,
    );
  }
}

/**
 * Adopts the number that `adopt` names, unless another resource or stack has it, buys it or adopts it at this moment: the engine
 * has recorded this adoption by now, so of two that come at once each sees the other. Throws ArgumentError, and BackendError when
 * that cannot be seen.
 */
export async function claimAndAdopt(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { claim, args, candidates } = inputs;
  const { vendor } = account;
  context.journal.requireCheckpoints();
  const isShown = showsNumbers(vendor.definition.capabilities);
  const [e164 = null] = candidates;
  const wanted = isShown ? { e164, vendorId: null } : { e164: null, vendorId: args.adopt ?? "" };
  await requireUnclaimed(context, claim, vendor, wanted);
  if (wanted.e164 !== null) {
    // One that was interrupted in its purchase may be found to have bought it, in this run.
    if (account.offers.isTaken(wanted.e164, claim)) throw takenInRun(wanted.e164, args);
    account.offers.reserve(wanted.e164, claim);
  }
  return adoptNumber(account, inputs);
}

/** The option of a program that keeps the number of a resource which was renamed or moved. */
export function aliasEntry(urn: string): string {
  return `aliases: ["${urn}"]`;
}

/**
 * Takes note of a number for this resource. Throws ArgumentError where another resource or stack has it, or is about to, and BackendError
 * where that cannot be seen.
 */
export async function requireUnclaimed(
  context: Context,
  claim: string,
  vendor: Vendor,
  wanted: Wanted,
  taken: "adopted" | "imported" = "adopted",
): Promise<void> {
  const { name } = vendor.definition;
  const names = namesOf(context, claim);
  const { e164, vendorId } = wanted;
  const key = adopterKey(vendor, e164 ?? plainId(vendorId ?? ""));
  const [own, others] = await Promise.all([
    context.backend.stackNow(claim),
    context.isOnlyStack ? [] : context.backend.otherStacks(claim),
  ]);
  const [rival] = rivalsFor(wanted, { own, others, names, vendor });
  const inProcess = context.adopters.get(key);
  if (rival === undefined && (inProcess === undefined || inProcess === claim)) {
    context.adopters.set(key, claim);
    return;
  }
  const who =
    rival === undefined
      ? `${nameOf(inProcess ?? "")} of this stack has it`
      : `${nameOf(rival.urn)} of ${rival.stack === own ? "this stack" : `the stack ${rival.stack.name}`} ${rival.because}`;
  const without = taken === "adopted" ? "" : " and take the import option out";
  const line = taken === "adopted" ? "adopt and nothingBought" : "the import option";
  // Without the line a resource that is not there yet would be a purchase.
  const meanwhile = own.numbers.some(({ urn }) => names.includes(urn)) ? line : "this resource";
  const moved =
    rival?.stack === own
      ? `If that is this resource under the name or parent it had before, add ${aliasEntry(rival.urn)} to its options${without}, which keeps the number. Otherwise: `
      : "";
  throw new ArgumentError(`${e164 ?? vendorId} cannot be ${taken}: ${who}`, {
    vendor: name,
    argument: taken === "adopted" ? "adopt" : undefined,
    nextStep: `${moved}${rival === undefined ? leaveIt : leaveBy(rival, rival.stack === own, meanwhile)}`,
  });
}

function adopterKey({ definition, account }: Vendor, number: string): string {
  return JSON.stringify([definition.name, account, number]);
}

/** Whether a resource of the program takes the number over, as far as this process has checked them. */
export function isAdoptedHere({ adopters }: Pick<Context, "adopters">, vendor: Vendor, e164: E164): boolean {
  return adopters.has(adopterKey(vendor, e164));
}

const leaveIt = "One of the two has to name another number.";

/** Of a number that another resource has bought in this run, or an earlier one for it. */
function takenInRun(number: E164, { vendor }: AccountName): ArgumentError {
  return new ArgumentError(`${number} cannot be adopted: another resource of this run has it`, {
    vendor,
    argument: "adopt",
    nextStep: leaveIt,
  });
}

/** How a number is taken out of where it is, for the reader of a refusal; `meanwhile` says what the program must not have until then. */
function leaveBy({ proof, urn, isUnnamed }: Rival, isOwnStack: boolean, meanwhile: string): string {
  const name = nameOf(urn);
  if (isUnnamed)
    return `See in the vendor's dashboard which id the number of ${name} has. Take its row out by pulumi state delete there, and write adopt with that id, and agent, in its place: then the two can be told apart.`;
  if (proof === "another purchase") {
    return isOwnStack
      ? `Take ${meanwhile} out of the program, and run pulumi up, which settles that where the program has ${name}. Where ${name} is gone for good, run pulumi refresh --clear-pending-creates once that up has succeeded. Then put it back.`
      : "Run pulumi up there, then pulumi refresh --clear-pending-creates.";
  }
  const first = isOwnStack ? `take ${meanwhile} out of the program, then ` : "";
  return `Take it out of there first: ${first}set deletionPolicy: "retain" and run pulumi up; then remove that resource, and run it again. Or take the resource out of that program, and its row out by pulumi state delete: what is only in the program is bought.`;
}
