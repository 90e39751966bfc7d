import { describe, expect, it } from "vitest";
import type { Answer } from "../../../../provider/http/client";
import { refusalReason } from "../../../../provider/vendors/kit/refusal-reason";

const call = { operation: "buy", method: "POST", path: "/1", effect: "purchase" } as const;
const answer = (status: number, message: string, form: Answer["form"] = "json"): Answer => ({
  call,
  status,
  body: {},
  ok: false,
  form,
  requestId: undefined,
  message,
});

it.each([
  ["You have insufficient funds", "no-funds"],
  ["Your balance is too low", "no-funds"],
  ["not enough credits", "no-funds"],
  ["Please top up your wallet", "no-funds"],
  ["KYC is not completed", "documents"],
  ["end user documents are missing", "documents"],
  ["compliance_application_id is required to rent this number.", "documents"],
  ["Address verification is needed", "documents"],
  ["Your plan does not include numbers in this country", "plan"],
  ["Trial accounts cannot rent numbers", "plan"],
  ["You have reached the maximum number of phone numbers", "plan"],
  ["Insufficient permissions", "permission"],
  ["Only admins may do this", "permission"],
  ["number is not available", "taken"],
  ["This number has been sold", "taken"],
  ["already purchased by another customer", "taken"],
  ["Number not found", "taken"],
  ["an internal error occurred", "unclear"],
  ["the carrier service is not available", "unclear"],
  ["request timed out", "unclear"],
  ["your purchase is being processed", "unclear"],
  ["the moon is in the seventh house", null],
  ["app_id is invalid", null],
])("%j is %s", (message, reason) => {
  expect(refusalReason(answer(400, message))).toBe(reason);
});

it.each([
  [{ code: "INSUFFICIENT_FUNDS", message: "Sorry" }, "no-funds"],
  [{ error: { error_code: "kyc_required" } }, "documents"],
  [{ errors: [{ type: "number_not_available" }] }, "taken"],
  [{ code: 1001 }, null],
  [null, null],
])("a code says it where the words do not: %j", (body, reason) => {
  expect(refusalReason({ ...answer(400, "Sorry"), body })).toBe(reason);
});

describe("what belongs to the account", () => {
  it.each([
    ["not enough credits: the number is not available", "no-funds"],
    ["not available without KYC", "documents"],
    ["not available in your plan", "plan"],
  ])("comes before the number, as it would refuse the next one, too: %j", (message, reason) => {
    expect(refusalReason(answer(404, message), [404])).toBe(reason);
  });
});

it("a status that the vendor gives to a number that is gone tells it in any words, and without any", () => {
  expect(refusalReason(answer(404, ""), [404])).toBe("taken");
  expect(refusalReason(answer(404, ""))).toBeNull();
  expect(refusalReason(answer(402, "", "empty"))).toBe("no-funds");
});

it.each([200, 401, 429, 500, 503])("%i is no refusal of a purchase, whatever it says", (status) => {
  expect(refusalReason(answer(status, "insufficient funds"), [status])).toBeNull();
});

it("in text such a status tells nothing by itself, as any server says it", () => {
  expect(refusalReason(answer(404, "nothing here", "text"), [404])).toBeNull();
  expect(refusalReason(answer(404, "Number not found", "text"), [404])).toBe("taken");
});

it("a gateway's word is nobody's refusal", () => {
  const body = { message: "no Route matched with those values" };
  expect(refusalReason({ ...answer(404, body.message), body }, [404])).toBeNull();
  expect(refusalReason({ ...answer(403, "Forbidden"), body: { message: "Forbidden" } })).toBeNull();
  expect(refusalReason(answer(404, "404 page not found", "text"), [404])).toBeNull();
});

it("a page, or nothing, is nobody's refusal", () => {
  expect(refusalReason(answer(404, "number not available", "page"), [404])).toBeNull();
  expect(refusalReason(answer(404, "", "empty"), [404])).toBeNull();
});
