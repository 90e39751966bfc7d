import { describe, expect, it } from "vitest";
import { expected, numberOutputs, observe, remembered, seenLast } from "../../../provider/lifecycle/observed";
import type { OwnedNumber } from "../../../provider/vendors/vendor";

const number = "+14155550100";
const rent = { amount: "1.00", currency: "USD" };
const quote = { monthlyPrice: rent, setupPrice: rent, matched: 1, restriction: null, terms: null };
const bought = expected(number, quote, { vendorId: "id-1", status: "active", statusReason: null });

const row: OwnedNumber = {
  e164: number,
  vendorId: "id-1",
  status: "active",
  statusReason: null,
  monthlyPrice: { amount: "2.00", currency: "USD" },
  renewsAt: "2026-12-01T00:00:00.000Z",
  agent: "agent-1",
  subaccount: "sub-1",
  alias: "desk",
  capabilities: ["voice"],
  region: "California",
  purchasedAt: "2026-11-01T00:00:00.000Z",
};

it("a purchase has every output, as far as its quote tells", () => {
  expect(Object.keys(bought).sort()).toEqual(Object.keys(numberOutputs).sort());
  expect(bought).toMatchObject({
    e164: number,
    monthlyPrice: rent,
    setupPrice: rent,
    matched: 1,
    boundAgent: null,
  });
});

it("without a quote, no price is made up", () => {
  const outcome = { vendorId: null, status: "active", statusReason: null } as const;
  expect(expected(number, null, outcome)).toMatchObject({ monthlyPrice: null, setupPrice: null, matched: 0 });
});

describe("a row that is seen", () => {
  it("shows in the outputs, and what only the purchase told is kept", () => {
    expect(observe(row, bought)).toMatchObject({
      monthlyPrice: row.monthlyPrice,
      renewsAt: row.renewsAt,
      boundAgent: "agent-1",
      heldBy: "sub-1",
      label: "desk",
      numberRegion: "California",
      setupPrice: rent,
      matched: 1,
    });
  });

  it("survives being remembered", () => {
    expect(remembered({ observed: observe(row, bought) })).toEqual(row);
    expect(observe(remembered({ observed: observe(row, bought) }), bought)).toEqual(observe(row, bought));
  });

  it("without a price keeps the one that is known", () => {
    expect(observe({ ...row, monthlyPrice: null }, bought).monthlyPrice).toEqual(rent);
  });

  it("without a status leaves a number that waits for documents waiting", () => {
    const pending = { ...bought, status: "pending", statusReason: "documents" } as const;
    const silent = { ...row, status: null };
    expect(observe(silent, pending)).toMatchObject({
      status: "pending",
      statusReason: "documents",
    });
    expect(observe(silent, bought).status).toBe("active");
  });

  it("looks as ever while notice was given, and is lapsing all the same", () => {
    const lapsing = { ...bought, status: "lapsing" } as const;
    expect(observe(row, lapsing, { renewal: "off" }).status).toBe("lapsing");
    expect(observe(row, lapsing, { renewal: "auto" }).status).toBe("active");
    expect(observe({ ...row, status: "pending" }, lapsing, { renewal: "off" }).status).toBe("pending");
  });
});

it("what changes in place is told by the arguments' names", () => {
  expect(seenLast({ observed: observe(row, bought) })).toEqual({
    agent: "agent-1",
    subaccount: "sub-1",
    alias: "desk",
  });
});
