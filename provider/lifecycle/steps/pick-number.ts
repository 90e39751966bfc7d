import { nameOf, withoutType } from "../../domain/claim";
import { BackendError, MissingKeyError, PhoneError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import { unknownQuote } from "../../domain/quote";
import type { NumberRecord } from "../../host/purchase-records";
import { chooseCandidates, type ShortList, type Wish } from "../../purchase/candidates";
import { wayOn, wordIn } from "../../purchase/record";
import { howToFindOut } from "../../purchase/resume-purchase";
import { lastSuccess } from "../../purchase/strays";
import type { VendorDefinition } from "../../vendors/vendor";
import { type Failure, failureOf, fault } from "../arguments/failure";
import { type AccountName, atVendor, type Context, namesOf } from "../context";
import type { PinnedList } from "../state";
import { aliasEntry, isNamed, pinAdopted } from "./adopt";
import { countNamed, pickInOrder } from "./pick-in-order";
import { strayFailure, tellStrays } from "./refuse-stray";
import { tellEnd } from "./renewal";
import { isFailure, purchaseBeside, purchaseToResume, tellOpenPurchases } from "./resume";
import { tellQuote } from "./tell-quote";

/**
 * Picks the numbers that a new resource may buy, tells the first of them with its price, and does nothing else: a number to be
 * adopted is only looked up, and an interrupted purchase is resumed.
 */
export async function pickNumber(
  context: Context,
  definition: VendorDefinition,
  args: NumberArguments,
  { claim, turn, program }: Pick<Wish, "claim" | "turn"> & { readonly program: unknown },
  unknown: readonly string[],
): Promise<{ list?: PinnedList; failures: readonly Failure[] }> {
  try {
    const account = { vendor: definition.name, account: args.account };
    // Each takes a process of the CLI: they run side by side. Who needs the history asks for it again where this has failed.
    void context.backend.history(claim).catch(() => undefined);
    await tellOpenPurchases(context, claim).catch(unreadable(context, claim));
    const replaced = await replacedNumber(context, claim).catch(unreadable(context, claim));
    const refused = replaced && replacementFailure(context, claim, replaced, args);
    if (refused !== undefined) return { failures: [refused] };
    const moved =
      replaced === undefined && (await movedFrom(context, claim, args).catch(unreadable(context, claim)));
    if (moved && withoutType(moved.urn) === withoutType(claim))
      return { failures: [otherTypeFailure(moved)] };
    if (moved && args.number !== undefined && moved.e164 === args.number)
      return { failures: [movedFailure(moved)] };
    // One that is declared under its name elsewhere, too, has not moved.
    if (moved && args.adopt === undefined && countNamed(program, nameOf(claim)) < 2)
      tellMove(context, claim, moved);
    const checkAgent = args.agent !== undefined && !unknown.includes("agent");
    if (args.adopt !== undefined) {
      const { vendor } = await context.account(account);
      if (checkAgent) await vendor.checkAgent(args.agent ?? "");
      const list = await pinAdopted(context, account, claim, args, unknown);
      const other = await otherPurchase(context, claim, definition, args, list).catch(
        unreadable(context, claim),
      );
      await tellStrays(context, claim, definition, args, list.candidates).catch(unreadable(context, claim));
      return other === undefined ? { list, failures: [] } : { failures: [other] };
    }
    context.budget.spend(claim);
    if (replaced !== undefined) tellReplacement(context, claim, replaced, args);
    if (replaced?.settled && isBoughtAgain(replaced, args)) {
      return { list: await pinned(context, claim, account, sameNumber(args.number as E164)), failures: [] };
    }
    const interrupted = await purchaseToResume(context, claim, definition, args).catch(
      unreadable(context, claim),
    );
    if (interrupted !== undefined) {
      if (isFailure(interrupted)) return { failures: [interrupted] };
      // It may buy, where it is not proven that it has. Without dates any number that was bought by hand would stop it.
      const isDated = definition.capabilities.purchaseDate !== false;
      const ask = interrupted.hasBought || !isDated ? tellStrays : strayFailure;
      const stray = await ask(context, claim, definition, args).catch(unreadable(context, claim));
      if (stray) return { failures: [stray] };
      await tellNewEnd(context, definition, claim, args, interrupted.list);
      return { list: await pinned(context, claim, account, interrupted.list), failures: [] };
    }
    const stray = await strayFailure(context, claim, definition, args).catch(unreadable(context, claim));
    if (stray !== undefined) return { failures: [stray] };
    const { vendor, offers, programPicks } = await context.account(account);
    if (checkAgent) await vendor.checkAgent(args.agent ?? "");
    if (args.subaccount !== undefined && !unknown.includes("subaccount"))
      await vendor.checkSubaccount(args.subaccount);
    await pickInOrder(context, claim, turn, account, program);
    const wish = { claim, turn, country: args.country ?? "", args };
    const list = programPicks.take(claim, turn, wish) ?? (await chooseCandidates(vendor, offers, wish));
    tellQuote(context, definition, claim, args, list);
    context.convoy.announce(claim);
    await tellNewEnd(context, definition, claim, args, list);
    return { list: await pinned(context, claim, account, list), failures: [] };
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

async function tellNewEnd(
  context: Context,
  { name }: VendorDefinition,
  claim: string,
  { renewal }: NumberArguments,
  { candidates }: ShortList,
): Promise<void> {
  if (renewal !== "off") return;
  const [e164 = ""] = candidates;
  await tellEnd(context, name, claim, { e164, status: "active", renewsAt: null });
}

/** With whose keys it is asked for, and what went before: by these it is known later whether anything tells of its end. */
async function pinned(
  context: Context,
  claim: string,
  name: AccountName,
  list: ShortList,
): Promise<PinnedList> {
  const { vendor } = await context.account(name);
  // Where it cannot be read now, any success counts as a later one: the record then asks for more care than it need.
  const history = await context.backend.history(claim).catch(() => []);
  return { ...list, vendorAccount: vendor.account, lastUpdate: lastSuccess(history) };
}

/** A preview is worth having without the backend. An up is not: it does nothing for a resource of which nothing could be read. */
function unreadable(context: Context, claim: string): (error: unknown) => undefined {
  return (error) => {
    if (!BackendError.isInstance(error)) throw error;
    if (!context.unread.has(claim)) context.unread.set(claim, error);
    context.tellOnce(`${error.what}: what earlier runs have bought is not known, and up buys nothing`);
    return undefined;
  };
}

/** A replacement that neither the lifecycle nor a person has asked for: one of replaceOnChanges, replacementTrigger or replaceWith. */
function forcedFailure({ e164 = "its number" }: NumberRecord): Failure {
  return fault(
    "replaceable",
    `this run would buy another number in the place of ${e164}, which nothing in the arguments asks for. Set replaceable: true to have it so; to keep the number, take out replaceOnChanges, replacementTrigger or replaceWith.`,
  );
}

/** A purchase of this resource that was interrupted, of other numbers than the one to be adopted. */
async function otherPurchase(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
  { candidates: [number] }: PinnedList,
): Promise<Failure | undefined> {
  const asked = { ...args, vendor: definition.name };
  const other = await purchaseBeside(context, claim, asked, number);
  if (other === undefined) return undefined;
  const { finding } = other;
  const inTime = finding.verdict === "ours" ? "" : ", or again in ten minutes";
  const next =
    finding.proof === "other keys"
      ? "Run pulumi up without adopt, and with the keys of that run, which finds out."
      : howToFindOut(finding, `Run pulumi up without adopt, which finds out${inTime}.`);
  return fault(
    "adopt",
    `an earlier run that was interrupted may have bought ${other.candidates.join(" or ")} for this resource. ${next} ${wayOn(other, finding.number ?? other.candidates[0], wordIn(args))}`,
  );
}

/** The number of a resource that is in state already and has no inputs before: it is replaced, by force or with the lock open. */
async function replacedNumber(context: Context, claim: string): Promise<NumberRecord | undefined> {
  const { numbers } = await context.backend.stackOf(claim);
  const names = namesOf(context, claim);
  return numbers.find((row) => !row.isReplaced && names.includes(row.urn) && !isGone(context, row));
}

/** Whether a refresh of this run has found it gone, which the engine may not have written down yet. Of what vendor cannot be read is of any. */
function isGone({ gone, vendors }: Context, { e164, vendor }: NumberRecord): boolean {
  const possible = vendor === undefined ? [...vendors.keys()] : [vendor];
  return e164 !== undefined && possible.some((each) => gone.has(atVendor(e164, each)));
}

/**
 * A row of this stack that looks like this resource under another URN: a new parent or name without an alias is a new resource to
 * Pulumi, and the one that was is deleted.
 */
async function movedFrom(
  context: Context,
  claim: string,
  { number }: NumberArguments,
): Promise<NumberRecord | undefined> {
  const { numbers } = await context.backend.stackOf(claim);
  const others = numbers.filter((row) => !namesOf(context, claim).includes(row.urn) && !isGone(context, row));
  return (
    others.find(({ urn }) => withoutType(urn) === withoutType(claim)) ??
    others.find(({ e164, hasEnded }) => e164 !== undefined && e164 === number && !hasEnded) ??
    // One that the program still declares is another one of that name, such as a part of another component.
    others.find(({ urn }) => nameOf(urn) === nameOf(claim) && !context.declared.has(urn))
  );
}

/** The same resource, which another front served before: as another type it is a new resource to Pulumi, and the one that was is deleted. */
function otherTypeFailure({ e164 = "a number", urn }: NumberRecord): Failure {
  return {
    property: "",
    reason: `${e164} is this resource's number under another type, and would be given up for a new one. Add ${aliasEntry(urn)} to its options, which keeps the number; or give the resource another name if it is to be a second number.`,
  };
}

function movedFailure({ e164, urn }: NumberRecord): Failure {
  return fault(
    "number",
    `${e164} is ${nameOf(urn)}'s in this stack. If that is this resource under the name or parent it had before, add ${aliasEntry(urn)} to its options, which keeps the number. Otherwise ask for another number.`,
  );
}

function tellMove({ tell }: Context, claim: string, { e164 = "a number", urn }: NumberRecord): void {
  tell(
    `${nameOf(claim)}: this stack has ${e164} as ${urn}. If that is this resource before it was moved, add ${aliasEntry(urn)} to its options: without it another number is bought, and ${e164} is given up`,
  );
}

function replacementFailure(
  context: Context,
  claim: string,
  replaced: NumberRecord,
  { adopt, country, replaceable }: NumberArguments,
): Failure | undefined {
  const { e164 = "its number", vendorId, isProtected, settled, hasEnded, isTainted } = replaced;
  if (replaced.isStatusUnread) {
    return fault(
      "replaceable",
      `the status of ${e164} is secret in the state, so it is not known whether it was bought, and it cannot be replaced. Take "status" out of additionalSecretOutputs, and change another argument (alias, deletionPolicy) in a pulumi up without replacing it (pulumi state untaint, where it is tainted): a refresh keeps it secret. Replace it then.`,
    );
  }
  if (!settled) {
    return fault(
      "replaceable",
      `it is not known yet whether ${e164} was bought, so it cannot be replaced. Run pulumi up without replacing it (pulumi state untaint, where it is tainted), which settles the purchase.`,
    );
  }
  if (isProtected) {
    return fault(
      "deletionProtection",
      `${e164} is protected, and a protected number is never replaced. Run pulumi up with deletionProtection: false first, without replacing it (pulumi state untaint, where it is tainted).`,
    );
  }
  if (
    adopt !== undefined &&
    !hasEnded &&
    isNamed({ e164: e164 as E164, vendorId: vendorId ?? null }, adopt, country)
  ) {
    return fault(
      "adopt",
      `${e164} is what this resource has: replaced by itself it would be given up. Adopt another number, or do not replace this one.`,
    );
  }
  const isForced = context.declared.get(claim)?.isNew === false && !isTainted;
  return isForced && replaceable !== true ? forcedFailure(replaced) : undefined;
}

function tellReplacement(
  { tell }: Context,
  claim: string,
  replaced: NumberRecord,
  args: NumberArguments,
): void {
  const { e164 = "its number" } = replaced;
  const what = isBoughtAgain(replaced, args)
    ? "is given up and bought again, which needs deleteBeforeReplace and a vendor that sells it at once"
    : "is replaced by another number, and given up once that is bought (before it is, where deleteBeforeReplace or pulumi:autonaming has it so)";
  tell(`${nameOf(claim)}: ${e164} ${what}`);
}

/** Whether the account that has the number is to sell it again. At any other one it has to be for sale as it is. */
function isBoughtAgain({ e164, vendor, account }: NumberRecord, args: NumberArguments): boolean {
  return e164 !== undefined && e164 === args.number && vendor === args.vendor && account === args.account;
}

// It is not for sale yet, so its price is not known: it is looked at when the number is bought.
function sameNumber(number: E164): PinnedList {
  return { candidates: [number], quote: unknownQuote };
}
