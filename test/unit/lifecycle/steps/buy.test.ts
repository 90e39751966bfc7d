import { beforeEach, describe, expect, it } from "vitest";
import { create } from "../../../../provider/lifecycle/create";
import { readInputs } from "../../../../provider/lifecycle/state";
import { checkNew } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";
import { asked, up, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench);
});

describe("a number that was bought", () => {
  it("is the first candidate that check picked, at the price it told", async () => {
    const told = await bench.context();
    const { inputs } = await checkNew(told, asked);
    const { observed } = await create(told.context, readInputs(inputs));
    expect(observed.e164).toBe((inputs.candidates as string[])[0]);
    expect(observed).toMatchObject({
      status: "active",
      monthlyPrice: { amount: "0.80", currency: "USD" },
      matched: 0,
    });
    expect(bench.state.purchases).toBe(1);
  });

  it("waits for documents where the country wants them", async () => {
    bench.numbers({ add: [{ e164: "+4930901820001", country: "DE" }] });
    const told = await bench.context();
    const { observed } = await up(told, { vendor: "plivo", country: "DE" });
    expect(observed.status).toBe("pending");
    expect(told.lines.join("\n")).toContain("Wants proof of an address");
  });
});
