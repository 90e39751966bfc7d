import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("unit-tests", { environment: { NO_COLOR: "1" } });

test("unit-tests passes its tests under vitest and under jest, without a call to a vendor", async () => {
  await example().follow("npm run test:vitest");
  await example().follow("npm run test:jest");
  expect(example().phones.calls).toEqual([]);
});

test("unit-tests buys the one number of a stack that is not production, and gives it back", async () => {
  const { phones } = example();
  await example().follow(`pulumi config set agent ${phones.agents[0]}`);
  await example().follow("pulumi preview");
  expect(phones.writes).toEqual([]);
  await example().follow("pulumi up");
  expect(phones.only).toMatchObject({ agent: phones.agents[0], alias: "support (dev)" });
  await example().follow("pulumi preview --expect-no-changes");
  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  example().finish();
});
