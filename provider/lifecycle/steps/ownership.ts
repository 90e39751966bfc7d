import { judge, type Verdict } from "../../purchase/verdict";
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
): Promise<Verdict> {
  const { claim, unseenSince, observed } = state;
  if (observed.status !== "unsettled") return { whose: "ours" };
  const until = (await context.now()).toISOString();
  const since = unseenSince ?? until;
  return judge(
    purchaseContext(context, account, claim),
    { claim, orders: [orderOf(state)], since, until },
    owned,
  );
}
