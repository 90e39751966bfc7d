import { describe, expect, it } from "vitest";
import { withPhoneStack } from "./support";

const count = 100;
const plain = { country: "US" };

/**
 * The most calls a number, purchase included, of each vendor. Sondos sells only what the same process has found before, which is one
 * call more, and shows the agents of its numbers in a list of their own.
 */
const most: readonly (readonly [vendor: string, args: object, calls: number])[] = [
  ["plivo", { ...plain, search: [{ areaCode: "415" }] }, 1.2],
  ["bolna", plain, 1.2],
  ["ravan", plain, 1.2],
  ["sondos", plain, 2.4],
];

// How many look at the account together depends on how many come side by side, and a busy machine brings fewer: the best of three counts.
describe("a clean up of a hundred numbers", { retry: 2 }, () => {
  // An engine's own default on four cores, and on two: so it means the same on every machine.
  const parallel = [16, 8];
  for (const [[vendor, args, calls], atOnce] of most.flatMap((each) =>
    parallel.map((one) => [each, one] as const),
  )) {
    it(`asks ${vendor} ${calls} times a number at the most, ${atOnce} at once`, async () => {
      await withPhoneStack({}, async (phones) => {
        const names = Array.from({ length: count }, (_, index) => `line-${index}`);
        await phones.declare(Object.fromEntries(names.map((name) => [name, { vendor, ...args }])));
        await phones.up(["--parallel", `${atOnce}`]);
        expect(phones.stateOf(vendor)).toMatchObject({ purchases: count, releases: 0 });
        expect(phones.control.calls(vendor).length / count).toBeLessThanOrEqual(calls);
      });
    });
  }
});
