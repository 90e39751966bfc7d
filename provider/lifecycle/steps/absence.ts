import { UnfinishedError, WrongAccountError } from "../../domain/errors";
import { mayBeBought } from "../../purchase/proofs";
import { judgeAbsence } from "../../purchase/settling-rule";
import { showsNumbers, type Vendor } from "../../vendors/vendor";
import type { Account } from "../context";
import { type NumberState, referenceOf } from "../state";

/**
 * Throws WrongAccountError when the keys in use are another account's, or, where the vendor names no account, other keys than
 * those that have shown the number last. Asked whenever a number is not there: what another account does not show is not gone,
 * and a number that is paid for would leave the state.
 */
export function requireSameAccount(state: NumberState, vendor: Vendor): void {
  if (state.vendorAccount === null || state.vendorAccount === vendor.account) return;
  throw new WrongAccountError(
    `${state.observed.e164} ${state.observed.status === "unsettled" ? "may be" : "is"} in account ${state.vendorAccount}, and the keys in use are of account ${vendor.account}`,
    {
      vendor: vendor.definition.name,
      nextStep: `Nothing was done. Use the keys of ${state.vendorAccount}, or remove the number from the state, and the resource from the program, if it is not yours: what is only in the program is bought.`,
    },
  );
}

/**
 * Whether it proves anything that the account does not show the number: not so soon after the purchase, and never of one that waits for
 * documents and was not shown yet, nor where the vendor says that it has sold another instead, which is paid for.
 */
export function isGoneProven({ unseenSince, confirmed, observed, quote }: NumberState, now: Date): boolean {
  if (unseenSince === null) return true;
  if (confirmed !== undefined) return false;
  return observed.status !== "pending" && !mayBeBought(judgeAbsence(unseenSince, now, quote));
}

/**
 * Refuses to forget a number that is said to be gone and that the account's own list shows: its id may be another one by now, or it was
 * bought again, by a run that was lost or by somebody else. Only a person can tell, and it is paid for.
 */
export async function requireUnlisted(account: Account, state: NumberState): Promise<void> {
  const { vendor } = account;
  const { args, observed } = state;
  if (!showsNumbers(vendor.definition.capabilities)) return;
  const listed =
    (await vendor.list()).find(({ e164 }) => e164 === observed.e164) ??
    (await account.seenLater(referenceOf(state)));
  if (listed === undefined || listed.status === "lapsing") return;
  const as = listed.vendorId === null ? "" : `, as ${listed.vendorId}`;
  throw new UnfinishedError(`${listed.e164} was not released: the account still has it${as}`, {
    vendor: args.vendor,
    operation: "release",
    nextStep:
      "It stays in state. Run pulumi refresh, which takes it out of the state where another stack has bought it since; if it stays so, take it out of the state by pulumi state delete, and release it in the vendor's dashboard if nobody else has bought it again.",
  });
}
