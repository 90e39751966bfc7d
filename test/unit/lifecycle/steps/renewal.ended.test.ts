import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ArgumentError } from "../../../../provider/domain/errors";
import type { Context } from "../../../../provider/lifecycle/context";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState } from "../../../../provider/lifecycle/state";
import { openContext } from "../../../../provider/pulumi/runtime";
import { errorOfClass } from "../../../support/expect";
import { configuration, noStacks } from "../../../support/sandbox";
import { settledStates } from "../../../support/states";

const lines: string[] = [];
let context: Context;

beforeAll(async () => {
  context = await openContext(configuration(), { tell: (line) => lines.push(line), cli: noStacks });
});

beforeEach(() => {
  lines.length = 0;
});

const [sample] = fc.sample(settledStates, { numRuns: 1, seed: 1 }) as [NumberState];

const local: NumberState = {
  ...sample,
  args: { vendor: "plivo", country: "US", type: "local", search: [{ areaCode: "907" }] },
  observed: { ...sample.observed, e164: "+19072345678", capabilities: ["voice"], numberRegion: "Alaska" },
};

describe("a number whose rent was ended by somebody", () => {
  const lapsing: NumberState = {
    ...local,
    args: { vendor: "sondos", country: "US" },
    observed: { ...local.observed, status: "lapsing" },
  };

  it("is told as ending, and kept while the lock is closed", async () => {
    const difference = await diff(context, lapsing, inputProperties(lapsing));
    expect(difference).toMatchObject({ changes: false, replaces: [] });
    expect(lines).toEqual([expect.stringContaining("+19072345678 ends with the period that is paid for")]);
    expect(lines[0]).toContain("replaceable: true");
  });

  it("is replaced where the lock is open", async () => {
    const open = { ...lapsing, args: { ...lapsing.args, replaceable: true } };
    expect((await diff(context, open, inputProperties(open))).replaces).toEqual(["renewal"]);
  });

  it.each(["lapsing", "released"] as const)(
    "by renewal: off and %s, it is renewed by another one only",
    async (status) => {
      const ended: NumberState = {
        ...lapsing,
        args: { ...lapsing.args, renewal: "off" },
        observed: { ...lapsing.observed, status },
      };
      const auto = { ...inputProperties(ended), renewal: "auto" };
      const { message } = await errorOfClass(ArgumentError, diff(context, ended, auto));
      expect(message).toContain("has ended or ends by itself, and only another number can be renewed");
      expect((await diff(context, ended, { ...auto, replaceable: true })).replaces).toEqual(["renewal"]);
      expect((await diff(context, ended, inputProperties(ended))).replaces).toEqual([]);
    },
  );
});
