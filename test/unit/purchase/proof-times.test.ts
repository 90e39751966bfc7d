import { describe, expect, it } from "vitest";
import { ownStack, Stacks } from "../../support/backend";
import { type CaseMembers, evidenceIn, expectTheirs, judge, ours, owned } from "../../support/judging";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const evidenceOf = (members?: CaseMembers) => evidenceIn(bench, new Stacks().put(ownStack), members);

describe("when it was bought", () => {
  const window = { since: "2026-03-10T12:00:00.000Z", until: "2026-03-10T12:01:00.000Z" };

  it.each([
    ["within the window", "2026-03-10T12:00:30Z"],
    ["as early as clocks may differ", "2026-03-10T11:55:00Z"],
    ["as late as a purchase may take, and clocks differ", "2026-03-10T12:11:00Z"],
    ["on the day of the window", "2026-03-10"],
    ["on the day before, where it is another day", "2026-03-09"],
    ["on the day after, where it is another day", "2026-03-11"],
  ])("%s (%s): ours", async (_, purchasedAt) => {
    expect(await judge(await evidenceOf(window), owned({ purchasedAt }))).toEqual(ours);
  });

  it.each([
    ["before it was asked for", "2026-03-10T11:54:59Z"],
    ["long after a purchase can take", "2026-03-10T12:11:01Z"],
    ["days before", "2026-03-07"],
    ["days after", "2026-03-14"],
  ])("%s (%s): somebody else's", async (_, purchasedAt) => {
    expectTheirs(
      await judge(await evidenceOf(window), owned({ purchasedAt })),
      `it was bought on ${purchasedAt}`,
    );
  });
});
