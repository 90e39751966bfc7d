import { describe, expect, it } from "vitest";
import { changesNeeded } from "../../../../provider/lifecycle/steps/apply";

describe("what has to be changed", () => {
  const args = { vendor: "plivo", country: "US" } as const;
  const now = { agent: "1", subaccount: "SA1", alias: "one" };

  it.each([
    ["nothing asked for", {}, {}, {}],
    ["all as asked", now, {}, {}],
    ["something else asked for", { agent: "2" }, {}, { agent: "2" }],
    ["asked for once, still there", {}, { agent: "1" }, { agent: null }],
    ["asked for once, replaced by somebody", {}, { agent: "3" }, {}],
    ["an empty alias, once asked for", { alias: "" }, { alias: "one" }, { alias: null }],
    ["an empty alias, never asked for", { alias: "" }, {}, {}],
  ])("%s", (_, asked, askedBefore, expected) => {
    expect(changesNeeded({ ...args, ...asked }, now, { ...args, ...askedBefore })).toEqual(expected);
  });
});
