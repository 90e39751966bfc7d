import { beforeEach, describe, expect, it } from "vitest";
import { AuthenticationError, RateLimitedError, WrongAccountError } from "../../provider/domain/errors";
import { release } from "../../provider/lifecycle/delete";
import type { NumberState } from "../../provider/lifecycle/state";
import { errorOfClass } from "./support/errors";
import { useSandbox } from "./support/sandbox";
import { asked, up, withTestNumbers } from "./support/stack";

const bench = useSandbox({ stock: 20 });
let state: NumberState;
beforeEach(async () => {
  withTestNumbers(bench);
  state = await up(bench.context(), { ...asked, agent: bench.agents[0] });
  bench.control.clearCalls();
});

describe("delete", () => {
  it("gives this number back, and says that it is for good", async () => {
    const told = bench.context();
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    expect(told.lines).toEqual([`line: released ${state.observed.e164}, for good`]);
  });

  it("of a number that is gone already is success", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    await release(bench.context().context, state);
    expect(bench.state.releases).toBe(0);
  });

  it.each(["reset-before", "reset-after", "500-before", "500-after", "502-html-after"] as const)(
    "met by %s releases once all the same",
    async (fault) => {
      bench.fault("release", fault);
      await release(bench.context().context, state);
      expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    },
  );

  it("that the vendor does not let through is an error", async () => {
    bench.fault("release", "429", { times: 20, retryAfter: 0 });
    await errorOfClass(RateLimitedError, release(bench.context().context, state));
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("with a refused key is an error, and says how to bring the present one", async () => {
    const { context } = bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": "wrong",
    });
    const { message } = await errorOfClass(AuthenticationError, release(context, state));
    expect(message).toContain("--run-program");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("with another account's keys is refused before anything is asked", async () => {
    const { context } = bench.contextWithKeys({
      "phone:plivoAuthId": "MA0000000000000000ZZ",
      "phone:plivoAuthToken": "x",
    });
    await errorOfClass(WrongAccountError, release(context, state));
    expect(bench.calls).toEqual([]);
  });
});
