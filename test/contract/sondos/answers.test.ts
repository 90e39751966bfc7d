import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  NoFundsError,
  NotFoundError,
  NumberTakenError,
  PermissionError,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnfinishedError,
  UnsupportedError,
} from "../../../provider/domain/errors";
import { sondos } from "../../../provider/vendors/sondos";
import type { Order, Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, type FakeCall, vendorAnswering } from "../../support/vendor-answering";
import { refusal, remembered, take, there } from "../lab";

const apiKey = "12|secretSECRETsecretSECRETsecretSECRETsecr";
const e164 = "+14155550100";
const order: Order = { e164, country: "US", agent: undefined, subaccount: undefined, terms: null };
const query = { country: "US", type: undefined, criteria: {}, options: {} };
const html: FakeAnswer = { text: "<!DOCTYPE html><title>Log in</title>" };
const row = { id: 45, phone_number: e164 };

/** What the account answers, by method and path below `/api/user`; nothing owned, no assistants, and the number is for sale. */
async function account(
  answers: Readonly<Record<string, FakeAnswer | ((call: FakeCall) => FakeAnswer)>>,
): Promise<Vendor> {
  const usual: typeof answers = {
    "GET /phone-numbers/search": { json: { data: [{ phone_number: e164 }] } },
    "GET /phone-numbers/all": { json: { data: [] } },
    "GET /assistants/get": { json: { data: [], last_page: 1, total: 0 } },
  };
  return vendorAnswering(sondos, { apiKey }, (call) => {
    const name = `${call.method} ${call.url.pathname.replace("/api/user", "")}`;
    const answer = answers[name] ?? usual[name] ?? { status: 404, json: { message: `no route ${name}` } };
    return typeof answer === "function" ? answer(call) : answer;
  });
}

/** The answers one after the other, the last one for ever; and how many were given. */
function inTurn(...answers: FakeAnswer[]): { (): FakeAnswer; given: number } {
  const next = () => there(answers[Math.min(next.given++, answers.length - 1)]);
  next.given = 0;
  return next;
}

