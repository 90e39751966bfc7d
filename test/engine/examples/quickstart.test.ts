import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("quickstart");

test("quickstart previews a price, buys one number, has nothing to do afterwards, and gives the number back", async () => {
  const { phones } = example();
  await example().follow("pulumi preview");
  expect(phones.writes).toEqual([]);

  await example().follow("pulumi up");
  expect(phones.state.purchases).toBe(1);
  expect(phones.only.e164).toMatch(/^\+1415/);
  expect((await example().follow("pulumi stack output line")).trim()).toBe(phones.only.e164);

  phones.control.clearCalls();
  await example().follow("pulumi preview --expect-no-changes");
  expect(phones.writes).toEqual([]);

  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  example().finish();
});
