import type { E164 } from "../../domain/number";
import type { Context } from "../context";
import { type NumberState, readState } from "../state";
import { recordOf } from "./buy";
import { UnfinishedResource } from "./keep-state";

/** Makes a number, and notes in the journal what its purchase has ended in before that is told to the engine. */
export async function handedOver(context: Context, make: () => Promise<NumberState>): Promise<NumberState> {
  try {
    const state = await make();
    await note(context, state);
    return state;
  } catch (error) {
    // The state that the error carries must get through, whatever the journal does.
    if (error instanceof UnfinishedResource) await note(context, readState(error.properties)).catch(() => {});
    throw error;
  }
}

async function note({ journal, now }: Context, state: NumberState): Promise<void> {
  const { observed, unseenSince, claim, args } = state;
  if (observed.status === "unsettled") return;
  // What was adopted was not asked for now; it may end a purchase of an earlier run.
  if (args.adopt !== undefined && !(await journal.records(claim)).some((each) => each.claim === claim))
    return;
  // Nothing that can fail may stand between a purchase and its state: where the sandbox does not tell the time, this machine does.
  const time = unseenSince ?? (await now().catch(() => new Date())).toISOString();
  await journal.handOver({ ...recordOf(state, time), candidates: [observed.e164 as E164] });
}