describe("numbers of the account", () => {
  it("with nothing but an id and the number are read", async () => {
    const vendor = await account({ "GET /phone-numbers/all": { json: { data: [row] } } });
    expect(await vendor.list()).toEqual([
      {
        e164,
        vendorId: "45",
        status: null,
        statusReason: null,
        monthlyPrice: null,
        renewsAt: null,
        agent: null,
        subaccount: null,
        alias: null,
        capabilities: [],
        region: null,
        purchasedAt: null,
      },
    ]);
  });

  it("that cannot text have voice alone", async () => {
    const json = { data: [{ ...row, sms_capable: false }] };
    const vendor = await account({ "GET /phone-numbers/all": { json } });
    expect(await vendor.list()).toMatchObject([{ capabilities: ["voice"] }]);
  });

  it("with all that is documented are read", async () => {
    const full = {
      ...row,
      nickname: "Sales line",
      country_code: "US",
      type: "normal",
      type_label: "Dedicated Number",
      sms_capable: true,
      region: "us1",
      has_active_subscription: true,
      created_at: "2025-01-07T10:30:00.000000Z",
    };
    const vendor = await account({ "GET /phone-numbers/all": { json: { data: [full] } } });
    expect(await vendor.list()).toMatchObject([
      {
        status: "active",
        alias: "Sales line",
        capabilities: ["voice", "sms"],
        region: "us1",
        purchasedAt: "2025-01-07T10:30:00.000000Z",
      },
    ]);
  });

  it.each([
    [{ has_active_subscription: true }, "active"],
    [{ has_active_subscription: false }, "lapsing"],
    [{ has_active_subscription: null }, null],
    [{}, null],
  ])("lapse only where the row says so: %j", async (more, status) => {
    const vendor = await account({ "GET /phone-numbers/all": { json: { data: [{ ...row, ...more }] } } });
    expect((await vendor.get({ e164, vendorId: "45" }))?.status).toBe(status);
  });

  it.each([{ nickname: null }, { nickname: "" }, {}])("without a nickname have none: %j", async (more) => {
    const vendor = await account({ "GET /phone-numbers/all": { json: { data: [{ ...row, ...more }] } } });
    expect((await vendor.get({ e164, vendorId: "45" }))?.alias).toBeNull();
  });

  it("are those that are rented: extensions and shown numbers are left out, whatever they look like", async () => {
    const rows = [
      { id: 1, phone_number: "1000", type: "sip", type_label: "SIP" },
      { id: 2, phone_number: "+14155550101", type: "caller_id" },
      { id: 3, phone_number: null, type: "sip" },
      { ...row, type: "normal", type_label: "Caller ID" },
      { id: 46, phone_number: "+14155550102", type: null },
    ];
    const vendor = await account({ "GET /phone-numbers/all": { json: { data: rows } } });
    expect((await vendor.list()).map(({ vendorId }) => vendorId)).toEqual(["45", "46"]);
  });

  it.each([[[row]], [{ data: [row] }]])("come bare or wrapped: %j", async (json) => {
    const vendor = await account({ "GET /phone-numbers/all": { json } });
    expect(await vendor.list()).toHaveLength(1);
  });

  it.each([
    [{ json: { message: "ok" } }],
    [{ json: { data: { "+14155550102": row } } }],
    [{ json: null }],
    [html],
  ])("that cannot be read are an error, never a part: %j", async (answer) => {
    const vendor = await account({ "GET /phone-numbers/all": answer });
    expect((await refusal(UnclearError, vendor.list())).mayHaveBought).toBe(false);
  });

  it("are not gone because the list is not found: the address is wrong", async () => {
    const vendor = await account({
      "GET /phone-numbers/all": { status: 404, json: { message: "no such route" } },
    });
    const error = await refusal(RefusedError, vendor.get({ e164, vendorId: "45" }));
    expect(error.details).toMatchObject({ status: 404, vendorMessage: "no such route" });
  });

  it("have not lost their agents because the assistants are not found", async () => {
    const vendor = await account({
      "GET /phone-numbers/all": { json: { data: [row] } },
      "GET /assistants/get": { status: 404, json: { message: "no such route" } },
    });
    const untold = { agent: null, untold: ["agent"] };
    expect(await vendor.get({ e164, vendorId: "45" })).toMatchObject(untold);
    expect(await vendor.list()).toMatchObject([untold]);
    const error = await refusal(RefusedError, vendor.checkAgent("7"));
    expect(error.details).toMatchObject({ status: 404, vendorMessage: "no such route" });
  });
});

describe("what answers a number", () => {
  const owned = { json: { data: [row] } };
  const agentWith = async (rows: readonly object[]) => {
    const vendor = await account({
      "GET /phone-numbers/all": owned,
      "GET /assistants/get": { json: { data: rows, last_page: 1 } },
    });
    return (await vendor.get({ e164, vendorId: null }))?.agent;
  };

  it.each([
    [[{ id: 7, phone_number_id: 45, type: "inbound" }], "7"],
    [[{ id: 7, phone_number_id: 45, calls_direction: "receive" }], "7"],
    [[{ id: "7", phone_number_id: "45" }], "7"],
    [[{ id: 7, phone_number_id: 45, type: "outbound" }], null],
    [[{ id: 7, phone_number_id: 45, calls_direction: "make" }], null],
    [[{ id: 7, phone_number_id: 44, type: "inbound" }], null],
    [[{ id: 7, phone_number_id: null }, { id: 8 }], null],
    [
      [
        { id: 6, phone_number_id: 45, type: "outbound" },
        { id: 7, phone_number_id: 45 },
        { id: 8, phone_number_id: 45, type: "inbound" },
      ],
      "8",
    ],
    [
      [
        { id: 7, phone_number_id: 45 },
        { id: 8, phone_number_id: 45, calls_direction: "receive" },
      ],
      "8",
    ],
  ])("is the assistant that has it and takes calls: %j", async (rows, agent) => {
    expect(await agentWith(rows)).toBe(agent);
  });
});

