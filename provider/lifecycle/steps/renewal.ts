import { nameOf } from "../../domain/claim";
import { PhoneError, UnclearError, UnfinishedError } from "../../domain/errors";
import { isoDate } from "../../domain/iso-date";
import type { Capabilities } from "../../vendors/vendor";
import { type Account, type Context, teller } from "../context";
import type { ObservedNumber } from "../observed";
import { type CheckedInputs, type NumberState, numberOf, referenceOf } from "../state";
import { requireSameAccount, requireUnlisted } from "./absence";
import { keepState } from "./keep-state";

/** Whether the program wants the number to end with the period that is paid for. */
export function ends({ args }: Pick<CheckedInputs, "args">): boolean {
  return args.renewal === "off";
}

/** When a release takes effect; undefined for a vendor of which nothing is known, which counts as one that takes notice. */
type ReleaseTime = Capabilities["release"]["when"] | undefined;

/** Whether the end of the number can no longer be taken back. */
export function isEnding({ status }: { readonly status?: string | undefined }, when: ReleaseTime): boolean {
  return status === "released" || (status === "lapsing" && when !== "at-once");
}

/** Whether the end may be one that cannot be taken back, by a notice that nobody has answered. */
export function mayBeEnding(
  state: { readonly status?: string | undefined; readonly noticeSent?: boolean | undefined },
  when: ReleaseTime,
): boolean {
  return state.noticeSent === true || isEnding(state, when);
}

/**
 * What an update does to a number whose renewal is off: `end` gives it up now, by a release or by a notice, `wait` leaves it until
 * the window before its rent is due, `none` has nothing left to do. The window is in milliseconds.
 */
export function renewalStep(
  observed: { readonly status?: string | undefined; readonly renewsAt: string | null },
  when: ReleaseTime,
  now: Date,
  releaseWindowMs: number,
): "none" | "wait" | "end" {
  if (isEnding(observed, when)) return "none";
  const due = releaseDue(observed.renewsAt, now, releaseWindowMs);
  return when !== "at-once" || (due !== null && now >= due) ? "end" : "wait";
}

const hour = 3_600_000;
// Rents are due every month: a day that is over for longer is none at which the next one is.
const longestPeriod = 31 * 24 * hour;
// Nobody may have run this stack for so long since a number ended; what is older is no date that a vendor has told.
const longestAway = 366 * 24 * hour;
// A day without a time begins so much earlier than in UTC where it begins first.
const firstZone = 14 * hour;

/**
 * When a number that the vendor releases at once may be released so that it is not paid for again; null where no day is known on which rent
 * is due. What is no ISO date is in states of earlier releases, and says nothing.
 */
function releaseDue(
  renewsAt: string | null,
  now: Date,
  window: number,
  longest = longestPeriod,
): Date | null {
  const date = renewsAt === null ? null : isoDate(renewsAt);
  if (date === null || now.getTime() - Date.parse(date) > longest) return null;
  const least = date.includes("T") ? 0 : firstZone;
  return new Date(Date.parse(date) - Math.max(window, least));
}

/**
 * Does what `renewal` asks for: gives notice where the vendor takes it, releases where it is time, and otherwise waits. Gives the
 * state after it.
 */
