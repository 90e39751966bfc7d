import { expect } from "vitest";
import type { PurchaseContext } from "../../provider/purchase/purchase-context";
import { type Evidence, judge as judgeIn, type Verdict } from "../../provider/purchase/verdict";
import type { OwnedNumber } from "../../provider/vendors/vendor";
import { minutesFromNow, type Stacks } from "./backend";
import { claimOf } from "./claim";
import { type Bench, testNumber } from "./sandbox";

/** Evidence, with what it is judged in. */
export type Case = Evidence & Omit<PurchaseContext, "tell">;

/** The verdict on a number that the account owns. */
export function judge(each: Case, number: OwnedNumber): Promise<Verdict> {
  return judgeIn(each, each, number);
}

/** The members of a case that a test names; the vendor by its name. */
export type CaseMembers = Partial<Omit<Case, "vendor">> & { readonly vendor?: string };

/** What the resource `line` of this stack knows, a minute after it asked for a number, in a backend with these stacks. */
export async function evidenceIn(
  bench: Bench,
  stacks: Stacks,
  { vendor: name = "plivo", ...more }: CaseMembers = {},
): Promise<Case> {
  const { context } = await bench.context({}, stacks.cli);
  const { vendor, offers } = await context.account({ vendor: name });
  const window = { since: minutesFromNow(-1), until: minutesFromNow(0) };
  const orders = [{ agent: undefined, subaccount: undefined }];
  const { backend, now } = context;
  return {
    ...window,
    vendor,
    offers,
    backend,
    claim: claimOf("line", "dev"),
    now,
    orders,
    settleMs: 0,
    ...more,
  };
}

/** The first of the test numbers, as the account shows it when nothing was asked for beside it. */
export function owned(more: Partial<OwnedNumber> = {}): OwnedNumber {
  return {
    e164: testNumber(0),
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

export function expectTheirs(verdict: Verdict, because: string): void {
  expect(verdict).toEqual({ whose: "theirs", because });
}

export const ours = { whose: "ours" };
