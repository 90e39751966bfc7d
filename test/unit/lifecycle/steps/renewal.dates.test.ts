import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDue, renewalStep, tellEnd, wasDue } from "../../../../provider/lifecycle/steps/renewal";
import { useOffline } from "../../../support/sandbox";
import { localNumber } from "../../../support/states";

const offline = useOffline();
const hour = 3_600_000;
const now = new Date("2026-12-01T12:00:00Z");
const context = () => ({ ...offline.context, now: async () => now });
const step = (renewsAt: string | null) =>
  renewalStep({ status: "lapsing", renewsAt }, "at-once", now, 48 * hour);

/** What is no day on which rent can be due, on the first of December 2026. */
const odd = [
  ..."01/12/2026|12/01/2026|1 Dec 2026|2026|1|in 3 days|not yet|never||2026-02-31".split("|"),
  ..."0001-01-01T00:00:00Z|0000-00-00|1970-01-01|2025-10-30|2025-10-30T12:00:00Z|-271821-04-20".split("|"),
];

describe("an odd date of renewal", () => {
  it.each(odd)("is none at which rent is due: %j", async (renewsAt) => {
    expect(step(renewsAt)).toBe("wait");
    const observed = { ...localNumber.observed, status: "lapsing", renewsAt } as const;
    expect(await isDue(context(), { ...localNumber, observed })).toBe(false);
    await tellEnd(context(), "plivo", localNumber.claim, observed);
    expect(offline.lines.at(-1)).toContain(
      "is released shortly before its rent is due, once the vendor tells when that is",
    );
  });

  it("that was over a month ago is none at which rent is due; what is not there by then has ended at it", async () => {
    expect(step("2026-10-30")).toBe("wait");
    const observed = { ...localNumber.observed, status: "lapsing", renewsAt: "2026-10-30" } as const;
    expect(await isDue(context(), { ...localNumber, observed })).toBe(false);
    expect(await wasDue(context(), { ...localNumber, observed })).toBe(true);
  });

  it("of whatever text never ends a number, unless it is a day around now", async () => {
    const dates = fc.oneof(
      fc.string(),
      fc
        .date({ noInvalidDate: true })
        .chain((date) =>
          fc.constantFrom(
            date.toISOString(),
            date.toUTCString(),
            date.toISOString().slice(0, 10),
            `${+date}`,
          ),
        ),
    );
    await fc.assert(
      fc.asyncProperty(dates, async (renewsAt) => {
        await tellEnd(context(), "plivo", localNumber.claim, {
          ...localNumber.observed,
          status: "lapsing",
          renewsAt,
        });
        if (step(renewsAt) === "wait") return;
        expect(renewsAt).toMatch(/^\d{4}-\d\d-\d\d/);
        expect(Math.abs(Date.parse(renewsAt) - now.getTime())).toBeLessThan(32 * 24 * hour);
      }),
    );
  });
});

describe("a date", () => {
  it("with a time and a zone is due at that time", () => {
    expect(step("2026-12-03T12:00:01Z")).toBe("wait");
    expect(step("2026-12-03T17:30:00+05:30")).toBe("end");
  });

  it.each(["2026-11-30", "2026-11-02"])("that is over for less than a month is due: %s", (renewsAt) => {
    expect(step(renewsAt)).toBe("end");
  });
});

describe("a short window before a day without a time", () => {
  const left = (renewsAt: string, hours: number) =>
    renewalStep(
      { status: "active", renewsAt },
      "at-once",
      new Date(Date.parse("2026-12-07T00:00Z") - hours * 3_600_000),
      3_600_000,
    );

  it("begins no later than that day does anywhere", () => {
    expect(left("2026-12-07", 15)).toBe("wait");
    expect(left("2026-12-07", 13)).toBe("end");
    expect(left("2026-12-07T00:00:00.000Z", 13)).toBe("wait");
    expect(left("2026-12-07T00:00:00.000Z", 0.5)).toBe("end");
  });
});