describe("the list of assistants", () => {
  const everyone = Array.from({ length: 250 }, (_, index) => ({
    id: index + 1,
    phone_number_id: 1000 + index,
  }));
  const pageOf = ({ url: { searchParams } }: FakeCall, size = 100) => {
    const start = (Number(searchParams.get("page")) - 1) * size;
    return everyone.slice(start, start + size);
  };
  const forms: [string, (call: FakeCall) => FakeAnswer][] = [
    ["tells the last page", (call) => ({ json: { data: pageOf(call), last_page: 3, total: 250 } })],
    ["tells it elsewhere", (call) => ({ json: { data: pageOf(call), meta: { last_page: 3, total: 250 } } })],
    ["does not tell it", (call) => ({ json: { data: pageOf(call) } })],
    ["has smaller pages than asked for", (call) => ({ json: { data: pageOf(call, 10) } })],
    [
      "has smaller pages, and tells the last",
      (call) => ({ json: { data: pageOf(call, 10), last_page: 25 } }),
    ],
    ["comes bare", (call) => ({ json: pageOf(call) })],
    ["knows no pages", () => ({ json: { data: everyone } })],
  ];

  it.each(forms)("that %s is read to its end", async (_, answer) => {
    const vendor = await account({
      "GET /assistants/get": answer,
      "GET /phone-numbers/all": { json: { data: [{ ...row, id: 1249 }] } },
    });
    expect((await vendor.get({ e164, vendorId: null }))?.agent).toBe("250");
    await vendor.checkAgent("250");
  });

  it.each([
    [{ json: { data: everyone.slice(0, 100), last_page: 1, total: 250 } }],
    [{ json: { data: [{ phone_number_id: 45 }] } }],
    [{ json: {} }],
    [html],
  ])("of which a part is missing is an error (case %#)", async (answer) => {
    const vendor = await account({
      "GET /assistants/get": answer,
      "GET /phone-numbers/all": { json: [row] },
    });
    await refusal(UnclearError, vendor.checkAgent("7"));
    expect(await vendor.list()).toMatchObject([{ agent: null, untold: ["agent"] }]);
  });

  it("without any ends at once", async () => {
    const answer = inTurn({ json: [] });
    await (await account({ "GET /assistants/get": answer })).list();
    expect(answer.given).toBe(1);
  });
});

describe("numbers for sale", () => {
  const offerOf = async (json: unknown) => {
    const vendor = await account({ "GET /phone-numbers/search": { json } });
    return (await take(vendor.search(query)))[0];
  };

  it.each([[[{ phone_number: e164 }]], [{ data: [{ phone_number: e164 }] }]])(
    "come bare or wrapped, with nothing but the number: %j",
    async (json) => {
      expect(await offerOf(json)).toEqual({
        e164,
        monthlyPrice: null,
        setupPrice: null,
        type: null,
        place: null,
        capabilities: ["voice"],
        restriction: null,
        terms: null,
      });
    },
  );

  it.each([
    [3.99, "3.99"],
    ["3.99", "3.99"],
    [4, "4.00"],
    [0, "0.00"],
  ])("price a month in dollars: %j", async (price, amount) => {
    expect((await offerOf([{ phone_number: e164, price }]))?.monthlyPrice).toEqual({
      amount,
      currency: "USD",
    });
  });

  it.each([
    ["none", null],
    [null, null],
    ["local", "address requirements: local"],
    ["foreign", "address requirements: foreign"],
    ["inventory", "address requirements: inventory"],
  ])("say which address the country wants: %j", async (address_requirements, restriction) => {
    expect((await offerOf([{ phone_number: e164, address_requirements }]))?.restriction).toBe(restriction);
  });

  it.each([{ json: {} }, { json: { data: [{ price: 1 }] } }, html])(
    "that cannot be read are unclear: %j",
    async (answer) => {
      const vendor = await account({ "GET /phone-numbers/search": answer });
      await refusal(UnclearError, take(vendor.search(query)));
      // Nothing was asked for: an unclear error that leaves buy would count as a purchase.
      const error = await refusal(RefusedError, vendor.buy(order));
      expect(error.mayHaveBought).toBe(false);
      expect(error.details.nextStep).toContain("Nothing was bought");
    },
  );
});

