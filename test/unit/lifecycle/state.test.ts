import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../../provider/domain/errors";
import {
  asSeen,
  inputProperties,
  outputs,
  readInputs,
  readState,
  stateVersion,
  withoutPinned,
} from "../../../provider/lifecycle/state";
import { claimOf } from "../../support/claim";
import { settledStates, states } from "../../support/states";

type Properties = Record<string, unknown>;

/** What the engine does with properties between two runs. */
const stored = (properties: Properties): Properties => JSON.parse(JSON.stringify(properties)) as Properties;

function leaves(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

describe("state", () => {
  it("read back and written again is the same", () => {
    fc.assert(
      fc.property(states, (state) => {
        const written = outputs(state);
        expect(outputs(readState(stored(written)))).toStrictEqual(written);
      }),
    );
  });

  it("read back is the state that was written", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(readState(stored(outputs(state)))).toEqual(state);
      }),
    );
  });

  it("holds JSON only: no undefined, no date, no bigint", () => {
    fc.assert(
      fc.property(states, (state) => {
        const kinds = new Set(
          leaves(outputs(state)).map((value) => (value === null ? "null" : typeof value)),
        );
        expect([...kinds].every((kind) => ["null", "string", "number", "boolean"].includes(kind))).toBe(true);
      }),
    );
  });

  it("says which version wrote it", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(outputs(state).stateVersion).toBe(stateVersion);
      }),
    );
  });

  it("never has an argument and an output of the same name", () => {
    fc.assert(
      fc.property(states, (state) => {
        const names = Object.keys(inputProperties(state));
        const seen = [...Object.keys(state.observed), "vendorAccount", "stateVersion"];
        expect(names.filter((name) => seen.includes(name))).toEqual([]);
      }),
    );
  });
});

describe("what was pinned for a purchase", () => {
  it("is kept while its end is not known or the account has not shown the number, and goes then", () => {
    fc.assert(
      fc.property(states, (state) => {
        const isOpen = state.observed.status === "unsettled" || state.unseenSince !== null;
        const kept = readState(stored(outputs(withoutPinned(state))));
        expect(kept).toEqual(isOpen ? state : { ...state, candidates: [], quote: null });
        if (!isOpen) expect(outputs(withoutPinned(state))).not.toHaveProperty("candidates");
      }),
    );
  });
});

describe("inputs", () => {
  it("read back are what check wrote", () => {
    fc.assert(
      fc.property(states, ({ args, claim, candidates, quote }) => {
        const inputs = { args, claim, candidates, quote };
        expect(readInputs(stored(inputProperties(inputs)))).toEqual(inputs);
      }),
    );
  });

  it("that are nothing are absent, not null: the engine would show a change", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(Object.values(inputProperties(state))).not.toContain(null);
        expect(Object.values(inputProperties({ ...state, quote: null }))).not.toContain(null);
      }),
    );
  });

  it("of a refresh are the state's own where the vendor shows what was asked for", () => {
    fc.assert(
      fc.property(settledStates, (state) => {
        const { alias, ...args } = state.args;
        const asked = { ...state, args: alias === "" ? args : state.args };
        expect(inputProperties(asSeen(asked))).toStrictEqual(inputProperties(asked));
      }),
    );
  });

  it("of a refresh show what was seen, and add nothing that nobody asked for", () => {
    fc.assert(
      fc.property(states, (state) => {
        const before = inputProperties(state);
        const after = inputProperties(asSeen(state));
        expect(Object.keys(before)).toEqual(expect.arrayContaining(Object.keys(after)));
        if (after.agent !== undefined) expect(after.agent).toBe(state.observed.boundAgent);
      }),
    );
  });
});

describe("older state", () => {
  const oldest = {
    vendor: "plivo",
    country: "US",
    claim: claimOf("line"),
    e164: "+14155550100",
    status: "active",
  };

  it("that lacks every member added since still reads", () => {
    const state = readState(oldest);
    expect(state).toMatchObject({
      candidates: [],
      quote: null,
      vendorAccount: null,
      args: { vendor: "plivo" },
    });
    expect(state.observed).toMatchObject({
      e164: "+14155550100",
      status: "active",
      label: null,
      capabilities: [],
      matched: 0,
    });
  });

  it("read with any members missing still tells number and status", () => {
    const optional = [
      "vendorId",
      "renewsAt",
      "capabilities",
      "monthlyPrice",
      "candidates",
      "quote",
      "matched",
      "vendorAccount",
    ];
    fc.assert(
      fc.property(states, fc.subarray(optional), (state, missing) => {
        const written = Object.fromEntries(
          Object.entries(outputs(state)).filter(([name]) => !missing.includes(name)),
        );
        const { e164, status } = readState(written).observed;
        expect({ e164, status }).toEqual({ e164: state.observed.e164, status: state.observed.status });
      }),
    );
  });

  it("with members that this version does not know still reads", () => {
    expect(readState({ ...oldest, colour: "red", __provider: "text" }).observed.e164).toBe("+14155550100");
  });

  it.each(["e164", "country", "vendor", "claim", "status"])(
    "without %s is told by name, not by a schema",
    (name) => {
      const rest = Object.fromEntries(Object.entries(oldest).filter(([each]) => each !== name));
      expect(() => readState(rest)).toThrow(ArgumentError);
      expect(() => readState(rest)).toThrow(
        `${name}: is not stored as this package writes it. Nothing was done.`,
      );
    },
  );

  it("without a number is no state, and an error", () => {
    const { e164: _, ...rest } = oldest;
    expect(() => readState(rest)).toThrow();
  });
});
