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
  state = await up(await bench.context(), { ...asked, agent: bench.agents[0] });
  bench.control.clearCalls();
});

describe("delete", () => {
  it("gives this number back, and says that it is for good", async () => {
    const told = await bench.context();
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    expect(told.lines).toEqual([
      `line: released ${state.observed.e164}, for good; the rent ends with the running month, which is not refunded`,
    ]);
  });

  it("of a number that is gone already is success", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    await release((await bench.context()).context, state);
    expect(bench.state.releases).toBe(0);
  });

  it.each(["reset-before", "reset-after", "500-before", "500-after", "502-html-after"] as const)(
    "met by %s releases once all the same",
    async (fault) => {
      bench.fault("release", fault);
      await release((await bench.context()).context, state);
      expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    },
  );

  it("that the vendor does not let through is an error", async () => {
    bench.fault("release", "429", { times: 20, retryAfter: 0 });
    await errorOfClass(RateLimitedError, release((await bench.context()).context, state));
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("with a refused key is an error, and says how to bring the present one", async () => {
    const { context } = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": "wrong",
    });
    const { message } = await errorOfClass(AuthenticationError, release(context, state));
    expect(message).toContain("--run-program");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("does not take a number for gone that another account has shown", async () => {
    const elsewhere = { ...state, vendorAccount: "MA0000000000000000ZZ" };
    bench.numbers({ drop: [state.observed.e164] });
    const { context } = await bench.context();
    await errorOfClass(WrongAccountError, release(context, elsewhere));
  });
});