describe("the answer to a purchase", () => {
  const buying = async (answer: FakeAnswer | (() => FakeAnswer)) =>
    (await account({ "POST /phone-numbers/purchase": answer })).buy(order);

  it.each([
    [{ data: { ...row, country_code: "US", type: "normal", sms_capable: true }, message: "purchased" }, "45"],
    [{ data: { id: "45", phone_number: "14155550100" } }, "45"],
    [{ data: { phone_number: "+1 415-555-0100" } }, null],
  ])("names the number, and the id where it has one: %j", async (json, vendorId) => {
    expect(await buying({ status: 201, json })).toEqual({
      e164,
      vendorId,
      status: "active",
      statusReason: null,
    });
  });

  it.each([{ json: {} }, { json: { data: null } }, { json: { data: { id: 45 } } }, { status: 201 }, html])(
    "that is a success and does not name it is unclear: it may have been bought (%j)",
    async (answer) => {
      expect((await refusal(UnclearError, buying(answer))).mayHaveBought).toBe(true);
    },
  );

  const refusals: [number, unknown, new (...args: never[]) => Error][] = [
    [400, { error: "This phone number is already in use." }, NumberTakenError],
    [400, { error: "This phone number is not available for purchase. Please search…" }, NumberTakenError],
    [400, { error: "Something else." }, RefusedError],
    [400, {}, RefusedError],
    [401, { message: "Unauthenticated." }, AuthenticationError],
    [401, { error: "Invalid API key", message: "expired" }, AuthenticationError],
    [402, { error: "No payment method found. Please add a payment method to your account." }, NoFundsError],
    [402, { error: "Payment failed. Please update your payment method." }, NoFundsError],
    [402, {}, NoFundsError],
    [403, { error: "Insufficient permissions", message: "no" }, PermissionError],
    [422, { error: "Unable to parse phone number. Please provide…" }, RefusedError],
    [422, { message: "Bad.", errors: { phone_number: ["Bad.", "Required."] } }, RefusedError],
  ];
  it.each(refusals)("%i %j proves that nothing was bought", async (status, json, type) => {
    const error = await refusal(type, buying({ status, json }));
    expect(error).toMatchObject({ mayHaveBought: false, details: { status } });
  });

  it.each<FakeAnswer>([
    { status: 404, json: { message: "The route api/user/phone-numbers/purchase could not be found." } },
    { status: 404, json: { message: "Not Found" } },
    { status: 404, text: "404 page not found" },
    { status: 401, text: "<html><title>Log in to the proxy</title></html>" },
    { status: 405, json: { message: "Method Not Allowed" } },
  ])("%j is nobody's word that nothing was bought", async (answer) => {
    const asked = inTurn(answer);
    expect((await refusal(UnclearError, buying(asked))).mayHaveBought).toBe(true);
    expect(asked.given).toBe(1);
  });

  it.each([
    [500, { error: "Failed to purchase phone number from provider. Please contact support." }],
    [500, { error: "This phone number is already in use." }],
    [502, {}],
    [503, { error: "Payment failed." }],
  ])("%i %j proves nothing", async (status, json) => {
    const answer = inTurn({ status, json });
    const { mayHaveBought, message } = await refusal(UnclearError, buying(answer));
    expect(mayHaveBought).toBe(true);
    expect(message).toContain("may have begun a subscription");
    expect(answer.given).toBe(1);
  });

  it("shows the vendor's words, all of them, and none of the key", async () => {
    const json = {
      message: `Validation failed for ${apiKey}`,
      errors: { phone_number: [`Refused to ${apiKey.slice(3)}.`] },
    };
    const error = await refusal(RefusedError, buying({ status: 422, json }));
    expect(error.details.vendorMessage).toBe("Validation failed for [redacted]: Refused to [redacted].");
  });
});

