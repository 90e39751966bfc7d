import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  PermissionError,
  type PhoneError,
  RefusedError,
  UnclearError,
} from "../../../provider/domain/errors";
import { bolna } from "../../../provider/vendors/bolna";
import type { Order } from "../../../provider/vendors/vendor";
import { errorOf } from "../../support/expect";
import type { FakeAnswer } from "../../support/vendor-answering";
import { refusal, take } from "../lab";
import { type BolnaAnswers, bolnaAnswering, bolnaKey, bolnaNumber, listing } from "./support";

const { e164, uuid } = bolnaNumber;
const order: Order = { e164, country: "US", agent: undefined, subaccount: undefined, terms: null };
const query = { country: "US", type: undefined, criteria: {}, options: {} };
const buying = (answer: FakeAnswer): BolnaAnswers => ({ "POST /phone-numbers/buy": answer });

describe("the key", () => {
  it("is sent as a bearer", async () => {
    const { vendor, calls } = await bolnaAnswering(listing());
    await vendor.list();
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${bolnaKey}`]);
  });

  it.each([
    [401, { error: 401, message: "Access denied" }],
    [403, { detail: `Unrecognized access token ${bolnaKey}` }],
    [403, { detail: "Not authenticated" }],
  ])("refused by %i %j is a refused key, asked about once and never shown", async (status, json) => {
    const { vendor, calls } = await bolnaAnswering({ "GET /phone-numbers/all": { status, json } });
    const error = await refusal(AuthenticationError, vendor.list());
    expect(error.message).not.toContain(bolnaKey);
    expect(error.details.nextStep).toContain("phone:bolnaApiKey");
    expect(calls).toHaveLength(1);
  });

  it.each([
    [{ json: {} }, "{}"],
    [{ json: { detail: "Forbidden" } }, "Forbidden"],
    [{ json: { detail: "Your plan does not include phone numbers" } }, "plan"],
    [{ text: "<!DOCTYPE html><title>Just a moment...</title>" }, "Just a moment..."],
  ])("is not said to be refused by a 403 that does not speak of it: %j", async (answer, words) => {
    const { vendor } = await bolnaAnswering({ "GET /phone-numbers/all": { status: 403, ...answer } });
    const error = await errorOf(vendor.list());
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error.message).not.toContain("the key was refused");
    expect(error.message).toContain(words);
    expect(error.message).toContain("HTTP 403");
  });

  it.each([`Bearer ${bolnaKey}`, `${bolnaKey}\n`, ""])(
    "with more or less than the key is refused: %j",
    (key) => {
      expect(bolna.keys.apiKey.form?.pattern.test(key)).toBe(false);
    },
  );

  it.each([bolnaKey, "sa-b33f4fbf011d4661a273a46b11d185f8"])("may be %s", (key) => {
    expect(bolna.keys.apiKey.form?.pattern.test(key)).toBe(true);
  });
});

describe("the words of a refusal", () => {
  it.each([
    [{ json: { error: 1001, message: "agent_id is required" } }, "agent_id is required"],
    [{ json: { message: "first", detail: "second", error: "third" } }, "first"],
    [{ json: { detail: "second", error: "third" } }, "second"],
    [{ json: { detail: [{ loc: ["body"], msg: "field required" }] } }, "field required"],
    [{ json: { detail: [], error: "third" } }, "third"],
    [{ json: { error: "No valid fields provided", status: "failure" } }, "No valid fields provided"],
    [{ json: { message: "", error: "third" } }, "third"],
    [{ json: { error: 1001 } }, '{"error":1001}'],
    [{ text: "Bad Request" }, "Bad Request"],
    [{ text: "" }, undefined],
  ])("are found in %j", async (body, words) => {
    const { vendor } = await bolnaAnswering({ "GET /phone-numbers/search": { status: 400, ...body } });
    const error = await refusal(RefusedError, take(vendor.search(query)));
    expect(error.details.vendorMessage).toBe(words);
  });
});

describe("the answer to a purchase", () => {
  const bought = { id: uuid, phone_number: e164, price: 500, telephony_provider: "twilio", deleted: false };

  it.each([
    [bought, uuid],
    [{ ...bought, telephony_provider: "vobiz", renewal: null }, uuid],
    [{ phone_number: "1 415 555 0100", id: 17 }, "17"],
    [{ phone_number: e164 }, null],
    [{ phone_number: e164, id: 2 ** 60 }, null],
  ])("that names the number proves the purchase: %j", async (json, vendorId) => {
    const { vendor } = await bolnaAnswering(buying({ json }));
    expect(await vendor.buy(order)).toEqual({ e164, vendorId, status: "active", statusReason: null });
  });

  it.each([
    { json: {} },
    { json: [] },
    { json: { id: uuid } },
    { json: { message: "Phone number is no longer available" } },
    { json: { ...bought, phone_number: "+14155550199" } },
    { status: 201, text: "created" },
  ])("that is a success without the number is unclear: it may have been bought (%j)", async (answer) => {
    const { vendor, calls } = await bolnaAnswering(buying(answer));
    expect((await refusal(UnclearError, vendor.buy(order))).mayHaveBought).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it.each([
    [400, "This phone number is no longer available", NumberTakenError],
    [400, "Phone number is not available for purchase", NumberTakenError],
    [400, "Number unavailable", NumberTakenError],
    [400, "This number has been sold", NumberTakenError],
    [400, "The number is already owned", NumberTakenError],
    [400, "Phone number +14155550100 not found", NumberTakenError],
    [404, "Not Found", NumberTakenError],
    [409, "already purchased by another account", NumberTakenError],
    [400, "Insufficient balance", NoFundsError],
    [400, "Your wallet balance is too low to buy this phone number", NoFundsError],
    [400, "Not enough funds: number not available", NoFundsError],
    [402, "", NoFundsError],
    [403, "Please recharge", NoFundsError],
    [400, "Compliance application is not approved", ComplianceError],
    [400, "This number is not available without KYC", ComplianceError],
    [403, "documents are required", ComplianceError],
    [400, "provider is invalid", RefusedError],
    [400, "", RefusedError],
    [422, "phone_number must be a number in E.164", RefusedError],
    [409, "conflict", RefusedError],
    [403, "Only admins may do this", PermissionError],
    [403, "Your plan does not allow to buy numbers", PermissionError],
  ])("%i %j is an error of its own, after which nothing was bought", async (status, message, type) => {
    const { vendor, calls } = await bolnaAnswering(buying({ status, json: { error: status, message } }));
    const error = await refusal<PhoneError>(type, vendor.buy(order));
    expect(error.mayHaveBought).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it.each<[number, FakeAnswer]>([
    [404, { json: { detail: "Phone number is not on offer, and already sold" } }],
    [404, { json: { detail: "this one has gone" } }],
    [410, { json: { error: 410, message: "Gone" } }],
    [404, { json: { error: 1004, message: "" } }],
  ])("%i %j is Bolna's word for a number that is gone", async (status, answer) => {
    const { vendor } = await bolnaAnswering(buying({ status, ...answer }));
    expect((await refusal(NumberTakenError, vendor.buy(order))).mayHaveBought).toBe(false);
  });

  it.each<[number, FakeAnswer]>([
    [404, { text: "404 page not found" }],
    [404, { text: "Not Found" }],
    [404, { text: "nothing here" }],
    [404, { json: {} }],
    [404, { json: { detail: "Not Found" } }],
    [404, { json: { statusCode: 404, message: "Not Found", error: "Not Found" } }],
    [404, { json: { error: 404, message: "no Route matched with those values" } }],
    [401, { text: "<html><title>Log in to the proxy</title></html>" }],
  ])("%i %j is nobody's word that nothing was bought", async (status, answer) => {
    const { vendor, calls } = await bolnaAnswering(buying({ status, ...answer }));
    const error = await refusal(UnclearError, vendor.buy(order));
    expect(error.mayHaveBought).toBe(true);
    expect(error.message).not.toContain("the key was refused");
    expect(calls).toHaveLength(1);
  });

  it.each([500, 502, 408])("%i is unclear, whatever it says, and not asked for again", async (status) => {
    const message = "Insufficient balance, number no longer available";
    const { vendor, calls } = await bolnaAnswering(buying({ status, json: { error: status, message } }));
    expect((await refusal(UnclearError, vendor.buy(order))).mayHaveBought).toBe(true);
    expect(calls).toHaveLength(1);
  });
});
