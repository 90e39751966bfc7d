import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  NoFundsError,
  NoneAvailableError,
  RateLimitedError,
} from "../../../provider/domain/errors";
import { OfferPool } from "../../../provider/purchase/offer-pool";
import { buy, expectNothingBought, expectOnlyBought, prepare, purchaseCalls } from "../../support/buying";
import { defined, errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });

describe("a candidate that cannot be had", () => {
  it("is taken in the meantime: the next one is bought", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.numbers({ take: [defined(candidates[0])] });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expectOnlyBought(bench, candidates[1]);
  });

  it("is taken just before the purchase arrives: the next one is bought", async () => {
    const { purchase, candidates, lines } = await prepare(bench);
    bench.fault("buy", "taken", { times: 2 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[2]);
    expectOnlyBought(bench, candidates[2]);
    expect(lines.at(-1)).toBe(`${candidates[1]} is not for sale any more: trying the next one`);
  });

  it("is in the account already: passed over without being asked for", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.numbers({ take: [defined(candidates[0])], own: [{ e164: defined(candidates[0]), country: "US" }] });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expect(bench.state.purchases).toBe(1);
    expect(purchaseCalls(bench).map(([asked]) => asked)).toEqual([candidates[1]]);
  });

  it("was given to another resource of the run: passed over without a call", async () => {
    const { purchase, candidates } = await prepare(bench);
    purchase.offers.reserve(defined(candidates[0]), "somebody else");
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expect(bench.calls.some(({ path }) => path.includes(defined(candidates[0]).slice(1)))).toBe(false);
  });

  it("each and every one: an error that asks for another up", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "taken", { times: 4 });
    const error = await errorOfClass(NoneAvailableError, buy(purchase));
    for (const number of candidates) expect(error.message).toContain(number);
    expect(error.message).toContain("Nothing was bought. Run pulumi up again");
    expectNothingBought(bench);
    expect(bench.writes).toHaveLength(4);
  });
});

it("what two resources fall back on is asked for by one of them alone", async () => {
  const { purchase, candidates } = await prepare(bench);
  const [first, second, shared] = candidates.map(defined);
  bench.numbers({ take: [defined(first), defined(second)] });
  const lists = [
    [first, shared],
    [second, shared],
  ];
  const outcomes = await Promise.allSettled(
    lists.map((list) => buy({ ...purchase, claim: `for ${list[0]}`, candidates: list.map(defined) })),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expectOnlyBought(bench, shared);
  expect(purchaseCalls(bench).filter(([asked]) => asked === shared)).toHaveLength(1);
});

describe("a purchase that cannot be looked for", () => {
  it("before it is made is not made", async () => {
    const { purchase } = await prepare(bench);
    bench.fault("get", "malformed-after");
    await expect(buy(purchase)).rejects.toThrow("is not JSON");
    expectNothingBought(bench);
    expect(bench.writes).toEqual([]);
  });
});

describe("many purchases at once", () => {
  it("with every second answer lost buy one number each", async () => {
    const count = 10;
    const { purchase } = await prepare(bench, { count });
    for (let each = 0; each < count; each++)
      bench.fault("buy", each % 2 === 0 ? "reset-after" : "delay", { delayMs: 10 });
    const numbers = Array.from({ length: count }, (_, index) => testNumber(index));
    const offers = new OfferPool(purchase.vendor);
    const bought = await Promise.all(
      numbers.map((number) => buy({ ...purchase, claim: number, candidates: [number], offers })),
    );
    expect(bought.map(({ receipt }) => receipt.e164)).toEqual(numbers);
    expect(bench.state.purchases).toBe(count);
    expect(bench.owned.toSorted()).toEqual(numbers);
  });
});

describe("a purchase that was answered clearly", () => {
  it("after a delay: bought once, asked for once", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "delay", { delayMs: 200 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[0]);
    expectOnlyBought(bench, candidates[0]);
    expect(bench.writes).toHaveLength(1);
  });

  it("with a list that lags: bought once, and not looked for", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[0]);
    expectOnlyBought(bench, candidates[0]);
    expect(bench.calls.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("429: the same number is asked for again, as nothing can have been bought", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "429", { times: 3, retryAfter: 0 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[0]);
    expectOnlyBought(bench, candidates[0]);
    expect(
      purchaseCalls(bench)
        .map(([, status]) => status)
        .slice(0, 3),
    ).toEqual([429, 429, 429]);
  });

  it("429 without an end: an error that says nothing was bought, and no other number is tried", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "429", { times: 50, retryAfter: 0 });
    const error = await errorOfClass(RateLimitedError, buy(purchase));
    expect(error.mayHaveBought).toBe(false);
    expectNothingBought(bench);
    expect(new Set(purchaseCalls(bench).map(([asked]) => asked))).toEqual(new Set([candidates[0]]));
  });

  it.each([1, 2])("no funds (the vendor's form %i): the end, without trying another number", async (form) => {
    const { purchase } = await prepare(bench);
    bench.fault("buy", "no-funds", { times: form });
    for (let tries = 0; tries < form; tries++) await errorOfClass(NoFundsError, buy(purchase));
    expectNothingBought(bench);
    expect(purchaseCalls(bench).map(([, status]) => status)).toEqual([400, 402].slice(0, form));
  });

  it("a key that is refused: the end, without trying another number", async () => {
    const { purchase } = await prepare(bench);
    const keys = { "phone:plivoAuthId": bench.authId, "phone:plivoAuthToken": "wrong" };
    const { vendor } = await (await bench.contextWithKeys(keys)).context.account({ vendor: "plivo" });
    await errorOfClass(AuthenticationError, buy({ ...purchase, vendor }));
    expectNothingBought(bench);
  });
});
