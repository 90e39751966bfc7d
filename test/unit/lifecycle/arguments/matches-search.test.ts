import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../../../provider/lifecycle/context";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState } from "../../../../provider/lifecycle/state";
import { openContext } from "../../../../provider/pulumi/runtime";
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

const news = inputProperties(local);

describe("another search", () => {
  const elsewhere = { ...news, search: [{ areaCode: "415" }] };

  it.each([
    ["still fits", [{ areaCode: "415" }, { areaCode: "907" }], "is kept: it still fits"],
    [
      "does not fit",
      [{ areaCode: "415" }],
      "is kept, though it does not fit any more; replaceable: true would",
    ],
    ["may fit", [{ region: "AK" }], "is kept; whether it still fits is not known"],
    ["fits by its place", [{ region: "alaska" }], "is kept: it still fits"],
    ["cannot text", [{ capabilities: ["sms"] }], "is kept, though it does not fit any more"],
    ["lacks the digits", [{ contains: "999" }], "is kept, though it does not fit any more"],
    ["is without criteria", undefined, "is kept: it still fits"],
  ])("that the number %s: it is kept, and one line says so", async (_, search, line) => {
    expect((await diff(context, local, { ...news, search })).replaces).toEqual([]);
    expect(lines).toEqual([
      expect.stringContaining(`the search changed; +19072345678, which it once chose, ${line}`),
    ]);
  });

  it("that it does not fit replaces it where the lock is open", async () => {
    expect((await diff(context, local, { ...elsewhere, replaceable: true })).replaces).toEqual(["search"]);
  });

  it.each([
    ["was", { deletionProtection: true }, {}],
    ["is from now on", {}, { deletionProtection: true }],
  ])("keeps a number that %s protected, and says why", async (_, before, now) => {
    const state = { ...local, args: { ...local.args, ...before } };
    const difference = await diff(context, state, { ...elsewhere, ...now, replaceable: true });
    expect(difference).toMatchObject({ changes: true, replaces: [] });
    expect(lines.join()).toContain("though it does not fit any more; it is protected");
  });
});
