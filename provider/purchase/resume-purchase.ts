import { waitUntil } from "../async/wait-until";
import { NumberTakenError, UnclearPurchaseError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { Window } from "../host/purchase-records";
import type { OwnedNumber, Vendor } from "../vendors/vendor";
import { buyCandidate } from "./buy-candidate";
import { type Bought, receiptOf } from "./outcome";
import { isAbsenceProven } from "./proof-times";
import type { PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";
import { buyExactly } from "./settle-purchase";
import { judge } from "./verdict";

/** Those of the candidates that the account owns. */
export async function ownedAmong(vendor: Vendor, candidates: readonly E164[]): Promise<OwnedNumber[]> {
  const owned = await Promise.all(candidates.map((e164) => vendor.get({ e164, vendorId: null })));
  return owned.filter((each) => each !== undefined);
}

/**
 * Resumes an interrupted purchase whose end is not known. A candidate that the account owns and that is ours is
 * adopted. While none shows, the one that may have been bought is asked for again, and no other: only when so much time has
 * passed that it would show is another one tried. Throws UnclearPurchaseError while that is not known; nothing was asked for then
 * that could become a second number.
 */
export async function resumePurchase(
  context: PurchaseContext,
  request: PurchaseRequest,
  interrupted: Window,
): Promise<Bought> {
  const { vendor, offers, settleMs, tell } = context;
  const { claim, candidates } = request;
  tell(`an earlier run was interrupted while it bought: looking for ${candidates.join(", ")} in the account`);
  const owned = await waitUntil(
    () => ownedAmong(vendor, candidates),
    (found) => found.length > 0,
    settleMs,
  );
  const theirs: E164[] = [];
  for (const number of owned) {
    const adopted = await adoptIfOurs(context, request, interrupted, number);
    if (adopted !== undefined) return adopted;
    theirs.push(number.e164);
  }
  // A number that another resource means to buy was never asked for by this one.
  const left = candidates.filter(
    (candidate) => !theirs.includes(candidate) && !offers.isFirstChoice(candidate, claim),
  );
  const [first] = left;
  if (first === undefined || isAbsenceProven(interrupted.until, await context.now())) {
    tell("the interrupted run has bought nothing");
    return buyCandidate(context, { ...request, candidates: left });
  }
  return askAgain(context, request, interrupted, first);
}

async function adoptIfOurs(
  context: PurchaseContext,
  { claim, order, earlier }: PurchaseRequest,
  interrupted: Window,
  number: OwnedNumber,
): Promise<Bought | undefined> {
  const { e164 } = number;
  const { vendor, offers, tell } = context;
  const { since, until } = interrupted;
  const verdict = await judge(context, { claim, orders: [order, ...earlier], since, until }, number);
  switch (verdict.whose) {
    case "ours":
      // Two resources that fall back on the same number may come here at once: the first of them has it.
      if (offers.isFirstChoice(e164, claim)) return undefined;
      offers.reserve(e164, claim);
      tell(`${e164} was bought by the interrupted run, and is adopted`);
      return { candidate: e164, receipt: receiptOf(number), adopted: true };
    case "theirs":
      tell(
        `${e164} is in the account, but was not bought for this resource (${verdict.because}): it is left alone`,
      );
      return undefined;
    case "open":
      throw cannotTell(vendor, e164, `it is in the account, and ${verdict.because}`);
  }
}

async function askAgain(
  context: PurchaseContext,
  request: PurchaseRequest,
  interrupted: Window,
  number: E164,
): Promise<Bought> {
  const { vendor, offers, tell } = context;
  tell(`${number} is not in the account, and is asked for again`);
  offers.reserve(number, request.claim);
  try {
    return { candidate: number, receipt: await buyExactly(context, request, number) };
  } catch (error) {
    if (!NumberTakenError.isInstance(error)) throw error;
    // The one who took it may have been the interrupted run.
    const [late] = await ownedAmong(vendor, [number]);
    const adopted = late && (await adoptIfOurs(context, request, interrupted, late));
    if (adopted !== undefined) return adopted;
    throw cannotTell(vendor, number, `it is not in the account, and ${error.what}`);
  }
}

// An error without state: the record of the interrupted run stays, and knows all of its candidates.
function cannotTell(vendor: Vendor, number: E164, reason: string): UnclearPurchaseError {
  return new UnclearPurchaseError(
    `it is not known yet whether the interrupted run has bought ${number}: ${reason}`,
    {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep:
        "Nothing else was bought. Run pulumi up again in ten minutes: by then it shows, or is known not to be there.",
    },
  );
}
