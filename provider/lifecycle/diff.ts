import { nameOf } from "../domain/claim";
import { ArgumentError, BackendError } from "../domain/errors";
import type { NumberArguments } from "../domain/number-arguments";
import type { Properties } from "../domain/properties";
import { compareArguments } from "./arguments/compare";
import { identityChanges, isNamed, isOpen, isProtected } from "./arguments/identity";
import { matchesSearch, type Searched } from "./arguments/matches-search";
import { type Context, holdsUnknown } from "./context";
import { type NumberState, numberOf, withImportOf } from "./state";
import { isNamed as isCalled } from "./steps/adopt";
import { changesLeft } from "./steps/apply";
import { ends, isDue, mayBeEnding, tellEnd } from "./steps/renewal";
import { tellLostPurchases } from "./steps/resume";

/** What has to be done to a number. */
export interface Difference {
  readonly changes: boolean;
  /** The arguments for whose sake another number has to be bought; only with the lock open. */
  readonly replaces: readonly string[];
  /** Set where the same number is bought again, which can only be done after it was given up. */
  readonly deleteBeforeReplace: boolean;
}

/**
 * Whether an update is needed: something asked for differs from what was asked or from what was seen last, or an earlier
 * run left something to do. A replacement is needed for what makes it another number, and is refused unless `replaceable` is set
 * and the number is not protected. Arguments may still be unknown here.
 */
export async function diff(context: Context, state: NumberState, news: Properties): Promise<Difference> {
  const now = withImportOf(state, news);
  const { args, observed, claim } = state;
  if (observed.status === "unsettled") await readOwnStack(context, String(now.claim ?? claim));
  const unknown = Object.keys(now).filter((name) => holdsUnknown(context, now[name]));
  const replaces = await replacing(context, state, now, unknown);
  if (replaces.length > 0) {
    requireSettled(state, replaces);
    requireOpenLock(state, now, replaces);
    // Another account does not sell it because this one has given it up.
    const isSameAccount = !replaces.includes("vendor") && !replaces.includes("account");
    return { changes: true, replaces, deleteBeforeReplace: isSameAccount && now.number === observed.e164 };
  }
  context.kept.add(String(now.claim ?? claim));
  await tellLostPurchases(context, String(now.claim ?? claim), observed.e164);
  const { inForce, choosing } = compareArguments(args, now);
  const endsNow = ends({ args: now as unknown as NumberState["args"] });
  if (endsNow && observed.status !== "released" && observed.status !== "unsettled")
    await tellEnd(context, args.vendor, claim, observed);
  const toEnd = endsNow && (observed.status === "active" || (await isTimeToRelease(context, state)));
  const changes =
    observed.status === "unsettled" ||
    inForce.length > 0 ||
    choosing.length > 0 ||
    toEnd ||
    (observed.status !== "released" && Object.keys(changesLeft(state)).length > 0);
  if (choosing.includes("search") && observed.status !== "unsettled") {
    const which = isBackFromName(args) ? "named until now" : "which it once chose";
    context.tell(
      `${nameOf(claim)}: the search changed; ${observed.e164}, ${which}, is kept${fitting(context, state, now)}`,
    );
  }
  return { changes, replaces: [], deleteBeforeReplace: false };
}

/**
 * Reads what earlier runs were doing before the engine writes down what this one does: a word that they were given may be used up. That it
 * cannot be read is told where the purchase is settled.
 */
async function readOwnStack({ backend, unread }: Context, claim: string): Promise<void> {
  await backend.stackOf(claim).catch((error: unknown) => {
    if (!BackendError.isInstance(error)) throw error;
    unread.set(claim, error);
  });
}

async function replacing(
  context: Context,
  state: NumberState,
  now: Properties,
  unknown: readonly string[],
): Promise<string[]> {
  const { args, observed } = state;
  const replaces: string[] = [...identityChanges(args as Properties, now, unknown)];
  for (const name of ["number", "adopt"] as const) {
    const named = now[name];
    if (replaces.includes(name) || unknown.includes(name) || typeof named !== "string") continue;
    const { e164, vendorId, status } = observed;
    // It is not known yet which number an unsettled purchase under a prefix is: adopt says it.
    if (status === "unsettled" && name === "adopt") continue;
    const isIt = isCalled({ e164: numberOf(state), vendorId }, named, args.country) || named === e164;
    if (isIt) continue;
    if (name === "number") refuseBesideTakenOver(state, named);
    replaces.push(name);
  }
  const definition = context.vendors.get(args.vendor);
  const mayRenew = !unknown.includes("renewal") && now.renewal !== "off";
  const { status } = observed;
  const { noticeSent } = state;
  if (
    definition !== undefined &&
    mayRenew &&
    mayBeEnding({ status, noticeSent }, definition.capabilities.release.when)
  ) {
    // A program that never asked for the end is told of it, and has to ask for another number.
    if (args.renewal === "off" || isOpen(state.args, now)) replaces.push("renewal");
    else tellNotice(context, state);
    if (noticeSent === true && isOpen(state.args, now)) tellNoticeSent(context, state);
  }
  const isSearchNew = !unknown.includes("search") && compareArguments(args, now).choosing.includes("search");
  if (
    isSearchNew &&
    !isBackFromName(args) &&
    observed.status !== "unsettled" &&
    isOpen(state.args, now) &&
    matchesSearch(searched(state), searchOf(now)) === false
  )
    replaces.push("search");
  return replaces;
}

