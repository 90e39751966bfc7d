import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  PermissionError,
  type PhoneError,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnfinishedError,
  UnreachableError,
} from "../../../provider/domain/errors";
import { type Client, createClient as openClient } from "../../../provider/http/client";
import { ravan } from "../../../provider/vendors/ravan";
import type { Order, SearchQuery, VendorTools } from "../../../provider/vendors/vendor";
import type { FakeAnswer } from "../../support/vendor-answering";
import { refusal, take } from "../lab";
import { gateway, plain, ravanAnswering, ravanKey, service, success } from "./support";

const query: SearchQuery = { country: "US", type: undefined, criteria: {}, options: {} };
const order: Order = {
  e164: "+13612738809",
  country: "US",
  agent: undefined,
  subaccount: undefined,
  terms: { price: 1.15, per_minute_price_inbound: 0.0085, per_minute_price_outbound: 0.0945 },
};
const number = { e164: order.e164, vendorId: null };
const selected = success({ provider: "twilio" });

/** Each call's answer by the last word of its path. */
function answering(answers: Readonly<Record<string, FakeAnswer>>, calls: string[] = []) {
  return ravanAnswering(({ url }) => {
    const word = url.pathname.split("/").filter(Boolean).at(-1) ?? "";
    calls.push(word);
    return answers[word] ?? gateway(404, 5, "Not Found");
  });
}

const buying = async (answer: FakeAnswer, telephony: FakeAnswer = selected) =>
  (await answering({ buy: answer, "selected-telephony": telephony })).buy(order);

type Expected = abstract new (...args: never[]) => PhoneError;

describe("a purchase that was turned down", () => {
  const cases: [FakeAnswer, Expected][] = [
    [plain(422, "Pricing Error: 'price' exceeds expected limit"), NumberTakenError],
    [gateway(400, 3, "Pricing Error: 'price' exceeds expected limit"), NumberTakenError],
    [plain(200, "The price has changed"), NumberTakenError],
    [gateway(409, 6, "conflict"), NumberTakenError],
    [gateway(400, 6, "conflict"), NumberTakenError],
    [gateway(200, 6, "conflict"), NumberTakenError],
    [service(404, "NOT_FOUND", "Resource not found"), NumberTakenError],
    [plain(404, "Phone number not found"), NumberTakenError],
    [plain(400, "Phone number +13612738809 is already in use"), NumberTakenError],
    [plain(400, "This number was sold"), NumberTakenError],
    [plain(200, "Number unavailable"), NumberTakenError],
    [service(402, "PAYMENT_REQUIRED", "Payment required"), NoFundsError],
    [gateway(403, 7, "Not enough credits"), NoFundsError],
    [gateway(429, 8, "Out of credit"), NoFundsError],
    [gateway(400, 9, "Account balance too low"), NoFundsError],
    [gateway(400, 9, "A regulatory bundle is required for this number"), ComplianceError],
    [plain(403, "KYC documents are missing"), ComplianceError],
    [gateway(401, 16, "API key is missing or invalid"), AuthenticationError],
    [gateway(400, 16, "API key is missing or invalid"), AuthenticationError],
    [gateway(200, 16, "API key is missing or invalid"), AuthenticationError],
    [gateway(400, 7, "no"), PermissionError],
    [
      service(
        403,
        "FORBIDDEN",
        "You do not have permission to perform this action",
        "Insufficient permissions",
      ),
      PermissionError,
    ],
    [service(200, "FORBIDDEN", "no"), PermissionError],
    [service(403, "FORBIDDEN", "Your pricing plan has no telephony"), PermissionError],
    [gateway(400, 8, "Too many requests"), RateLimitedError],
    [gateway(400, 3, "Invalid request parameters"), RefusedError],
    [plain(400, "Validation Error: 'phone_number' format invalid"), RefusedError],
    [plain(200, "Purchase failed"), RefusedError],
    [{ json: { success: false } }, RefusedError],
    [{ status: 400, text: "Bad Request" }, RefusedError],
    [{ status: 413, json: {} }, RefusedError],
    // Of the address, not of the number: the base URL or the path is wrong, and no other number would do.
    [gateway(404, 5, "Not Found"), RefusedError],
  ];
  it.each(cases)(
    "%j is an error of its own, after which nothing was bought",
    { timeout: 20_000 },
    async (answer, type) => {
      const error = await refusal(type, buying(answer));
      expect(error.mayHaveBought).toBe(false);
    },
  );

  it("says why in the vendor's own words, both of them", async () => {
    const error = await refusal(
      PermissionError,
      buying(service(403, "FORBIDDEN", "Not permitted", "Insufficient permissions")),
    );
    expect(error.details.vendorMessage).toBe("Not permitted: Insufficient permissions");
  });

  it("with a success's status says why as well, and never tells the key", async () => {
    const error = await refusal(RefusedError, buying(plain(200, `No luck for ${ravanKey}`)));
    expect(error.details).toMatchObject({ status: 200, vendorMessage: "No luck for [redacted]" });
  });
});

