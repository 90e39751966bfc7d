import { expect } from "vitest";
import { type Finding, type Proof, proofs } from "../../provider/purchase/proofs";
import type { PurchaseContext } from "../../provider/purchase/purchase-context";
import { judge as judgeIn, type Question } from "../../provider/purchase/verdict";
import type { OwnedNumber } from "../../provider/vendors/vendor";
import type { Stacks } from "./backend";
import { claimOf } from "./claim";
import { type Bench, testNumber } from "./sandbox";

/** Evidence, with what it is judged in. */
export type Case = Question & Omit<PurchaseContext, "tell">;

/** The verdict on a number that the account owns. */
export function judge(each: Case, number: OwnedNumber): Promise<Finding> {
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
  const orders = [{ agent: undefined, subaccount: undefined }];
  const { backend, now } = context;
  return {
    vendor,
    offers,
    backend,
    claim: claimOf("line", "dev"),
    names: [claimOf("line", "dev")],
    isOnlyStack: false,
    isChecked: () => false,
    now,
    orders,
    candidates: [testNumber(0)],
    settleMs: 0,
    askingAgain: async () => {},
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

/** The verdict that this proof gives, with these words. */
export function found(proof: Proof, because: string = expect.any(String)): Finding {
  return { verdict: proofs[proof].verdict, proof, because };
}
