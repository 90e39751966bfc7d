import { ArgumentError } from "../domain/errors";
import { argumentsDiffering, changesNeeded } from "./changes";
import type { Context } from "./context";
import { type NumberState, nameOf, seenLast } from "./state";

/**
 * Whether an update is needed: something asked for differs from what was asked or from what was seen last, or an earlier
 * run left something to do. Never a replacement. Arguments may still be unknown here.
 */
export function diff(context: Context, state: NumberState, now: Readonly<Record<string, unknown>>): boolean {
  const { args, observed, claim } = state;
  if (args.number === undefined && typeof now.number === "string" && !context.isUnknown(now.number)) {
    requireSameNumber(state, now.number);
  }
  const { inForce, choosing } = argumentsDiffering(args, now);
  if (choosing.length > 0) {
    context.tell(`${nameOf(claim)}: the search changed; ${observed.e164}, which it once chose, is kept`);
  }
  if (observed.status === "unsettled" || inForce.length > 0) return true;
  return Object.keys(changesNeeded(args, seenLast(state), args)).length > 0;
}

function requireSameNumber({ observed, args }: NumberState, number: string): void {
  if (number === observed.e164) return;
  throw new ArgumentError(`the resource has ${observed.e164}, and another number is another purchase`, {
    vendor: args.vendor,
    argument: "number",
    nextStep: `Set number to ${observed.e164}, or declare a second PhoneNumber for ${number}.`,
  });
}
