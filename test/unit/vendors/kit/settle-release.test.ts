import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  PermissionError,
  RateLimitedError,
  RefusedError,
  UnfinishedError,
} from "../../../../provider/domain/errors";
import type { Answer } from "../../../../provider/http/client";
import { ownedNumber } from "../../../../provider/vendors/kit/number-rows";
import { type AnsweredRelease, settleRelease } from "../../../../provider/vendors/kit/settle-release";
import type { OwnedNumber } from "../../../../provider/vendors/vendor";
import { refusal } from "../../../contract/lab";
import { errorOfClass } from "../../../support/expect";
import { clientOf } from "../../../support/http-client";

const number = "+14155550100";
const shown = ownedNumber({ e164: number, vendorId: "1" });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** How a release ends that was answered with this status, where the account shows this, one look after the other. */
function settle(
  status: number,
  looks: readonly (OwnedNumber | undefined)[],
  more: Partial<AnsweredRelease> = {},
) {
  const left = [...looks];
  const look = async () => {
    vi.setSystemTime(Date.now() + 1_400);
    return left.length > 1 ? left.shift() : left[0];
  };
  const call = { operation: "release", method: "DELETE", path: "/1", effect: "repeatable" } as const;
  const answer: Answer = {
    call,
    status,
    body: {},
    ok: status < 300,
    form: "json",
    requestId: "r-1",
    message: undefined,
  };
  const client = clientOf("http://127.0.0.1:1");
  return settleRelease({
    client,
    answer,
    number,
    told: undefined,
    look,
    byHand: "release it by hand",
    ...more,
  });
}

describe("a release", () => {
  it("that was accepted is no refusal where the account cannot be looked at after it", async () => {
    const look = () =>
      Promise.reject(
        new RateLimitedError("too many calls", {
          vendor: "plivo",
          operation: "get",
          nextStep: "Run again in 5 seconds.",
        }),
      );
    const error = await errorOfClass(UnfinishedError, settle(200, [], { look }));
    expect(error.message).toContain("what became of it cannot be looked at: too many calls");
    await errorOfClass(RateLimitedError, settle(404, [], { look }));
  });

  it("is what the vendor's own words say, without a look", async () => {
    for (const told of ["released", "scheduled", "gone"] as const) {
      expect(await settle(500, [shown], { told })).toBe(told);
    }
  });

  it("that was accepted is done when the account does not show the number, also when that takes a while", async () => {
    expect(await settle(200, [undefined])).toBe("released");
    expect(await settle(204, [shown, shown, undefined])).toBe("released");
  });

  it("that was accepted is not done while it does, unless the vendor releases so", async () => {
    const error = await refusal(UnfinishedError, settle(204, [shown]));
    expect(error.message).toContain("the account still has it, as 1");
    expect(error.message).toContain("release it by hand");
    expect(await settle(204, [shown], { stillShown: () => "scheduled" })).toBe("scheduled");
  });

  it("of a number that may be unknown is gone when the account does not show it, and only then", async () => {
    expect(await settle(404, [undefined])).toBe("gone");
    expect(await settle(422, [undefined], { unknown: [422] })).toBe("gone");
    const error = await refusal(RefusedError, settle(404, [shown], { stillShown: () => "scheduled" }));
    expect(error.details).toMatchObject({ status: 404, requestId: "r-1" });
  });

  it("that is refused otherwise is that refusal", async () => {
    await refusal(PermissionError, settle(403, [undefined]));
  });

  it("that cannot be looked after fails as the look does", async () => {
    const look = () => Promise.reject(new Error("no list"));
    for (const status of [204, 404]) {
      await expect(settle(status, [], { look })).rejects.toThrow("no list");
    }
  });
});
