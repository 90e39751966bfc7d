import { create } from "../../provider/lifecycle/create";
import { type NumberState, outputs, readInputs, readState } from "../../provider/lifecycle/state";
import { UnfinishedResource } from "../../provider/lifecycle/steps/keep-state";
import { update } from "../../provider/lifecycle/update";
import { checkAgain, checkNew, type Properties, plain } from "./checking";
import { errorOfClass } from "./expect";
import { type Bench, type Told, testNumber, testNumbers } from "./sandbox";

/** Arguments that ask for one of the {@link testNumbers}. */
export const asked = { ...plain, search: { prefix: testNumber(0).slice(2, 8) } };

/** One process of an `up` that creates: check, then create, in one context. */
export async function up(told: Told, args: Properties = asked, name = "line"): Promise<NumberState> {
  const { inputs, failures } = await checkNew(told, args, name);
  if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
  const state = await create(told.context, readInputs(inputs));
  // As the runtime does once the engine has the result.
  await told.context.journal.forget([state.claim]);
  return state;
}

/** The same, where the create does not get to its end: what the engine would keep. */
export async function upUnfinished(
  told: Told,
  args: Properties = asked,
): Promise<{ error: UnfinishedResource; state: NumberState }> {
  const error = await errorOfClass(UnfinishedResource, up(told, args));
  return { error, state: readState(error.properties) };
}

/** One process of an `up` that changes a number which exists. */
export async function upAgain(
  told: Told,
  before: NumberState,
  args: Properties = asked,
): Promise<NumberState> {
  const { inputs, failures } = await checkAgain(told, outputs(before), args);
  if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
  return update(told.context, before, readInputs(inputs));
}

/** The same, where the update does not get to its end: what the engine would keep. */
export async function upUnfinishedAgain(
  told: Told,
  before: NumberState,
  args: Properties = asked,
): Promise<{ error: UnfinishedResource; state: NumberState }> {
  const error = await errorOfClass(UnfinishedResource, upAgain(told, before, args));
  return { error, state: readState(error.properties) };
}

/** A bench with some numbers that are alike, and nothing else that {@link asked} could find. */
export function withTestNumbers(bench: Bench, count = 4): Bench {
  bench.numbers({ add: testNumbers(count) });
  return bench;
}
