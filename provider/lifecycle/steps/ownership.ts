import { type Finding, find } from "../../purchase/proofs";
import { judge } from "../../purchase/verdict";
import type { OwnedNumber } from "../../vendors/vendor";
import { type Account, type Context, purchaseContext } from "../context";
import { type NumberState, orderOf } from "../state";

/**
 * Whose a number is that the account shows. Where the state does not know whether its purchase was made, another stack may
 * have bought it.
 */
export async function ownershipOf(
  context: Context,
  account: Account,
  state: NumberState,
  owned: OwnedNumber,
): Promise<Finding> {
  const { claim, observed } = state;
  if (observed.status !== "unsettled") return find("in state", "it is in state");
  return judge(
    purchaseContext(context, account, claim),
    { claim, orders: [orderOf(state)], candidates: [owned.e164] },
    owned,
  );
}
