import fc from "fast-check";
import { numberCapabilities, numberTypes } from "../../provider/domain/names";
import type { E164 } from "../../provider/domain/number";
import type { NumberArguments } from "../../provider/domain/number-arguments";
import type { Quote } from "../../provider/domain/quote";
import {
  changeableOutputs,
  type ObservedNumber,
  type OutputForms,
  outputList,
} from "../../provider/lifecycle/observed";
import type { CheckedArguments, NumberState } from "../../provider/lifecycle/state";

import { claimOf } from "./claim";

const e164 = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((rest): E164 => `+1907${rest}`);
const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 });
const amount = fc.record({
  amount: fc.nat(9999).map((cents) => (cents / 100).toFixed(2)),
  currency: fc.constant("USD"),
});
const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-02-${String(date).padStart(2, "0")}`);
const capabilities = fc.uniqueArray(fc.constantFrom(...numberCapabilities), { minLength: 1 });

/** An arbitrary in which members that came out undefined are absent, as they are in JSON. */
function compact<T extends object>(
  shape: { [Name in keyof T]-?: fc.Arbitrary<T[Name] | undefined> },
): fc.Arbitrary<T> {
  return fc
    .record<Record<string, unknown>>(shape)
    .map(
      (value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T,
    );
}

const criteria = compact<NonNullable<NumberArguments["search"]>[number]>({
  areaCode: maybe(fc.constantFrom("415", "907")),
  prefix: maybe(fc.constant("4155")),
  contains: maybe(fc.constant("77")),
  region: maybe(word),
  locality: maybe(word),
  capabilities: maybe(capabilities),
});

/** Everything a program may have asked for. */
export const checkedArguments: fc.Arbitrary<CheckedArguments> = compact<CheckedArguments>({
  vendor: fc.constant("plivo"),
  account: fc.constant(undefined),
  country: fc.constantFrom("US", "GB"),
  type: maybe(fc.constantFrom(...numberTypes)),
  search: maybe(fc.array(criteria, { minLength: 1, maxLength: 3 })),
  number: fc.constant(undefined),
  adopt: fc.constant(undefined),
  agent: maybe(word),
  renewal: fc.constant(undefined),
  subaccount: maybe(word),
  alias: maybe(fc.string({ maxLength: 12 })),
  maxMonthlyPrice: maybe(fc.constantFrom(1, 2.5, 0.8)),
  deletionPolicy: fc.constant(undefined),
  deletionProtection: fc.constant(undefined),
  replaceable: fc.constant(undefined),
  nothingBought: fc.constant(undefined),
  vendorOptions: maybe(
    fc.constantFrom<NonNullable<NumberArguments["vendorOptions"]>>({}, { npanxx: "415555", lata: 722 }),
  ),
});

export const quotes: fc.Arbitrary<Quote> = fc.record({
  matched: fc.nat(3),
  monthlyPrice: orNull(amount),
  setupPrice: orNull(amount),
  restriction: orNull(word),
  terms: orNull(
    fc.dictionary(fc.constantFrom("price", "provider"), fc.oneof(word, fc.nat(), fc.constant(null))),
  ),
});

const forms: { readonly [Form in keyof OutputForms]: fc.Arbitrary<OutputForms[Form]> } = {
  number: e164,
  text: orNull(word),
  status: fc.constantFrom("active", "pending", "lapsing", "released", "unsettled"),
  price: orNull(amount),
  capabilities,
  index: fc.nat(3),
};
const observed = fc.record({
  ...Object.fromEntries(outputList.map(([name, { form }]) => [name, forms[form]])),
  renewsAt: orNull(day),
  purchasedAt: orNull(day),
}) as fc.Arbitrary<ObservedNumber>;

/** Any state that this package could have written. */
export const states: fc.Arbitrary<NumberState> = fc.record({
  args: checkedArguments,
  claim: word.map(claimOf),
  candidates: fc.array(e164, { maxLength: 4 }),
  quote: orNull(quotes),
  vendorAccount: orNull(word),
  unseenSince: orNull(day.map((date) => `${date}T10:00:00.000Z`)),
  observed,
});

/** States of numbers that are bought, and just as they were asked for. */
export const settledStates: fc.Arbitrary<NumberState> = states.map((state) => ({
  ...state,
  observed: {
    ...state.observed,
    status: "active",
    ...Object.fromEntries(
      changeableOutputs.map(({ output, argument }) => [
        output,
        state.args[argument] || state.observed[output],
      ]),
    ),
  },
}));

const [sample] = fc.sample(settledStates, { numRuns: 1, seed: 1 }) as [NumberState];

/** A local number in Alaska that an area code chose. */
export const localNumber: NumberState = {
  ...sample,
  args: { vendor: "plivo", country: "US", type: "local", search: [{ areaCode: "907" }] },
  observed: { ...sample.observed, e164: "+19072345678", capabilities: ["voice"], numberRegion: "Alaska" },
};
