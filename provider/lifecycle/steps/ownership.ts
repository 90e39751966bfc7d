import { isOtherId } from "../../domain/same-id";
import type { Finding } from "../../purchase/proofs";
import { inState, judge, judgeOtherId } from "../../purchase/verdict";
import type { OwnedNumber } from "../../vendors/vendor";
import { type Account, type Context, purchaseContext } from "../context";
import { knownRow, type NumberState, orderOf } from "../state";

/**
 * Whose a number is that the account shows. Where the state does not know whether its purchase was made, or has it under an id that is
 * past, another stack may have bought it.
 */
export async function ownershipOf(
  context: Context,
  account: Account,
  state: NumberState,
  owned: OwnedNumber,
): Promise<Finding> {
  const { status, vendorId } = state.observed;
  const isSettled = status !== "unsettled";
  // What was never shown, and whose purchase told no id, may be another purchase as well.
  const mayBeOther = isOtherId(vendorId, owned.vendorId) || (vendorId === null && state.unseenSince !== null);
  if (isSettled && (!mayBeOther || context.bought.has(owned.e164))) return inState;
  const claim = await urnOf(context, state);
  const judging = purchaseContext(context, account, claim);
  if (isSettled) {
    const finding = await judgeOtherId(judging, claim, vendorId ?? "", owned);
    // What was never shown is known by the id that its purchase was answered with, which may be another.
    return state.unseenSince !== null && finding.proof === "not as ordered" ? inState : finding;
  }
  return judge(judging, { claim, orders: [orderOf(state)], candidates: [owned.e164] }, owned);
}

/** What a person does where a number of the state is shown under another id, and nobody knows who has bought it again. */
export function orTakeItOut({ e164 }: Pick<OwnedNumber, "e164">): string {
  return `If it is not this resource's any more, take it out of the state by pulumi state delete, and run pulumi up; if it is, do so with adopt: "${e164}"`;
}

/**
 * The URN of a state's row. A refresh and a deletion by the dynamic provider know only the one that the state was written under, which
 * may be from before a rename or a move, and another resource's by now. Throws BackendError.
 */
export async function urnOf(context: Context, state: NumberState): Promise<string> {
  const { claim } = state;
  const row = knownRow(state);
  const { numbers } = await context.backend.stackOf(claim, row);
  const isRow = ({ claim: written, e164, settled }: (typeof numbers)[number]) =>
    written === claim && e164 === row.e164 && settled === row.settled;
  const rows = numbers.filter(isRow);
  return (rows.length === 1 ? rows[0]?.urn : undefined) ?? claim;
}
