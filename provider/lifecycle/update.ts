import { NumberTakenError } from "../domain/errors";
import { lookUntil } from "../domain/patience";
import { buyExactly, UnsettledPurchase } from "../purchase/buy";
import type { Account, Context } from "./context";
import { finish } from "./finish";
import { type CheckedInputs, type NumberState, nameOf, numberOf, requireSameAccount } from "./state";
import { Unfinished } from "./unfinished";

/**
 * Makes a number what the arguments now ask for, in place. A purchase that nobody could tell the outcome of is settled
 * first: looked for, and asked for again, but never by another number.
 */
export async function update(
  context: Context,
  before: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { args } = inputs;
  const account = await context.account(args.vendor);
  const { vendor } = account;
  requireSameAccount(before, vendor);
  await Promise.all([
    args.agent && args.agent !== before.observed.boundAgent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount && args.subaccount !== before.observed.heldBy
      ? vendor.checkSubaccount(args.subaccount)
      : undefined,
  ]);
  const state = { ...before, ...inputs };
  const settled = before.observed.status === "unsettled" ? await settle(context, account, state) : state;
  account.changed();
  return finish(context, vendor, settled, { askedBefore: before.args });
}

async function settle(
  context: Context,
  { vendor, offers }: Account,
  state: NumberState,
): Promise<NumberState> {
  const number = numberOf(state);
  const { settleMilliseconds } = context;
  const tell = (line: string) => context.tell(`${nameOf(state.claim)}: ${line}`);
  const owned = await lookUntil(
    () => vendor.get(number),
    (seen) => seen !== undefined,
    settleMilliseconds,
  );
  if (owned !== undefined) {
    tell(`${number} was bought in an earlier run, and is kept`);
    return active(state);
  }
  const { args, claim, observed } = state;
  const order = { agent: args.agent, subaccount: args.subaccount };
  try {
    const receipt = await buyExactly(
      { vendor, offers, claim, candidates: [number], order, settleMilliseconds, tell },
      number,
    );
    if (receipt !== undefined) {
      tell(`bought ${number}, which an earlier run had not`);
      return { ...state, observed: { ...observed, ...receipt } };
    }
  } catch (error) {
    if (error instanceof UnsettledPurchase) throw new Unfinished(state, error);
    throw error;
  }
  throw new NumberTakenError(`${number} was not bought in the earlier run, and somebody else has it now`, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep: "Run pulumi refresh, which takes it out of the state, then pulumi up, which picks another.",
  });
}

function active(state: NumberState): NumberState {
  return { ...state, observed: { ...state.observed, status: "active", statusReason: null } };
}