export async function applyRenewal(
  context: Context,
  account: Account,
  state: NumberState,
  before: NumberState,
): Promise<NumberState> {
  const { vendor, changed } = account;
  const { when, rentEnds } = vendor.definition.capabilities.release;
  if (!ends(state) || isEnding(before.observed, when)) return state;
  const tell = teller(context, state.claim);
  const number = numberOf(state);
  if (before.args.deletionProtection === true) {
    tell(`${number} was protected until this up: the next one ends it`);
    return state;
  }
  if (context.unforeseen.has(state.observed.e164)) {
    tell(`${number} was settled by this up: preview says from now on when it ends`);
    return state;
  }
  const withStatus = (status: NumberState["observed"]["status"]): NumberState => ({
    ...state,
    noticeSent: undefined,
    observed: { ...state.observed, status },
  });
  const { renewsAt } = state.observed;
  const now = await context.now();
  const stepBy = (date: string | null) =>
    renewalStep({ status: before.observed.status, renewsAt: date }, when, now, context.releaseWindowMs);
  // A date that only this run has read must not end it, as no preview has said so: neither of a number that was just bought, as what was
  // paid for would be lost in the same run, nor of one whose date in the state was another.
  const isForeseen = stepBy(before.observed.renewsAt) === "end" && !context.bought.has(state.observed.e164);
  if (stepBy(renewsAt) === "wait" || (when === "at-once" && !isForeseen)) {
    const due = releaseDue(renewsAt, now, context.releaseWindowMs);
    const rent = due === null ? "the rent" : `the rent of ${renewsAt}`;
    const date =
      due === null
        ? "once the vendor tells the date"
        : now >= due
          ? "by the next up"
          : `by the first up after ${due.toISOString()}`;
    tell(`${number} ends: it is released ${date}, before ${rent} is due`);
    // That it waits for documents as well has to stay known: then its absence proves nothing.
    return state.observed.status === "pending" ? state : withStatus("lapsing");
  }
  changed();
  const outcome = await vendor.release(referenceOf(state)).catch((error: unknown) => {
    // The account shows a release at once that was made; of a notice that was taken it shows nothing.
    if (when === "at-once" || isRefusal(error)) throw error;
    return keepState({ ...state, noticeSent: true }, () => Promise.reject(error));
  });
  if (outcome === "scheduled") {
    tell(`gave notice for ${number}: it ends with the period that is paid for, which cannot be taken back`);
    return withStatus("lapsing");
  }
  if (outcome === "gone") await requireGone(context, account, state);
  tell(`released ${number}, whose renewal is off, for good; the rent ends ${rentEnds}`);
  return withStatus("released");
}

// By these nothing is changed, whatever becomes of them.
const looks: readonly unknown[] = ["search", "list", "get", "agent", "agents"];

/** Whether an error says that what was asked for was not done, by any of its tries. */
export function isRefusal(error: unknown): boolean {
  if (!PhoneError.isInstance(error) || UnfinishedError.isInstance(error)) return false;
  const { mayBeDone, operation } = error.details;
  return mayBeDone !== true && (!UnclearError.isInstance(error) || looks.includes(operation));
}

/** What was seen a moment ago is not believed to be gone because one answer says so. */
async function requireGone(context: Context, account: Account, state: NumberState): Promise<void> {
  await requireUnlisted(account, state);
  requireSameAccount(state, account.vendor);
  if (!context.bought.has(state.observed.e164)) return;
  throw new UnfinishedError(`${numberOf(state)} was bought by this run, and is not shown yet`, {
    vendor: state.args.vendor,
    operation: "release",
    nextStep: "It stays in state. Run pulumi up again in ten minutes, which ends it.",
  });
}

/** Tells what happens to a number whose renewal is off, and when. */
export async function tellEnd(
  context: Context,
  vendor: string,
  claim: string,
  { e164, status, renewsAt }: Pick<ObservedNumber, "e164" | "status" | "renewsAt">,
): Promise<void> {
  const release = context.vendors.get(vendor)?.capabilities.release;
  if (release === undefined) return;
  // A preview of new numbers, whose dates nobody knows yet, needs no time.
  const now = renewsAt === null ? new Date(0) : await context.now();
  const due = releaseDue(renewsAt, now, context.releaseWindowMs);
  const wasDue = renewsAt === null ? "" : `: it was on ${renewsAt}, and pulumi refresh asks anew`;
  const when =
    release.when === "period-end"
      ? `${status === "lapsing" ? "ends" : "is given notice and ends"} with the period that is paid for`
      : due === null
        ? `is released shortly before its rent is due, once the vendor tells when that is${wasDue}`
        : now >= due
          ? `is released now, before its rent of ${renewsAt} is due`
          : `is released by the first up after ${due.toISOString()}, before its rent of ${renewsAt} is due`;
  context.tell(`${nameOf(claim)}: renewal is off: ${e164} ${when}`);
}

/** Whether the time has come to release a number whose renewal is off. */
export function isDue(context: Context, state: NumberState): Promise<boolean> {
  return hasCome(context, state, longestPeriod);
}

/** Whether a number whose renewal is off may have been released in its time: once that has come, however long ago. */
export function wasDue(context: Context, state: NumberState): Promise<boolean> {
  return hasCome(context, state, longestAway);
}

async function hasCome(
  { releaseWindowMs, now, bought, unforeseen }: Context,
  { observed: { e164, renewsAt } }: NumberState,
  longest: number,
): Promise<boolean> {
  if (renewsAt === null || bought.has(e164) || unforeseen.has(e164)) return false;
  const time = await now();
  const due = releaseDue(renewsAt, time, releaseWindowMs, longest);
  return due !== null && time >= due;
}
