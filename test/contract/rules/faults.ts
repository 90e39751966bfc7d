import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  NoFundsError,
  NumberTakenError,
  RateLimitedError,
  UnclearError,
  UnclearPurchaseError,
  UnreachableError,
} from "../../../provider/domain/errors";
import { type Call, type Client, type ClientSettings, createClient } from "../../../provider/http/client";
import { isLacking, type Vendor } from "../../../provider/vendors/vendor";
import type { FaultName } from "../../../sandbox";
import { clientSending, forms, type Lab, refusal, remembered, take } from "../lab";

type FaultOf = [name: FaultName, more?: Parameters<Lab["fault"]>[2]];
type Operation = "search" | "list" | "get" | "buy" | "update" | "release";

/** What the vendor and the network do wrong. */
export function faultRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  const byNumber = capabilities.purchase === "number";
  const one = fixture.testNumber(0);

  /** Each operation the vendor has, on a number that is ready for it. */
  const operations = (
    [
      ["search", byNumber, () => void lab.offer(1), (vendor) => searchAll(vendor)],
      ["list", capabilities.list, () => void lab.own(1), (vendor) => vendor.list()],
      ["get", capabilities.get, () => void lab.own(1), (vendor) => vendor.get(lab.reference(one))],
      ["buy", true, () => void lab.offer(1), (vendor) => buy(vendor)],
      [
        "update",
        !isLacking(capabilities.agent),
        () => void lab.own(1),
        (vendor) => vendor.update(remembered(one, lab.reference(one).vendorId ?? ""), { agent: agent() }),
      ],
      ["release", true, () => void lab.own(1), (vendor) => vendor.release(lab.reference(one))],
    ] satisfies [Operation, boolean, () => void, (vendor: Vendor) => Promise<unknown>][]
  )
    .filter(([, able]) => able)
    .map(([operation, , prepare, run]) => ({ operation: operation as Operation, prepare, run }));
  // What is updated here is the agent, which some vendors bind by a call of its own: the sandbox's `bind` is either.
  const fault = (operation: Operation, ...more: FaultOf) =>
    lab.fault(operation === "update" ? "bind" : operation, ...more);
  const only = (...names: Operation[]) => operations.filter(({ operation }) => names.includes(operation));

  const agent = () => lab.access.agents[0] ?? "";
  const order = {
    e164: byNumber ? one : fixture.testPrefix,
    country: fixture.country,
    agent: undefined,
    subaccount: undefined,
  };
  const buy = (vendor: Vendor) => vendor.buy({ ...order, terms: fixture.testTerms ?? null });
  const searchAll = (vendor: Vendor) =>
    take(
      vendor.search({ country: fixture.country, type: undefined, criteria: fixture.testRange, options: {} }),
    );

  describe("a refused key", () => {
    it.each(operations)(
      "makes $operation an error of its own, asked about once, and changes nothing",
      async ({ prepare, run }) => {
        prepare();
        const before = lab.state;
        const error = await refusal(AuthenticationError, run(await lab.connect(fixture.wrongKeys)));
        expect([401, 403]).toContain(error.details.status);
        expect(error.mayHaveBought).toBe(false);
        for (const key of Object.values(fixture.wrongKeys)) expect(error.message).not.toContain(key);
        expect(lab.state).toEqual(before);
        // What takes several calls may ask them side by side, but none twice.
        const asked = lab.calls.map(({ method, path }) => `${method} ${path}`);
        expect(new Set(asked).size).toBe(asked.length);
      },
    );
  });

  describe("too many calls", () => {
    it.each(operations)("($operation) with Retry-After: asked again", async ({ operation, prepare, run }) => {
      prepare();
      fault(operation, "429", { retryAfter: 0, times: 2 });
      await run(await lab.connect());
      expect(lab.calls.filter(({ status }) => status === 429)).toHaveLength(2);
    });

    // Where the vendor's own body asks for more than the client waits, this is a case without an end.
    it.each(fixture.asksForLongWaits ? [] : operations)(
      "($operation) without Retry-After: asked again",
      async ({ operation, prepare, run }) => {
        prepare();
        fault(operation, "429");
        await run(await lab.connect());
        expect(lab.calls.filter(({ status }) => status === 429)).toHaveLength(1);
      },
    );

    it.each(operations)(
      "($operation) without an end: an error, and nothing changed",
      async ({ operation, prepare, run }) => {
        prepare();
        const before = lab.state;
        fault(operation, "429", { retryAfter: 0, times: 50 });
        const error = await refusal(RateLimitedError, run(await lab.connect()));
        expect(error.mayHaveBought).toBe(false);
        expect(lab.state).toEqual(before);
      },
    );
  });

  describe("a passing fault", () => {
    const passing: FaultName[] = [
      "500-before",
      "500-after",
      "502-html-after",
      "reset-before",
      "reset-after",
      "timeout-before",
      "delay",
    ];
    const cases = only("search", "list", "get", "update", "release").flatMap((each) =>
      passing.map((name) => ({ ...each, name })),
    );
    it.each(cases)("$name of $operation does not matter", async ({ operation, prepare, run, name }) => {
      prepare();
      await run(await lab.connect());
      const expected = lab.state;
      const { releases } = lab.state;
      lab.numbers({ drop: expected.owned.map(({ e164 }) => e164) });
      prepare();
      fault(operation, name, { delayMs: 20 });
      await run(await lab.connect());
      // Where ids are the vendor's own, the number has a new one when it comes back.
      const owned = expected.owned.map((number) => ({ ...number, id: expect.anything() }));
      expect(lab.state).toEqual({ ...expected, owned, releases: releases * 2 });
    });
  });

  const reads = only("search", "list", "get");
  describe.skipIf(reads.length === 0)("a body that cannot be read", () => {
    it.each(reads)(
      "makes $operation unclear, and nothing was bought",
      async ({ operation, prepare, run }) => {
        prepare();
        fault(operation, "malformed-after");
        const error = await refusal(UnclearError, run(await lab.connect()));
        expect(error.mayHaveBought).toBe(false);
      },
    );
  });

  purchaseFaults(lab, buy, (vendor) => vendor.buy({ ...order, terms: null }));
}

