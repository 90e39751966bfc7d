import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../../../provider/domain/errors";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState } from "../../../../provider/lifecycle/state";
import { errorOfClass } from "../../../support/expect";
import { useOffline } from "../../../support/sandbox";
import { localNumber } from "../../../support/states";

const offline = useOffline();

describe("a number whose rent was ended by somebody", () => {
  const lapsing: NumberState = {
    ...localNumber,
    args: { vendor: "sondos", country: "US" },
    observed: { ...localNumber.observed, status: "lapsing" },
  };

  it("is told as ending, and kept while the lock is closed", async () => {
    const difference = await diff(offline.context, lapsing, inputProperties(lapsing));
    expect(difference).toMatchObject({ changes: false, replaces: [] });
    expect(offline.lines).toEqual([
      expect.stringContaining("+19072345678 ends with the period that is paid for"),
    ]);
    expect(offline.lines[0]).toContain("replaceable: true");
  });

  it("is replaced where the lock is open", async () => {
    const open = { ...lapsing, args: { ...lapsing.args, replaceable: true } };
    expect((await diff(offline.context, open, inputProperties(open))).replaces).toEqual(["renewal"]);
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
      const { message } = await errorOfClass(ArgumentError, diff(offline.context, ended, auto));
      expect(message).toContain("has ended or ends by itself, and only another number can be renewed");
      expect((await diff(offline.context, ended, { ...auto, replaceable: true })).replaces).toEqual([
        "renewal",
      ]);
      expect((await diff(offline.context, ended, inputProperties(ended))).replaces).toEqual([]);
    },
  );
});
