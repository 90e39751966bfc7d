import { describe, expect, it } from "vitest";
import type { Answer } from "../../../../provider/http/client";
import { saysNone } from "../../../../provider/vendors/kit/says-none";

const call = { operation: "search", method: "GET", path: "/free", effect: "read" } as const;
const answer = (message: string | undefined, more: Partial<Answer> = {}): Answer => ({
  call,
  status: 404,
  body: { error: message },
  ok: false,
  form: "json",
  requestId: undefined,
  message,
  ...more,
});

it("a success without content says that none is there, and no other does", () => {
  const success = { ok: true, status: 200, body: undefined } as const;
  expect(saysNone(answer(undefined, { ...success, form: "empty" }))).toBe(true);
  expect(saysNone(answer(undefined, { ...success, form: "page" }))).toBe(false);
  expect(saysNone(answer(undefined, { ...success, form: "json", body: [] }))).toBe(false);
});

describe("a search that is refused", () => {
  it.each([
    "No phone numbers found",
    "No available numbers",
    "no numbers are available in this region",
    "There are no numbers left",
    "Phone numbers not found.",
    "None available",
    "Could not find any phone number matching the prefix",
    "All numbers of this prefix are sold out",
  ])("says that none is there: %j", (message) => {
    for (const status of [200, 400, 404, 422]) expect(saysNone(answer(message, { status }))).toBe(true);
    expect(saysNone(answer(message, { form: "text", body: undefined }))).toBe(true);
  });

  it.each([
    undefined,
    "Not found",
    "Country not found",
    "Unsupported 'iso_country' code",
    "Your plan includes no phone numbers",
    "No numbers are available before your documents are verified",
    "No payment method found: no numbers available",
    "The route api/user/phone-numbers/search could not be found.",
    "Resource /user/phone-numbers/search not found",
  ])("does not, where it speaks of something else: %j", (message) => {
    for (const status of [200, 400, 404]) expect(saysNone(answer(message, { status }))).toBe(false);
  });

  it.each<Partial<Answer>>([
    { form: "page" },
    { form: "empty" },
    { status: 401 },
    { status: 403 },
    { status: 429 },
    { status: 500 },
  ])("does not, where nobody or something else answers: %j", (more) => {
    expect(saysNone(answer("No numbers found", more))).toBe(false);
  });
});
