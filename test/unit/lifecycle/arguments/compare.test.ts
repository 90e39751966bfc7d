import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../../provider/lifecycle/check";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState, readInputs } from "../../../../provider/lifecycle/state";
import { useSandbox } from "../../../support/sandbox";
import { settledStates } from "../../../support/states";

describe("the same, written in another way", () => {
  const bench = useSandbox({ stock: 20 });
  const shuffled = <T extends object>(value: T, isTurned: boolean): T =>
    (isTurned ? Object.fromEntries(Object.entries(value).toReversed()) : value) as T;
  const ways = fc.record({
    country: fc.constantFrom("US", "us", " Us "),
    isTurned: fc.boolean(),
    isList: fc.boolean(),
    capabilities: fc.shuffledSubarray(["voice", "sms", "mms"], { minLength: 3 }),
    agent: fc.constantFrom("12345678901234567", " 12345678901234567 "),
    vendorOptions: fc.constantFrom({ lata: 722, npanxx: "415555" }, { npanxx: "415555", lata: 722 }),
  });
  const written = ({
    isTurned,
    isList,
    capabilities,
    ...rest
  }: typeof ways extends fc.Arbitrary<infer T> ? T : never) => {
    const criteria = shuffled({ areaCode: "415", contains: "7", capabilities }, isTurned);
    const search = isList ? [criteria] : criteria;
    return shuffled({ vendor: "plivo", type: "local", alias: "Desk", search, ...rest }, isTurned);
  };

  it("is no change: neither order nor format matters", async () => {
    const told = await bench.context();
    const [sample] = fc.sample(settledStates, { numRuns: 1, seed: 1 }) as [NumberState];
    await fc.assert(
      fc.asyncProperty(ways, ways, async (before, now) => {
        const claim = sample.claim;
        const first = await check(told.context, { claim, type: "local" }, { ...written(before), claim });
        expect(first.failures).toEqual([]);
        const asked = readInputs(first.inputs);
        const { agent = null, alias = null } = asked.args;
        const observed = { ...sample.observed, boundAgent: agent, heldBy: null, label: alias };
        const state: NumberState = { ...sample, ...asked, observed };
        const { inputs } = await check(told.context, first.inputs, { ...written(now), claim });
        expect(await diff(told.context, state, inputs)).toEqual({
          changes: false,
          replaces: [],
          deleteBeforeReplace: false,
        });
      }),
    );
  });

  it.each(["+19072340001", "+1 (907) 234-0001", "001 907 234 0001", "19072340001", "tel:+1-907-234-0001"])(
    "is no change for the number as %s",
    async (number) => {
      const told = await bench.context();
      const [sample] = fc.sample(settledStates, { numRuns: 1, seed: 1 }) as [NumberState];
      const args = { vendor: "plivo", country: "US", number: "+19072340001" };
      const observed = { ...sample.observed, e164: "+19072340001" };
      const state: NumberState = { ...sample, args, observed };
      const { claim } = state;
      const { inputs } = await check(told.context, inputProperties(state), {
        vendor: "plivo",
        number,
        claim,
      });
      expect((await diff(told.context, state, inputs)).changes).toBe(false);
    },
  );
});