/** Whether the number was named last, and a search that the program has now is one that had to leave it for that. */
function isBackFromName(args: NumberState["args"]): boolean {
  return isNamed(args) && args.search === undefined;
}

function searched({ observed, args: { country } }: NumberState): Searched {
  const { e164, capabilities, numberRegion: place } = observed;
  return { e164, capabilities, place, country };
}

function searchOf({ search }: Properties): NumberArguments["search"] {
  return search as NumberArguments["search"];
}

function requireSettled(state: NumberState, [first = ""]: readonly string[]): void {
  const { args, observed } = state;
  if (observed.status !== "unsettled") return;
  const was: unknown = (args as Properties)[first];
  const back = was === undefined ? `Leave ${first} out again` : `Set ${first} back to ${JSON.stringify(was)}`;
  throw new ArgumentError(
    `it is not known yet whether ${observed.e164.startsWith("+") ? observed.e164 : "a number"} was bought, so it cannot be replaced`,
    {
      vendor: args.vendor,
      argument: first,
      nextStep: `${back} and run pulumi up, which settles the purchase; then change it.`,
    },
  );
}

/** A number that was taken over was meant: one that the program named before, and names again, is no reason to give it up. */
function refuseBesideTakenOver({ args, observed: { e164, status } }: NumberState, named: string): void {
  if (args.adopt === undefined || status === "unsettled") return;
  throw new ArgumentError(`adopt has taken over ${e164}, and ${named} is another number`, {
    vendor: args.vendor,
    argument: "number",
    nextStep: `Nothing was done. Leave adopt in the place of number, which keeps ${e164}. To have ${named} instead, run pulumi up with number: "${e164}" first, then ask for it.`,
  });
}

function requireOpenLock(state: NumberState, now: Properties, replaces: readonly string[]): void {
  const { args, observed } = state;
  if (isOpen(state.args, now)) return;
  if (replaces[0] === "renewal" && state.noticeSent === true && !isProtected(state.args, now)) {
    throw new ArgumentError(
      `notice was given for ${observed.e164}, and no answer says whether it was taken: it may end with the period that is paid for`,
      {
        vendor: args.vendor,
        argument: "renewal",
        nextStep: `Set it to "off" again and run pulumi up, which gives notice once more, or set replaceable: true to buy another number instead of this one. If the vendor's dashboard shows that it goes on: take it out of the state by pulumi state delete, and run pulumi up with adopt: "${observed.e164}" in the place of number and search.`,
      },
    );
  }
  // Said of a number that is there: the vendor may not tell its type.
  const isNewType = replaces[0] === "type" && args.type === undefined;
  const back = isNewType ? "Leave type out, which keeps the number" : "Set it back";
  const why =
    replaces[0] === "renewal"
      ? `${observed.e164} has ended or ends by itself, and only another number can be renewed`
      : `the resource has ${observed.e164}, and another number is another purchase`;
  throw new ArgumentError(why, {
    vendor: args.vendor,
    argument: replaces[0],
    nextStep: isProtected(state.args, now)
      ? `It is protected. ${back}, and run pulumi up with deletionProtection: false first.`
      : `${back}, set replaceable: true to buy another number instead of this one, or declare a second PhoneNumber.`,
  });
}

function fitting(context: Context, state: NumberState, now: Properties): string {
  if (holdsUnknown(context, now.search)) return "";
  switch (matchesSearch(searched(state), searchOf(now))) {
    case true:
      return ": it still fits";
    case false:
      if (isBackFromName(state.args)) return ", though it does not fit it";
      return `, though it does not fit any more; ${isProtected(state.args, now) ? "it is protected" : "replaceable: true would buy another"}`;
    case undefined:
      return "; whether it still fits is not known";
  }
}

async function isTimeToRelease(context: Context, state: NumberState): Promise<boolean> {
  const when = context.vendors.get(state.args.vendor)?.capabilities.release.when;
  const isWaiting = state.observed.status === "lapsing" || state.observed.status === "pending";
  return isWaiting && when === "at-once" && (await isDue(context, state));
}

function tellNotice({ tell }: Context, { observed, claim }: NumberState): void {
  tell(
    `${nameOf(claim)}: the vendor reports that ${observed.e164} ends with the period that is paid for, which cannot be taken back; ` +
      `replaceable: true buys another one now, renewal: "off" says that it is meant`,
  );
}

function tellNoticeSent({ tell }: Context, { observed, claim }: NumberState): void {
  tell(
    `${nameOf(claim)}: notice was given for ${observed.e164}, and no answer says whether it was taken: with replaceable: true another one takes its place; ` +
      'renewal: "off" gives notice once more',
  );
}
