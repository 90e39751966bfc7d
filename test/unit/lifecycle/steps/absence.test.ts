import { beforeEach, describe, expect, it } from "vitest";
import { AuthenticationError, WrongAccountError } from "../../../../provider/domain/errors";
import { read } from "../../../../provider/lifecycle/read";
import type { NumberState } from "../../../../provider/lifecycle/state";
import { errorOf, errorOfClass } from "../../../support/expect";
import { testNumber, useSandbox } from "../../../support/sandbox";
import { asked, up, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench, 60);
});

async function existing(args: object = {}): Promise<NumberState> {
  const state = await up(await bench.context(), { ...asked, ...args });
  bench.control.clearCalls();
  return state;
}

describe("a number is gone", () => {
  it("when neither the whole list nor get shows it", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const told = await bench.context();
    expect(await read(told.context, state)).toBeUndefined();
    expect(bench.calls.map(({ path }) => path.split("/").at(-2))).toEqual([
      "Number",
      state.observed.e164.slice(1),
      // This time the vendor's 404 has no words of its own, so the list is asked again.
      "Number",
    ]);
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is not in the account any more, and leaves the state`,
    ]);
  });

  it("but not while it waits for documents: those may be hidden", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const pending: NumberState = { ...state, observed: { ...state.observed, status: "pending" } };
    expect(await read((await bench.context()).context, pending)).toEqual(pending);
  });
});

describe("a number is not gone, and stays in state,", () => {
  it("when the key is refused", async () => {
    const state = await existing();
    const { context } = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": "wrong",
    });
    const { message } = await errorOfClass(AuthenticationError, read(context, state));
    expect(message).toContain("--run-program");
  });

  it("when the keys are another account's", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const { context } = await bench.context();
    const elsewhere = { ...state, vendorAccount: "MA0000000000000000ZZ" };
    const { message } = await errorOfClass(WrongAccountError, read(context, elsewhere));
    expect(message).toMatch(/Nothing was done.*from the state, and the resource from the program/);
  });

  it.each([
    ["list", "429"],
    ["list", "malformed-after"],
    ["get", "429"],
    ["get", "malformed-after"],
  ] as const)("when %s answers %s", async (operation, fault) => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    bench.fault(operation, fault, { times: 20, retryAfter: 0 });
    const error = await errorOf(read((await bench.context()).context, state));
    expect(error.message).toContain(`plivo ${operation}`);
  });

  it("when only a later page of the list fails", async () => {
    const state = await existing();
    bench.numbers({
      own: Array.from({ length: 30 }, (_, index) => ({ e164: testNumber(100 + index), country: "US" })),
    });
    bench.numbers({ drop: [state.observed.e164] });
    bench.fault("list", "delay", { delayMs: 0 });
    bench.fault("list", "malformed-after");
    const error = await errorOf(read((await bench.context()).context, state));
    expect(error.message).toContain("plivo list");
  });
});
