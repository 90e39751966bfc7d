import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("fleet");

test("fleet plans what the month costs, buys forty numbers once, and gives them back", {
  timeout: 300_000,
}, async () => {
  const { phones } = example();
  const accounts = () => [phones.stateOf("plivo"), phones.stateOf("bolna")];
  await example().follow("pulumi config set phone:maxPurchases 40");
  const plan = await example().follow("npx pulumi-phone plan");
  expect(plan.match(/^buy /gm)).toHaveLength(40);
  expect(phones.writes).toEqual([]);

  await example().follow("pulumi up");
  expect(accounts().map(({ purchases }) => purchases)).toEqual([28, 12]);
  const { lines } = (await phones.stack.outputs()) as { lines: Record<string, string> };
  const owned = accounts().flatMap((account) => account.owned.map(({ e164 }) => e164));
  expect(Object.values(lines).toSorted()).toEqual(owned.toSorted());
  expect(lines["boston-03"]).toMatch(/^\+1617/);
  await example().follow("pulumi stack output monthlyDollars");
  await example().follow("pulumi preview --expect-no-changes");

  await example().follow("pulumi destroy");
  expect(accounts()).toMatchObject([
    { owned: [], purchases: 28, releases: 28 },
    { owned: [], purchases: 12, releases: 12 },
  ]);
  example().finish();
});