describe("a purchase that may have been made", () => {
  it.each<FakeAnswer>([
    service(500, "INTERNAL_ERROR", "insufficient credits"),
    service(502, "BAD_GATEWAY", "Phone number is no longer available"),
    gateway(500, 3, "Invalid request parameters"),
    gateway(500, 16, "API key is missing or invalid"),
    gateway(408, 4, "timeout"),
    gateway(400, 2, "unknown"),
    gateway(400, 4, "deadline exceeded"),
    gateway(400, 13, "internal"),
    gateway(409, 10, "aborted"),
    gateway(200, 14, "unavailable"),
    service(400, "INTERNAL_ERROR", "Phone number is no longer available"),
    service(200, "BAD_GATEWAY", "An error occurred"),
    plain(200, "An internal error occurred"),
    plain(400, "Request timed out"),
    plain(200, "The telephony provider is not available"),
    plain(409, "A purchase of this number is in progress"),
    { json: {} },
    { json: [] },
    { json: { message: "Phone number purchased successfully", data: { phone_number: order.e164 } } },
    { json: { success: "yes" } },
    { json: { code: "OK", message: "" } },
    { status: 201, text: "created" },
    { status: 307, json: {} },
    { status: 400, text: "<html>This number is unavailable</html>" },
    { status: 402, text: "<html>Payment required</html>" },
    { status: 403, text: "<html>Your balance is too low</html>" },
    { status: 404, text: "<html>Not Found</html>" },
    { status: 404, text: "<html>The phone number does not exist</html>" },
    { status: 409, text: "<html>Conflict</html>" },
    { status: 410, text: "<html>This number was sold</html>" },
    { status: 422, text: "<html>The price has changed</html>" },
    ...[400, 402, 403, 404, 409, 410, 422].map((status) => ({ status, text: "" })),
    { status: 404, text: "404 page not found" },
    { status: 404, text: "The phone number is on another page" },
    { status: 404, json: {} },
    { status: 404, json: { detail: "Not Found" } },
    success({ phone_number: "+14155550100", status: "active" }),
    success({ phone_number: order.e164, status: "failed" }),
    success({ phone_number: order.e164, status: "Rejected" }),
    success("bought"),
  ])("is unclear, never a refusal, and one request: %j", async (answer) => {
    const calls: string[] = [];
    const vendor = await answering({ buy: answer, "selected-telephony": selected }, calls);
    const error = await refusal(UnclearError, vendor.buy(order));
    expect(error.mayHaveBought).toBe(true);
    expect(calls).toEqual(["buy"]);
  });
});

describe("a purchase that was made", () => {
  it.each<[FakeAnswer, string, string | null]>([
    [success({ phone_number: order.e164, price: 1.15, status: "active" }), "active", null],
    [success({ phoneNumber: "1 361 273 8809", status: "ACTIVE" }), "active", null],
    [{ ...success({ phone_number: order.e164 }), status: 201 }, "active", null],
    [success({}), "active", null],
    [success(null), "active", null],
    [success(), "active", null],
    [success({ status: "" }), "active", null],
    [success({ status: "Purchased" }), "active", 'Ravan calls it "Purchased"'],
    [success({ status: "pending" }), "pending", 'Ravan calls it "pending"'],
    [success({ status: "In Review" }), "pending", 'Ravan calls it "In Review"'],
  ])("is one, whatever else it says: %j", async (answer, status, statusReason) => {
    expect(await buying(answer)).toEqual({ e164: order.e164, vendorId: null, status, statusReason });
  });
});

