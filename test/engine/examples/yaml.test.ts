import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("yaml", { language: "yaml" });

test("yaml previews a price, buys one number, has nothing to do afterwards, and gives the number back", async () => {
  const { phones } = example();
  await example().follow("pulumi preview");
  expect(phones.state.purchases).toBe(0);

  await example().follow("pulumi up");
  expect((await example().follow("pulumi stack output line")).trim()).toBe(phones.only.e164);
  expect((await phones.stack.outputs()).monthlyPrice).toBe("0.80 USD");

  await example().follow("pulumi preview --expect-no-changes");
  expect(phones.state.purchases).toBe(1);

  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  example().finish();
});
