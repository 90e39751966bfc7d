import type { NumberArguments } from "../../domain/argument-schema";
import { nameOf } from "../../domain/claim";
import { MissingKeyError, PhoneError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import { unknownQuote } from "../../domain/quote";
import type { NumberRecord } from "../../host/purchase-records";
import { chooseCandidates, sellsByPrefix, type Wish } from "../../purchase/candidates";
import type { VendorDefinition } from "../../vendors/vendor";
import { type Failure, failureOf, fault } from "../arguments/failure";
import type { Context } from "../context";
import type { PinnedList } from "../state";
import { isNamed, pinAdopted } from "./adopt";
import { tellEnd } from "./renewal";
import { isFailure, purchaseToResume } from "./resume";
import { tellQuote } from "./tell-quote";

/**
 * Picks the numbers that a new resource may buy, tells the first of them with its price, and does nothing else: a number to be
 * adopted is only looked up, and an interrupted purchase is resumed.
 */
export async function pickNumber(
  context: Context,
  definition: VendorDefinition,
  args: NumberArguments,
  { claim, turn }: Pick<Wish, "claim" | "turn">,
  unknown: readonly string[],
): Promise<{ list?: PinnedList; failures: readonly Failure[] }> {
  try {
    const account = { vendor: definition.name, account: args.account };
    const replaced = await replacedNumber(context, claim);
    const refused = replaced && replacementFailure(replaced, args);
    if (refused !== undefined) return { failures: [refused] };
    const checkAgent = args.agent !== undefined && !unknown.includes("agent");
    if (args.adopt !== undefined) {
      const { vendor } = await context.account(account);
      if (checkAgent) await vendor.checkAgent(args.agent ?? "");
      const list = await pinAdopted(context, account, claim, args);
      const other = await otherPurchase(context, claim, definition, args, list);
      return other === undefined ? { list, failures: [] } : { failures: [other] };
    }
    context.budget.spend(claim);
    if (replaced !== undefined) tellReplacement(context, replaced, args);
    if (replaced !== undefined && replaced.e164 === args.number) {
      return { list: await sameNumber(context, replaced.e164 as E164), failures: [] };
    }
    const interrupted = await purchaseToResume(context, claim, definition, args);
    if (interrupted !== undefined) {
      if (isFailure(interrupted)) return { failures: [interrupted] };
      const { list, requests } = interrupted;
      return { list: { ...list, pinnedAt: requests.since, interrupted: requests }, failures: [] };
    }
    const pinnedAt = (await context.now()).toISOString();
    const { vendor, offers } = await context.account(account);
    if (checkAgent) await vendor.checkAgent(args.agent ?? "");
    if (args.subaccount !== undefined && !unknown.includes("subaccount"))
      await vendor.checkSubaccount(args.subaccount);
    const list = await chooseCandidates(vendor, offers, { claim, turn, country: args.country ?? "", args });
    tellQuote(context, definition, claim, args, list);
    const [e164 = ""] = list.candidates;
    if (args.renewal === "off")
      await tellEnd(context, definition.name, claim, { e164, status: "active", renewsAt: null });
    return { list: { ...list, pinnedAt }, failures: [] };
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    if (MissingKeyError.isInstance(error)) {
      // A preview without keys is worth having; an up without them is refused by create, before anything is bought.
      context.tell(`${nameOf(claim)}: no number is picked: ${error.message}`);
      return { failures: [] };
    }
    return { failures: [failureOf(error)] };
  }
}

/** A purchase of this resource that was interrupted, of other numbers than the one to be adopted: it must not be forgotten. */
async function otherPurchase(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
  { candidates }: PinnedList,
): Promise<Failure | undefined> {
  // Where the vendor shows nothing, adopting is how such a purchase is settled.
  if (sellsByPrefix(definition.capabilities)) return undefined;
  const interrupted = await purchaseToResume(context, claim, definition, args);
  if (interrupted === undefined || isFailure(interrupted)) return interrupted;
  const begun = interrupted.list.candidates;
  if (begun.some((candidate) => candidates.includes(candidate))) return undefined;
  return fault(
    "adopt",
    `an earlier run that was interrupted may have bought ${begun.join(" or ")} for this resource. Run pulumi up without adopt, which finds out.`,
  );
}

/** The number of a resource that is in state already and has no inputs before: it is replaced, by force or with the lock open. */
async function replacedNumber(context: Context, claim: string): Promise<NumberRecord | undefined> {
  if (context.gone.has(claim)) return undefined;
  const { numbers } = await context.backend.stackOf(claim);
  return numbers.find((each) => each.urn === claim);
}

function replacementFailure(
  { e164, vendorId, isProtected, settled }: NumberRecord,
  { adopt }: NumberArguments,
): Failure | undefined {
  if (!settled) {
    return fault(
      "replaceable",
      `it is not known yet whether ${e164} was bought, so it cannot be replaced. Run pulumi up without replacing it, which settles the purchase.`,
    );
  }
  if (isProtected) {
    return fault(
      "deletionProtection",
      `${e164} is protected, and a protected number is never replaced. Run pulumi up with deletionProtection: false first.`,
    );
  }
  if (adopt === undefined || !isNamed({ e164: e164 as E164, vendorId: vendorId ?? null }, adopt))
    return undefined;
  return fault(
    "adopt",
    `${e164} is what this resource has: replaced by itself it would be given up. Adopt another number, or do not replace this one.`,
  );
}

function tellReplacement(
  { tell }: Context,
  { e164, claim }: NumberRecord,
  { number }: NumberArguments,
): void {
  const what =
    e164 === number
      ? "is given up and bought again, which needs deleteBeforeReplace and a vendor that sells it at once"
      : "is replaced by another number, and given up once that is bought";
  tell(`${nameOf(claim)}: ${e164} ${what}`);
}

// It is not for sale yet, so its price is not known: it is looked at when the number is bought.
async function sameNumber(context: Context, number: E164): Promise<PinnedList> {
  const pinnedAt = (await context.now()).toISOString();
  return { candidates: [number], quote: unknownQuote, pinnedAt };
}
