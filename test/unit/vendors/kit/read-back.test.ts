import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NotFoundError, UnfinishedError } from "../../../../provider/domain/errors";
import { type AcceptedChange, readBack } from "../../../../provider/vendors/kit/read-back";
import type { OwnedNumber } from "../../../../provider/vendors/vendor";
import { refusal } from "../../../contract/lab";

const before: OwnedNumber = {
  e164: "+14155550100",
  vendorId: null,
  status: "active",
  statusReason: null,
  monthlyPrice: null,
  renewsAt: null,
  agent: "old",
  subaccount: null,
  alias: null,
  capabilities: [],
  region: null,
  purchasedAt: null,
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What becomes of a change that the reads show one after the other, the last one again and again. */
async function change(
  reads: readonly (OwnedNumber | undefined)[],
  more: Partial<AcceptedChange> = {},
): Promise<OwnedNumber> {
  const left = [...reads];
  const look = async () => {
    // Each look takes the vendor more than a second, so that the patience is over after a few.
    vi.setSystemTime(Date.now() + 1_400);
    return left.length > 1 ? left.shift() : left[0];
  };
  const byHand = "change it in Acme's console";
  return readBack({ vendor: "acme", before, changes: { agent: "new" }, look, byHand, ...more });
}

describe("a change that was accepted", () => {
  it("and shows is done", async () => {
    expect(await change([{ ...before, agent: "new" }])).toMatchObject({ agent: "new" });
  });

  it("and shows late is waited for", async () => {
    expect(await change([before, undefined, before, { ...before, agent: "new" }])).toMatchObject({
      agent: "new",
    });
  });

  it("and never shows is unfinished, and names the argument and the way by hand", async () => {
    const error = await refusal(UnfinishedError, change([before]));
    expect(error.details.argument).toBe("agent");
    expect(error.message).toContain("Acme accepted the change of +14155550100, but does not show it: agent");
    expect(error.message).toContain("if it stays so, change it in Acme's console.");
  });

  it("of two things, of which one shows, names the other", async () => {
    const shown = { ...before, agent: "new" };
    const changes = { agent: "new", alias: "desk" };
    const byHand = (unchanged: readonly string[]) => `set ${unchanged.join()} by hand`;
    const error = await refusal(UnfinishedError, change([shown], { changes, byHand }));
    expect(error.details.argument).toBe("alias");
    expect(error.message).toContain("set alias by hand");
  });

  it("of a number that the account does not show any more", async () => {
    const lost = () => new NotFoundError("it is gone", { nextStep: "Look." });
    await refusal(NotFoundError, change([undefined], { lost }));
    await refusal(UnfinishedError, change([undefined]));
  });

  it("whose id the vendor writes in another form", async () => {
    const holds = (shown: OwnedNumber, _: string, value: string | null) =>
      shown.agent?.replaceAll("-", "") === value;
    expect(await change([{ ...before, agent: "n-e-w" }], { holds })).toMatchObject({ agent: "n-e-w" });
  });
});
