import { describe, expect, it } from "vitest";
import { hasEndedIn } from "../../../provider/host/purchase-records";

describe("a purchase that this machine remembers", () => {
  it("of a number under a prefix is not over by the number that it was meant to replace", () => {
    const number = {
      urn: "c",
      claim: "c",
      vendor: "cald",
      e164: "+14155550100",
      settled: true,
      isProtected: false,
    };
    const record = {
      claim: "c",
      vendor: "cald",
      account: undefined,
      candidates: ["+1415" as const],
      quote: null,
      orders: [],
      wasSaid: false,
    };
    const at = (time: string) => ({ ...record, since: time, until: time });
    const created = "2026-02-01T10:00:05.000Z";
    expect(hasEndedIn({ ...number, created }, at("2026-02-01T10:00:00.000Z"))).toBe(true);
    expect(hasEndedIn({ ...number, created }, at("2026-02-01T11:00:00.000Z"))).toBe(false);
    expect(hasEndedIn({ ...number, created, settled: false }, at("2026-02-01T10:00:00.000Z"))).toBe(false);
    expect(
      hasEndedIn({ ...number, created, urn: "another", claim: "another" }, at("2026-02-01T10:00:00.000Z")),
    ).toBe(false);
  });
});