function purchaseFaults(
  lab: Lab,
  buy: (vendor: Vendor) => Promise<unknown>,
  /** Of a number that no search has shown, as one that is bought again. */
  buyUnseen: (vendor: Vendor) => Promise<unknown>,
): void {
  describe("a purchase", () => {
    it.each(["reset-before", "timeout-before", "500-before"] as const)(
      "met by %s is unclear, was not made, and is not asked for again",
      async (fault) => {
        lab.offer(1);
        lab.fault("buy", fault, { delayMs: 20 });
        expect((await refusal(UnclearPurchaseError, buy(await lab.connect()))).mayHaveBought).toBe(true);
        expect(lab.state.purchases).toBe(0);
        expect(lab.writes).toHaveLength(1);
      },
    );

    it.each(["reset-after", "timeout-after", "500-after", "502-html-after", "malformed-after"] as const)(
      "met by %s is unclear, was made once, and is not asked for again",
      async (fault) => {
        lab.offer(1);
        lab.fault("buy", fault, { delayMs: 20 });
        expect((await refusal(UnclearPurchaseError, buy(await lab.connect()))).mayHaveBought).toBe(true);
        expect(lab.state.purchases).toBe(1);
        expect(lab.writes).toHaveLength(1);
      },
    );

    // An adapter that makes no other call before the order meets no fault of a search.
    it("whose search before the order cannot be read was not made for sure, or is made", async () => {
      lab.offer(1);
      lab.fault("search", "malformed-after");
      const error = await buyUnseen(await lab.connect()).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(UnclearError.isInstance(error)).toBe(false);
      expect(lab.state.purchases).toBe(error === undefined ? 1 : 0);
    });

    // An adapter that makes no other call after the order has nothing to fail.
    it("whose later calls fail once the order is accepted is unclear, as it may have been made", async () => {
      lab.offer(1);
      const vendor = await lab.connect({}, { createClient: closingAfterOrder });
      const error = await buy(vendor).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error !== undefined) expect(UnclearPurchaseError.isInstance(error)).toBe(true);
      expect(lab.writes).toHaveLength(1);
    });

    it("that is answered late is waited for", async () => {
      lab.offer(1);
      lab.fault("buy", "delay", { delayMs: 300 });
      expect(await buy(await lab.connect())).toMatchObject({ status: "active" });
      expect(lab.writes).toHaveLength(1);
    });

    it("that somebody else was quicker with is refused as taken, in every form the vendor has for it", async () => {
      // Who buys by prefix may be sold a number under another one the next time.
      const times = lab.definition.capabilities.purchase === "number" ? forms : 1;
      lab.fault("buy", "taken", { times });
      const vendor = await lab.connect();
      for (let time = 0; time < times; time++) {
        lab.offer(1);
        expect((await refusal(NumberTakenError, buy(vendor))).mayHaveBought).toBe(false);
      }
      expect(lab.state.purchases).toBe(0);
    });

    it("without credit is refused as such, in every form the vendor has for it", async () => {
      lab.offer(1);
      lab.fault("buy", "no-funds", { times: forms });
      const vendor = await lab.connect();
      for (let time = 0; time < forms; time++) {
        expect((await refusal(NoFundsError, buy(vendor))).mayHaveBought).toBe(false);
      }
      expect(lab.state.purchases).toBe(0);
    });
  });
}

/** A client that reaches the vendor no more once it has accepted an order. */
function closingAfterOrder(settings: ClientSettings): Client {
  const client = createClient(settings);
  let accepted = false;
  return clientSending(client, async (call: Call) => {
    if (accepted) {
      const details = { vendor: settings.vendor, operation: call.operation, nextStep: "Run again." };
      throw new UnreachableError("the connection was refused, so nothing was changed", details);
    }
    const answer = await client.send(call);
    accepted = answer.ok && call.effect === "purchase";
    return answer;
  });
}
