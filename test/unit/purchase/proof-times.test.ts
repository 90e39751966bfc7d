import { beforeEach, describe, expect, it } from "vitest";
import type { PurchaseContext } from "../../../provider/purchase/purchase-context";
import { type Evidence, judge as judgeIn, type Verdict } from "../../../provider/purchase/verdict";
import type { OwnedNumber } from "../../../provider/vendors/vendor";
import { minutesFromNow, ownStack, Stacks } from "../../support/backend";
import { claimOf } from "../../support/claim";
import { testNumber, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const mine = claimOf("line", "dev");
const e164 = testNumber(0);
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

/** Evidence, with what it is judged in. */
type Case = Evidence & Omit<PurchaseContext, "tell">;

function judge(each: Case, number: OwnedNumber): Promise<Verdict> {
  return judgeIn(each, each, number);
}

async function evidenceOf({
  vendor: name = "plivo",
  ...more
}: Partial<Omit<Case, "vendor">> & { vendor?: string } = {}) {
  const { context } = await bench.context({}, stacks.cli);
  const { vendor, offers } = await context.account({ vendor: name });
  const window = { since: minutesFromNow(-1), until: minutesFromNow(0) };
  const orders = [{ agent: undefined, subaccount: undefined }];
  const { backend, now } = context;
  const evidence: Case = {
    ...window,
    vendor,
    offers,
    backend,
    claim: mine,
    now,
    orders,
    settleMs: 0,
    ...more,
  };
  return evidence;
}

function owned(more: Partial<OwnedNumber> = {}): OwnedNumber {
  return {
    e164,
    vendorId: null,
    status: "active",
    statusReason: null,
    monthlyPrice: null,
    renewsAt: null,
    agent: null,
    subaccount: null,
    alias: null,
    capabilities: ["voice"],
    region: null,
    purchasedAt: null,
    ...more,
  };
}

function expectTheirs(verdict: Verdict, because: string): void {
  expect(verdict).toEqual({ whose: "theirs", because });
}

const ours = { whose: "ours" };

describe("when it was bought", () => {
  const window = { since: "2026-03-10T12:00:00.000Z", until: "2026-03-10T12:01:00.000Z" };

  it.each([
    ["within the window", "2026-03-10T12:00:30Z"],
    ["as early as clocks may differ", "2026-03-10T11:55:00Z"],
    ["as late as a purchase may take, and clocks differ", "2026-03-10T12:11:00Z"],
    ["on the day of the window", "2026-03-10"],
    ["on the day before, where it is another day", "2026-03-09"],
    ["on the day after, where it is another day", "2026-03-11"],
  ])("%s (%s): ours", async (_, purchasedAt) => {
    expect(await judge(await evidenceOf(window), owned({ purchasedAt }))).toEqual(ours);
  });

  it.each([
    ["before it was asked for", "2026-03-10T11:54:59Z"],
    ["long after a purchase can take", "2026-03-10T12:11:01Z"],
    ["days before", "2026-03-07"],
    ["days after", "2026-03-14"],
  ])("%s (%s): somebody else's", async (_, purchasedAt) => {
    expectTheirs(
      await judge(await evidenceOf(window), owned({ purchasedAt })),
      `it was bought on ${purchasedAt}`,
    );
  });
});