describe("too many calls", () => {
  const success: FakeAnswer = { status: 201, json: { data: row } };

  it.each([0, "0"])("are asked again after the wait that the body tells: %j", async (retry_after) => {
    const answer = inTurn({ status: 429, json: { message: "Too Many Attempts.", retry_after } }, success);
    await (await account({ "POST /phone-numbers/purchase": answer })).buy(order);
    expect(answer.given).toBe(2);
  });

  it("are asked again where nothing tells how long to wait", async () => {
    const answer = inTurn({ status: 429, json: { message: "Too Many Attempts." } }, success);
    await (await account({ "POST /phone-numbers/purchase": answer })).buy(order);
    expect(answer.given).toBe(2);
  });

  it("are an error at once where the wait is longer than people have", async () => {
    const answer = inTurn({ status: 429, json: { error: "Rate limit exceeded", retry_after: 60 } }, success);
    const vendor = await account({ "POST /phone-numbers/purchase": answer });
    expect((await refusal(RateLimitedError, vendor.buy(order))).mayHaveBought).toBe(false);
    expect(answer.given).toBe(1);
  });
});

describe("a change", () => {
  const owned = { "GET /phone-numbers/all": { json: { data: [row] } } };
  const assistants = {
    "GET /assistants/get": { json: { data: [{ id: 7, type: "inbound" }], last_page: 1 } },
  };
  const now = remembered(e164, "45");

  it("that is accepted and not made is unfinished", async () => {
    const vendor = await account({
      ...owned,
      ...assistants,
      "PUT /assistant/7": { json: { message: "Assistant updated successfully" } },
      "PUT /phone-numbers/45": { json: { message: "Phone number updated successfully." } },
    });
    const error = await refusal(UnfinishedError, vendor.update(now, { agent: "7", alias: "Support" }));
    expect(error.message).toContain("does not show it: agent, alias");
  });

  it("of the agent that is refused says why, field by field", async () => {
    const errors = {
      phone_number_id: ["The phone number is already assigned to another inbound assistant."],
    };
    const vendor = await account({
      ...owned,
      ...assistants,
      "PUT /assistant/7": { status: 422, json: { message: "Validation failed", errors } },
    });
    const error = await refusal(RefusedError, vendor.update(now, { agent: "7" }));
    expect(error.details.vendorMessage).toBe(`Validation failed: ${errors.phone_number_id[0]}`);
  });

  it("of the agent to one that was deleted since it was looked up is a fault of the argument", async () => {
    const vendor = await account({
      ...owned,
      ...assistants,
      "PUT /assistant/7": { status: 404, json: { message: "Assistant not found" } },
    });
    await expect(vendor.update(now, { agent: "7" })).rejects.toMatchObject({
      code: "argument",
      details: { argument: "agent", status: 404 },
    });
  });

  it.each<FakeAnswer>([
    { status: 404, text: "<html>404</html>" },
    { status: 404, text: "" },
    { status: 404, json: { message: "no Route matched with those values" } },
  ])("of the agent that nobody has answered says nothing of the agent: %j", async (answer) => {
    const vendor = await account({ ...owned, ...assistants, "PUT /assistant/7": answer });
    const error = await refusal(RefusedError, vendor.update(now, { agent: "7" }));
    expect(error.message).toContain("not one of sondos's API");
    const holding = { id: 7, phone_number_id: 45, type: "inbound" };
    const held = await account({
      ...owned,
      "GET /assistants/get": { json: { data: [holding], last_page: 1 } },
      "PUT /assistant/7": answer,
    });
    await refusal(RefusedError, held.update({ ...now, agent: "7" }, { agent: null }));
  });

  it.each<FakeAnswer>([
    { status: 404, text: "<html>404</html>" },
    { status: 404, text: "" },
    { status: 404, text: "404 page not found" },
    { status: 404, json: { message: "no Route matched with those values" } },
    { status: 405, text: "<html>405</html>" },
    { status: 405, text: "Method Not Allowed" },
    { status: 405, json: { message: "Cannot PUT /api/user/phone-numbers/45" } },
    { status: 405, json: { timestamp: "2026-11-28", status: 405, path: "/api/user/phone-numbers/45" } },
  ])("of the nickname that nobody has answered says nothing of nicknames: %j", async (answer) => {
    const vendor = await account({ ...owned, "PUT /phone-numbers/45": answer });
    const error = await refusal(RefusedError, vendor.update(now, { alias: "Support" }));
    expect(error.message).toContain("not one of sondos's API");
  });

  it("of the nickname that is answered by 405 without a body is refused, and says nothing of nicknames", async () => {
    const vendor = await account({ ...owned, "PUT /phone-numbers/45": { status: 405, text: "" } });
    await refusal(RefusedError, vendor.update(now, { alias: "Support" }));
  });

  it.each<FakeAnswer>([
    { status: 404, json: { message: "The route api/user/phone-numbers/45 could not be found." } },
    { status: 404, json: { message: "" } },
    {
      status: 405,
      json: { message: "The PUT method is not supported for route api/user/phone-numbers/45." },
    },
  ])("of the nickname that Sondos' framework does not know is unsupported: %j", async (answer) => {
    const vendor = await account({ ...owned, "PUT /phone-numbers/45": answer });
    await refusal(UnsupportedError, vendor.update(now, { alias: "Support" }));
  });

  it("that takes the number from an assistant which was deleted meanwhile is none", async () => {
    const holding = { id: 7, phone_number_id: 45, type: "inbound" };
    const vendor = await account({
      ...owned,
      // The row of the number, then the look before the change, then the reading back.
      "GET /assistants/get": inTurn(
        { json: { data: [holding], last_page: 1 } },
        { json: { data: [], last_page: 1 } },
      ),
      "PUT /assistant/7": { status: 404, json: { message: "Assistant not found" } },
    });
    expect((await vendor.update({ ...now, agent: "7" }, { agent: null })).agent).toBeNull();
  });

  it.each([
    ["PUT /assistant/7", { agent: "7" }],
    ["PUT /phone-numbers/45", { alias: "Support" }],
  ])("of which a page for browsers is the answer is unclear: %s", async (name, changes) => {
    const vendor = await account({ ...owned, ...assistants, [name]: html });
    expect((await refusal(UnclearError, vendor.update(now, changes))).mayHaveBought).toBe(false);
  });

  it.each(["", "+14155550100", "4a"])(
    "of a number whose id is no integer is made by the id in the list: %j",
    async (vendorId) => {
      const bodies: string[] = [];
      const bound = { id: 7, phone_number_id: 45, type: "inbound" };
      const vendor = await account({
        ...owned,
        "GET /assistants/get": { json: { data: [bound], last_page: 1 } },
        "PUT /assistant/7": ({ body }) => {
          bodies.push(body);
          return { json: { message: "Assistant updated successfully" } };
        },
      });
      await vendor.update({ ...now, vendorId }, { agent: "7" });
      expect(bodies).toEqual(['{"phone_number_id":45}']);
    },
  );

  it("of a number that neither has an id nor is in the list is not found", async () => {
    const vendor = await account({});
    await refusal(NotFoundError, vendor.update({ ...now, vendorId: "" }, { alias: "Support" }));
  });
});

