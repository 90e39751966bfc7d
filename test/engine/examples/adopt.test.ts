import { expect, test } from "vitest";
import { useExample } from "./example";

const example = useExample("adopt");

test("adopt takes over what was bought by hand, buys nothing, and leaves everything in the account", {
  timeout: 300_000,
}, async () => {
  const { phones } = example();
  const agentOf = (e164: string) => phones.state.owned.find((each) => each.e164 === e164)?.agent;
  const [ours, theirs] = phones.agents;
  await example().follow(`pulumi config set agent ${ours}`);
  await example().follow("curl http://127.0.0.1:4999/_sandbox/numbers --data @bought-by-hand.json");
  await example().follow("npx pulumi-phone orphans", 3);

  await example().follow("pulumi preview");
  expect(phones.writes).toEqual([]);
  await example().follow("pulumi up");
  await example().follow("npx pulumi-phone orphans");
  expect(agentOf("+14155550101")).toBe(ours);
  expect(agentOf("+14155550102")).toBe(theirs);
  await example().follow("pulumi preview --expect-no-changes");

  await example().follow("pulumi destroy");
  await example().follow("npx pulumi-phone orphans", 3);
  expect(phones.state).toMatchObject({ purchases: 0, releases: 0 });
  expect(phones.owned).toHaveLength(3);
  expect(agentOf("+14155550101")).toBeNull();
  expect(agentOf("+14155550102")).toBe(theirs);
  example().finish();
});
