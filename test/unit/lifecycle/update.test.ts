import { beforeEach, describe, expect, it } from "vitest";
import { ArgumentError } from "../../../provider/domain/errors";
import { errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, upUnfinishedAgain, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench);
});

describe("an update", () => {
  it("binds, moves and labels in one call", async () => {
    const before = await up(await bench.context());
    bench.control.clearCalls();
    const [agent] = bench.agents;
    const [subaccount] = bench.subaccounts;
    const { observed } = await upAgain(await bench.context(), before, {
      ...asked,
      agent,
      subaccount,
      alias: "Sales",
    });
    expect(observed).toMatchObject({ boundAgent: agent, heldBy: subaccount, label: "Sales" });
    expect(bench.writes.map(({ body }) => body)).toEqual([{ app_id: agent, subaccount, alias: "Sales" }]);
  });

  it("takes away what was asked for and no longer is", async () => {
    const [agent] = bench.agents;
    const [subaccount] = bench.subaccounts;
    const before = await up(await bench.context(), { ...asked, agent, subaccount, alias: "Sales" });
    const { observed } = await upAgain(await bench.context(), before);
    expect(observed).toMatchObject({ boundAgent: null, heldBy: null, label: null });
    expect(bench.state.owned).toMatchObject([{ agent: null, subaccount: null, alias: null }]);
  });

  it("leaves alone what nobody asked for", async () => {
    const before = await up(await bench.context());
    const { e164 } = before.observed;
    bench.numbers({ drop: [e164] });
    bench.numbers({ own: [{ e164, country: "US", agent: bench.agents[1], alias: "By hand" }] });
    const { observed } = await upAgain(await bench.context(), before, {
      ...asked,
      subaccount: bench.subaccounts[0],
    });
    expect(observed).toMatchObject({
      boundAgent: bench.agents[1],
      label: "By hand",
      heldBy: bench.subaccounts[0],
    });
  });

  it("changes nothing at the vendor when all is as asked", async () => {
    const before = await up(await bench.context());
    bench.control.clearCalls();
    await upAgain(await bench.context(), before, { ...asked, maxMonthlyPrice: 5 });
    expect(bench.writes).toEqual([]);
  });

  it("never buys, whatever the criteria became", async () => {
    const before = await up(await bench.context());
    const { observed } = await upAgain(await bench.context(), before, {
      ...asked,
      search: { areaCode: "415" },
    });
    expect(observed.e164).toBe(before.observed.e164);
    expect(bench.state.purchases).toBe(1);
  });

  it("asks about a new agent before anything is changed", async () => {
    const before = await up(await bench.context());
    bench.control.clearCalls();
    const change = { ...asked, agent: "12345678901234567", alias: "Sales" };
    await errorOfClass(ArgumentError, upAgain(await bench.context(), before, change));
    expect(bench.writes).toEqual([]);
  });

  it("of a number that another account has shown, and this one does not, is refused", async () => {
    const before = await up(await bench.context());
    bench.numbers({ drop: [before.observed.e164] });
    const elsewhere = { ...before, vendorAccount: "MA0000000000000000ZZ" };
    const { error } = await upUnfinishedAgain(await bench.context({ "phone:settleSeconds": "0" }), elsewhere);
    expect(error.message).toContain("is in account MA0000000000000000ZZ");
    expect(bench.state.purchases).toBe(1);
  });
});
