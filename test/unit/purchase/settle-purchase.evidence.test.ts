import { expect, it, vi } from "vitest";
import { buy, expectNothingBought, prepare } from "../../support/buying";
import { defined } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const today = () => new Date().toISOString().slice(0, 10);

/**
 * A purchase that was cut before it took effect, while somebody else's program bought the same number for the same account:
 * what is found is not ours.
 */
async function foundInTheAccount(found: { agent?: string; subaccount?: string; purchasedAt?: string }) {
  const { purchase, candidates } = await prepare(bench, { count: 1, settle: 5000 });
  const e164 = defined(candidates[0]);
  bench.numbers({ take: [e164] });
  bench.fault("buy", "reset-before");
  const order = { ...purchase.order, agent: bench.agents[0] };
  const outcome = buy({ ...purchase, order }).then(
    ({ receipt }) => `bought ${receipt.e164}`,
    (error: Error) => error.message,
  );
  await vi.waitFor(() => expect(bench.writes).toHaveLength(1), { interval: 5, timeout: 10_000 });
  bench.numbers({ own: [{ e164, country: "US", purchasedAt: today(), agent: bench.agents[0], ...found }] });
  return { e164, outcome: await outcome };
}

it("a number found after an unclear purchase, as it was ordered, is ours", async () => {
  const { e164, outcome } = await foundInTheAccount({});
  expect(outcome).toBe(`bought ${e164}`);
});

it.each([
  ["bound to an agent that was not ordered", () => ({ agent: bench.agents[1] })],
  ["held by a subaccount that was not ordered", () => ({ subaccount: bench.subaccounts[0] })],
  ["bought on a day before it was asked for", () => ({ purchasedAt: "2020-01-01" })],
] as const)("a number %s is somebody else's, and is left alone", async (_, found) => {
  const { outcome } = await foundInTheAccount(found() as Parameters<typeof foundInTheAccount>[0]);
  expect(outcome).toContain("all numbers picked are taken");
  expect(bench.state.purchases).toBe(0);
  expect(bench.writes).toHaveLength(1);
});

it("where nothing is found nothing is ours", async () => {
  const { purchase, candidates } = await prepare(bench, { count: 1, settle: 100 });
  bench.numbers({ take: [defined(candidates[0])] });
  await expect(buy(purchase)).rejects.toThrow("all numbers picked are taken");
  expectNothingBought(bench);
});
