import { beforeEach, describe, expect, it } from "vitest";
import { readState } from "../../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../../provider/lifecycle/steps/keep-state";
import { defined, errorOfClass } from "../../../support/expect";
import { useSandbox } from "../../../support/sandbox";
import { asked, up, upAgain, upUnfinished, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench);
});

describe("a step after the purchase that fails", () => {
  it("keeps the number in state, and says what failed", async () => {
    bench.fault("update", "429", { times: 20, retryAfter: 0 });
    const { error, state } = await upUnfinished(await bench.context(), { ...asked, alias: "Support" });
    expect(error.id).toBe(bench.owned[0]);
    expect(state.observed.status).toBe("active");
    expect(error.reasons).toEqual([expect.stringContaining("plivo update: too many calls (HTTP 429")]);
    expect(bench.state.purchases).toBe(1);
  });

  it("because the account does not show the number keeps it too", async () => {
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { error, state } = await upUnfinished(await bench.context({ "phone:settleSeconds": "0" }));
    expect(error.message).toContain("is not shown by the account");
    expect(state.observed).toMatchObject({ e164: defined(bench.owned[0]), status: "active" });
    expect(bench.state.purchases).toBe(1);
  });
});

describe("an update", () => {
  it("that fails half-way keeps the number, with what was seen of it", async () => {
    const before = await up(await bench.context());
    bench.fault("update", "429", { times: 20, retryAfter: 0 });
    const error = await errorOfClass(
      UnfinishedResource,
      upAgain(await bench.context(), before, { ...asked, alias: "Sales" }),
    );
    expect(error.properties).toMatchObject({ e164: before.observed.e164, status: "active", label: null });
  });

  it("that fails half-way is finished by the next one, also where something is to be taken away", async () => {
    const before = await up(await bench.context(), { ...asked, agent: bench.agents[0], alias: "Sales" });
    bench.fault("update", "429", { times: 20, retryAfter: 0 });
    const { properties } = await errorOfClass(UnfinishedResource, upAgain(await bench.context(), before));
    bench.control.clearFaults();
    const { observed } = await upAgain(await bench.context(), readState(properties));
    expect(observed).toMatchObject({ boundAgent: null, label: null });
  });
});
