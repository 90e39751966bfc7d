import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  ComplianceError,
  NoFundsError,
  NotFoundError,
  NumberTakenError,
  PermissionError,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
  UnreachableError,
} from "../../../../provider/domain/errors";
import { create } from "../../../../provider/lifecycle/create";
import { readInputs } from "../../../../provider/lifecycle/state";
import { afterOrder } from "../../../../provider/vendors/kit/after-order";
import type { Order, Vendor } from "../../../../provider/vendors/vendor";
import { claimOf } from "../../../support/claim";
import { errorOf } from "../../../support/expect";
import { testNumber, testNumbers, useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const facts = { vendor: "plivo", operation: "order" };
const details = { ...facts, nextStep: "Run again." };

describe("a call after an accepted order", () => {
  // What the client throws of a call that reads: each says of its own call that nothing was changed by it.
  const failures = [
    AuthenticationError,
    PermissionError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
    UnclearError,
  ].map((Failure) => ({ name: Failure.name, Failure }));

  it.each(failures)("that fails by $name loses no number, and no other is bought", async ({ Failure }) => {
    bench.numbers({ add: testNumbers(2) });
    const { context } = await bench.context();
    const account = await context.account({ vendor: "plivo" });
    const buy = async (order: Order) => {
      const receipt = await account.vendor.buy(order);
      return afterOrder(facts, async () => {
        if (receipt.status === "active") throw new Failure("the call failed", details);
        return receipt;
      });
    };
    const vendor: Vendor = Object.create(account.vendor, { buy: { value: buy } });
    const candidates = [testNumber(0), testNumber(1)];
    const inputs = { claim: claimOf("line"), vendor: "plivo", country: "US", candidates };
    const polling = { ...context, account: async () => ({ ...account, vendor }) };
    const state = await create(polling, readInputs(inputs));
    expect(state.observed).toMatchObject({ e164: testNumber(0), status: "active" });
    expect(bench.owned).toEqual([testNumber(0)]);
    expect(bench.state.purchases).toBe(1);
  });

  const proofs = [NumberTakenError, NoFundsError, ComplianceError].map((Proof) => ({
    name: Proof.name,
    Proof,
  }));

  it.each(proofs)("that proves by $name that nothing was bought is believed", async ({ Proof }) => {
    const proof = new Proof("the order failed", details);
    const follow = async () => {
      throw proof;
    };
    expect(await errorOf(afterOrder(facts, follow))).toBe(proof);
  });

  it("that fails names the order, the reason and the next step", async () => {
    const follow = async () => {
      throw new TypeError("cannot read properties of undefined");
    };
    const error = await errorOf(afterOrder({ ...facts, status: 202 }, follow));
    expect(error).toBeInstanceOf(UnclearPurchaseError);
    expect(error.message).toBe(
      "plivo order: the order was accepted, and its end is not known: cannot read properties of undefined (HTTP 202). " +
        "Run again: what became of it is looked up first.",
    );
  });

  it("that ends well gives what it read", async () => {
    expect(await afterOrder(facts, async () => "completed")).toBe("completed");
  });
});