describe("a missing telephony provider", () => {
  const none = service(404, "NOT_FOUND", "No telephony provider configured");

  it.each<FakeAnswer>([
    none,
    gateway(400, 9, "A telephony provider is not configured"),
    plain(200, "No provider selected"),
  ])("is told from the words of a refusal: %j", async (answer) => {
    const calls: string[] = [];
    const vendor = await answering({ buy: answer }, calls);
    const error = await refusal(RefusedError, vendor.buy(order));
    expect(error.message).toContain("no telephony provider");
    expect(calls).toEqual(["buy"]);
  });

  it.each<FakeAnswer>([
    gateway(400, 3, "Invalid request parameters"),
    gateway(404, 5, "Not Found"),
    plain(200, "Purchase failed"),
  ])("is asked for when a refusal names no reason: %j", async (answer) => {
    const vendor = await answering({ buy: answer, US: answer, "selected-telephony": none });
    for (const run of [() => vendor.buy(order), () => take(vendor.search(query))]) {
      const error = await refusal(RefusedError, run());
      expect(error.message).toContain("no telephony provider");
    }
  });

  it.each<FakeAnswer>([
    selected,
    gateway(401, 16, "API key is missing or invalid"),
    gateway(404, 5, "Not Found"),
    { text: "?" },
  ])("that is not told leaves the refusal as it was: %j", async (telephony) => {
    const error = await refusal(
      RefusedError,
      buying(gateway(400, 3, "Invalid request parameters"), telephony),
    );
    expect(error.details).toMatchObject({ operation: "buy", vendorMessage: "Invalid request parameters" });
  });

  it("that cannot be asked for leaves the refusal as it was", async () => {
    const createClient: VendorTools["createClient"] = (settings) => {
      const client = openClient(settings);
      const send: Client["send"] = async (call) => {
        if (call.operation === "telephony")
          throw new UnreachableError("no connection", { nextStep: "Wait." });
        return {
          call,
          status: 400,
          body: {},
          ok: false,
          form: "json",
          requestId: undefined,
          message: "no reason",
        };
      };
      return { ...client, send };
    };
    const vendor = ravan.connect(
      { baseUrl: "http://localhost", keys: { apiKey: ravanKey } },
      { createClient },
    );
    const error = await refusal(RefusedError, vendor.buy(order));
    expect(error.details).toMatchObject({ operation: "buy", vendorMessage: "no reason" });
  });

  it("is not read out of a number that its provider has no more", async () => {
    await refusal(
      NumberTakenError,
      buying(plain(400, "This number is no longer available from the provider")),
    );
  });
});

describe("a release", () => {
  const owned = success([{ id: "1", number: order.e164, is_active: true }]);
  const denied =
    "Not Found: The specified phone number does not exist or does not belong to your organization.";
  const releasing = async (release: FakeAnswer, list: FakeAnswer = owned, calls: string[] = []) =>
    (await answering({ release, list }, calls)).release(number);

  it.each<FakeAnswer>([
    plain(404, denied),
    gateway(404, 5, denied),
    gateway(400, 5, denied),
    gateway(200, 5, denied),
    service(404, "NOT_FOUND", denied),
    plain(200, denied),
    plain(409, "Phone number already released"),
  ])("of a number that Ravan denies is done: %j", async (answer) => {
    const calls: string[] = [];
    expect(await releasing(answer, owned, calls)).toBe("gone");
    expect(calls).toEqual(["release"]);
  });

  it.each<FakeAnswer>([
    gateway(404, 5, "Not Found"),
    service(404, "NOT_FOUND", "Not Found"),
    gateway(400, 5, "not found"),
    { status: 404, text: "<html>404</html>" },
  ])(
    "that is not found, by words that may be about the address, is done when the list agrees: %j",
    async (answer) => {
      expect(await releasing(answer, success([]))).toBe("gone");
      const error = await refusal(RefusedError, releasing(answer, owned));
      expect(error.details).toMatchObject({ operation: "release", status: 404 });
      await refusal(UnclearError, releasing(answer, { json: {} }));
    },
  );

  it.each<[FakeAnswer, Expected]>([
    [service(404, "NOT_FOUND", "No telephony provider configured"), RefusedError],
    [gateway(401, 16, "API key is missing or invalid"), AuthenticationError],
    [service(403, "FORBIDDEN", denied), PermissionError],
    [gateway(400, 7, denied), PermissionError],
    [plain(200, "The number is used by a campaign"), RefusedError],
    [gateway(400, 3, "Invalid request parameters"), RefusedError],
    [{ status: 308, json: {} }, RefusedError],
  ])("that was not made is an error: %j", async (answer, type) => {
    await refusal(type, releasing(answer, success([])));
  });

  it.each<FakeAnswer>([{ json: {} }, { text: "" }])(
    "whose answer says nothing is made when the list agrees, and an error when that cannot be read: %j",
    async (answer) => {
      expect(await releasing(answer, success([]))).toBe("released");
      await refusal(UnfinishedError, releasing(answer, owned));
      await refusal(UnfinishedError, releasing(answer, { json: {} }));
    },
  );

  it.each([{ status: "released" }, { status: "active", released_at: "example" }, undefined])(
    "is made, whatever status it shows: %j",
    async (data) => {
      expect(await releasing(success(data))).toBe("released");
    },
  );
});

it.each([
  ["a-key", true],
  ["Bearer a-key", false],
  ["a-key\n", false],
  ["", false],
])("the key %j: %s", (key, good) => {
  expect(ravan.keys.apiKey.form?.pattern.test(key)).toBe(good);
});