describe("the answer to a release", () => {
  const releasing = async (answer: FakeAnswer | (() => FakeAnswer), owned: readonly object[] = []) =>
    (
      await account({
        "DELETE /phone-numbers/45": answer,
        "GET /phone-numbers/all": { json: { data: owned } },
      })
    ).release({ e164, vendorId: "45" });

  it.each([
    [
      { message: "Phone number released successfully. It will be removed at the end of the billing period." },
      "scheduled",
    ],
    [{}, "scheduled"],
    [{ message: "Phone number deleted successfully." }, "released"],
  ])("%j is a success", async (json, outcome) => {
    expect(await releasing({ json }, [row])).toBe(outcome);
  });

  it("that it is scheduled already is a success, too", async () => {
    const json = { error: "Phone number is already scheduled for release." };
    expect(await releasing({ status: 400, json }, [row])).toBe("scheduled");
  });

  it.each([
    { message: "Phone number will be deleted at the end of the billing period." },
    { message: "Released. It is deleted at the end of the period." },
    { message: "Phone number released successfully.", success: true, error: null },
    { error: "Phone number is already scheduled for release." },
  ])("that it ends with its period is notice, whatever word it has for it: %j", async (json) => {
    expect(await releasing({ json }, [row])).toBe("scheduled");
  });

  it.each([
    { error: "Failed to release phone number. Please try again or contact support." },
    { error: "Not now.", message: "Phone number released successfully." },
    { success: false },
    { success: false, message: "Phone number deleted." },
    { success: false, message: "Failed to release phone number." },
    { message: "Phone number could not be deleted." },
    { message: "The phone number cannot be released while a campaign uses it." },
    { message: "Release failed." },
    { message: "Unable to delete phone number." },
    { message: "Numbers of this kind may not be released." },
  ])("that is a success and speaks of a failure is none: %j", async (json) => {
    const error = await refusal(RefusedError, releasing({ json }, [row]));
    expect(error.details).toMatchObject({ operation: "release", status: 200 });
    const words = json.error ?? json.message;
    if (words !== undefined) expect(error.details.vendorMessage).toContain(words);
    expect(error.details.nextStep).toContain("stays in state");
    expect(await releasing({ json })).toBe("gone");
  });

  it("that is a failure with a success's status never tells the key", async () => {
    const error = await refusal(RefusedError, releasing({ json: { error: `not by ${apiKey}` } }, [row]));
    expect(error.details.vendorMessage).toBe("not by [redacted]");
  });

  it.each([{ error: "Phone number not found." }, { message: "The route could not be found." }])(
    "that there is no such number is believed when the list has none either: %j",
    async (json) => {
      expect(await releasing({ status: 404, json })).toBe("gone");
      const error = await refusal(RefusedError, releasing({ status: 404, json }, [row]));
      expect(error.message).toContain("is in the account still");
    },
  );

  it("of another kind is an error, and the number is kept", async () => {
    await refusal(RefusedError, releasing({ status: 400, json: { error: "Not now." } }, [row]));
    await refusal(UnclearError, releasing(html, [row]));
  });

  it("that is a fault is asked again", async () => {
    const json = { error: "Failed to release phone number. Please try again or contact support." };
    const answer = inTurn(
      { status: 500, json },
      { json: { message: "Phone number released successfully." } },
    );
    expect(await releasing(answer, [row])).toBe("scheduled");
    expect(answer.given).toBe(2);
  });
});

describe("the account", () => {
  it("is named by a digest of its key", async () => {
    const { account: name } = await account({});
    expect(name).toMatch(/^key [0-9a-f]{12}$/);
  });

  it.each([apiKey, "plainSecretWithoutBar"])("takes a key in one piece: %j", (key) => {
    expect(sondos.keys.apiKey.form?.pattern.test(key)).toBe(true);
    for (const slip of [`Bearer ${key}`, `${key}\n`, ` ${key}`, ""]) {
      expect(sondos.keys.apiKey.form?.pattern.test(slip)).toBe(false);
    }
  });
});
