import { describe, expect, it } from "vitest";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties } from "../../../../provider/lifecycle/state";
import { useOffline } from "../../../support/sandbox";
import { localNumber } from "../../../support/states";

const offline = useOffline();

const news = inputProperties(localNumber);

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
    ["may send pictures", [{ capabilities: ["mms"] }], "is kept; whether it still fits is not known"],
    ["lacks the digits", [{ contains: "999" }], "is kept, though it does not fit any more"],
    ["is without criteria", undefined, "is kept: it still fits"],
  ])("that the number %s: it is kept, and one line says so", async (_, search, line) => {
    expect((await diff(offline.context, localNumber, { ...news, search })).replaces).toEqual([]);
    expect(offline.lines).toEqual([
      expect.stringContaining(`the search changed; +19072345678, which it once chose, ${line}`),
    ]);
  });

  it("that it does not fit replaces it where the lock is open", async () => {
    expect((await diff(offline.context, localNumber, { ...elsewhere, replaceable: true })).replaces).toEqual([
      "search",
    ]);
  });

  it.each([
    ["was", { deletionProtection: true }, {}],
    ["is from now on", {}, { deletionProtection: true }],
  ])("keeps a number that %s protected, and says why", async (_, before, now) => {
    const state = { ...localNumber, args: { ...localNumber.args, ...before } };
    const difference = await diff(offline.context, state, { ...elsewhere, ...now, replaceable: true });
    expect(difference).toMatchObject({ changes: true, replaces: [] });
    expect(offline.lines.join()).toContain("though it does not fit any more; it is protected");
  });
});
