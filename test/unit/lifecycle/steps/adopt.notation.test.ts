import { describe, expect, it } from "vitest";
import { diff } from "../../../../provider/lifecycle/diff";
import { read } from "../../../../provider/lifecycle/read";
import { inputProperties } from "../../../../provider/lifecycle/state";
import { checkAgain, checkNew, onlyFailure } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";
import { up } from "../../../support/up";

const bench = useSandbox({ stock: 20 });

function own(vendor: string, e164: string, country: string): void {
  bench.control.changeNumbers({ vendor, own: [{ e164, country }] });
}

/** Numbers as their countries do not give them any more. */
const old = [
  ["+5215512345678", "MX"],
  ["+22507123456", "CI"],
  ["+22997123456", "BJ"],
  ["+551187654321", "BR"],
] as const;

describe.each(["plivo", "ravan", "sondos"])("a number of %s in a notation that was given up", (vendor) => {
  it.each(old)("is taken over and read: %s", async (number, country) => {
    own(vendor, number, country);
    for (const args of [{ adopt: number }, { adopt: number, country }]) {
      const { observed, args: checked, ...state } = await up(await bench.context(), { vendor, ...args });
      expect(observed.e164).toBe(number);
      expect(checked.country).toBe(country);
      const told = await bench.context();
      const seen = await read(told.context, { observed, args: checked, ...state });
      expect(seen?.observed.e164).toBe(number);
      const olds = inputProperties({ observed, args: checked, ...state } as never);
      const { inputs, failures } = await checkAgain(told, olds, { vendor, ...args });
      expect(failures).toEqual([]);
      const difference = await diff(told.context, { observed, args: checked, ...state }, inputs);
      expect(difference).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
    }
    expect(bench.control.state()[vendor]?.purchases).toBe(0);
  });

  it("is refused with a country of another calling code, and with that alone", async () => {
    own(vendor, "+5215512345678", "MX");
    const failure = onlyFailure(
      await checkNew(await bench.context(), { vendor, adopt: "+5215512345678", country: "US" }),
    );
    expect(failure.property).toBe("adopt");
    expect(failure.reason).toContain("is a MX number, not a US number");
  });
});

it.each([
  ["+52 1 55 1234 5678", undefined],
  ["5215512345678", undefined],
  ["\u202a+52 1 55 1234 5678\u202c", undefined],
  ["1 55 1234 5678", "MX"],
  ["15512345678", "MX"],
])("such a number is named in any way: %j, %s", async (adopt, country) => {
  own("plivo", "+5215512345678", "MX");
  const args = { vendor: "plivo", adopt, ...(country && { country }) };
  const state = await up(await bench.context(), args);
  expect(state.observed.e164).toBe("+5215512345678");
  const told = await bench.context();
  const { inputs, failures } = await checkAgain(told, inputProperties(state), args);
  expect(failures).toEqual([]);
  expect((await diff(told.context, state, inputs)).changes).toBe(false);
});

describe("what the account does not own", () => {
  it("is told with the notation in which it has the number", async () => {
    own("plivo", "+5215512345678", "MX");
    const failure = onlyFailure(
      await checkNew(await bench.context(), { vendor: "plivo", adopt: "+52 55 1234 5678" }),
    );
    expect(failure.reason).toContain("the account owns no +525512345678; it owns +5215512345678");
  });

  it.each([
    ["+१४१५५५५०१००", /the digit "१" \(U\+0967\)/],
    ["0011 65 6123 4567", /it may be \+6561234567/],
    ["+1 1 415 555 0100", /no \+114155550100/],
    ["911", /short codes are not rented/],
  ])("is told with what is wrong with it as a number: %j", async (adopt, reason) => {
    const failure = onlyFailure(await checkNew(await bench.context(), { vendor: "plivo", adopt }));
    expect(failure.property).toBe("adopt");
    expect(failure.reason).toMatch(reason);
    expect(failure.reason).toContain("Nothing was bought");
  });

  it("is an id with a character that shows nothing, which is named", async () => {
    const failure = onlyFailure(
      await checkNew(await bench.context(), { vendor: "plivo", adopt: "3c90c3cc\u200b-0d44" }),
    );
    expect(failure.reason).toContain("adopt: has U+200B, which shows nothing");
  });
});
