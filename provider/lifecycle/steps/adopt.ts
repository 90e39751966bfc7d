import type { NumberArguments } from "../../domain/argument-schema";
import { nameOf } from "../../domain/claim";
import { ArgumentError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import { digitsOf, readNumber } from "../../domain/number";
import { unknownQuote } from "../../domain/quote";
import type { NumberRecord } from "../../host/purchase-records";
import { type OwnedNumber, showsNumbers, type Vendor } from "../../vendors/vendor";
import type { Account, AccountName, Context } from "../context";
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
): Promise<PinnedList> {
  const { vendor, offers } = await context.account(name);
  const wanted = args.adopt ?? "";
  const pinnedAt = (await context.now()).toISOString();
  if (!showsNumbers(vendor.definition.capabilities)) {
    requireTakeOver(name, args);
    await requireUnclaimed(context, claim, vendor, { e164: null, vendorId: wanted });
    context.tell(
      `${nameOf(claim)}: takes over ${wanted} of ${name.vendor}, whatever its number is; nothing is bought`,
    );
    const country = args.country ?? vendor.definition.capabilities.countries?.[0];
    return { candidates: [], quote: unknownQuote, pinnedAt, adopted: true, country };
  }
  const owned = (await vendor.list()).find((each) => isNamed(each, wanted));
  if (owned === undefined) {
    throw new ArgumentError(`the account owns no ${wanted}`, {
      vendor: name.vendor,
      argument: "adopt",
      nextStep: "Give a number of this account, or the vendor's id of one. Nothing was bought.",
    });
  }
  await requireUnclaimed(context, claim, vendor, owned);
  if (args.country !== undefined && readNumber(owned.e164, args.country)?.country !== args.country) {
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
  const country = args.country ?? readNumber(owned.e164)?.country;
  return { candidates: [owned.e164], quote, pinnedAt, adopted: true, country };
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
    if (vendor.takeOver !== undefined) return vendor.takeOver(args.adopt ?? "", args.agent ?? "");
  }
  const [e164] = candidates;
  const owned = e164 && (await vendor.get({ e164, vendorId: null }));
  if (owned) return owned;
  throw new ArgumentError(`the account owns no ${args.adopt} any more`, {
    vendor: name,
    argument: "adopt",
    nextStep: "Nothing was bought. Check which account has it, then run pulumi up again.",
  });
}

/** The state of a resource that takes a number over: as the account has it, with nothing bought. */
export async function adoptNumber(account: Account, inputs: CheckedInputs): Promise<NumberState> {
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

/** Whether this is the number that was written: a number in any common format, or the vendor's id of it. */
export function isNamed({ e164, vendorId }: Pick<OwnedNumber, "e164" | "vendorId">, wanted: string): boolean {
  if (vendorId !== null && plain(vendorId) === plain(wanted)) return true;
  // The number is there to be compared with, so nothing is guessed by digits without a plus.
  const isDigits = /^[\d\s().+-]+$/.test(wanted);
  return readNumber(wanted)?.e164 === e164 || (isDigits && digitsOf(wanted) === digitsOf(e164));
}

function plain(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}

// Such a vendor shows a number only when its agent is set: without one, the agent that it has would be lost unnoticed.
function requireTakeOver({ vendor }: AccountName, { agent, adopt }: NumberArguments): void {
  if (agent !== undefined && readNumber(adopt ?? "") === undefined) return;
  throw new ArgumentError(`${vendor} shows numbers only by their ids, and only when their agent is set`, {
    vendor,
    argument: agent === undefined ? "agent" : "adopt",
    nextStep: "Give the vendor's id in adopt, and the agent that is to answer. Nothing was bought.",
  });
}

export async function requireUnclaimed(
  context: Context,
  claim: string,
  { definition: { name }, account }: Vendor,
  { e164, vendorId }: { readonly e164: E164 | null; readonly vendorId: string | null },
): Promise<void> {
  const isIt = (each: NumberRecord) =>
    each.vendor === name &&
    (each.e164 === e164 || (vendorId !== null && plain(each.vendorId ?? "") === plain(vendorId)));
  const { numbers } = await context.backend.stackOf(claim);
  const key = JSON.stringify([name, account, e164 ?? plain(vendorId ?? "")]);
  const beside =
    numbers.find((each) => each.claim !== claim && isIt(each))?.claim ??
    [context.adopters.get(key)].find((other) => other !== claim);
  const others = beside === undefined ? await context.backend.otherStacks(claim) : [];
  const owner = others.find((stack) => stack.numbers.some(isIt));
  if (beside === undefined && owner === undefined) {
    context.adopters.set(key, claim);
    return;
  }
  const who = beside === undefined ? `the stack ${owner?.name}` : `${nameOf(beside)} of this stack`;
  throw new ArgumentError(`${e164 ?? vendorId} is ${who}'s`, {
    vendor: name,
    argument: "adopt",
    nextStep: "Take it out of there first (deletionPolicy: retain, then remove it; or pulumi state delete).",
  });
}
