import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  AuthenticationError,
  NotFoundError,
  NumberTakenError,
  PermissionError,
  RefusedError,
  UnclearError,
  UnfinishedError,
} from "../../../provider/domain/errors";
import { remove } from "../../../provider/lifecycle/delete";
import type { Order } from "../../../provider/vendors/vendor";
import { json, noContent, page, words } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { up, upUnfinished } from "../../support/up";
import { refusal, remembered } from "../lab";
import { caldInTheField } from "./field";

const order: Order = { e164: "+1415", country: "US", agent: undefined, subaccount: undefined, terms: null };
const row = { phoneNumberId: "pn_1", phoneNumber: "+14155550100", price: 10, agentId: "agent_1" };
const now = remembered("+14155550100", "pn_1", null);
const reference = { e164: now.e164, vendorId: "pn_1" };
const program = { vendor: "cald", country: "US", search: { areaCode: "415" } };
const agentThere = { "GET /agents/agent_1": json({ agentId: "agent_1" }) };
const notFound = json({ message: "Phone number not found" }, 404);
const agentsThere = { "GET /agents": json({ agents: [{ agentId: "agent_1" }] }) };
/** What gateways and frameworks answer for a path or a service that they do not know. */
const ofGateways: [string, Canned][] = [
  { message: "no Route matched with those values" },
  { statusCode: 404, message: "Cannot DELETE /client/api/v1/phonenumbers/n1", error: "Not Found" },
  { message: "Route PATCH:/client/api/v1/phonenumbers/pn_1 not found", error: "Not Found", statusCode: 404 },
  { detail: "Not Found" },
  { message: "Service not found" },
  { message: "Service phonenumbers not found" },
  { timestamp: "2026-11-28", status: 404, error: "Not Found", path: "/client/api/v1/phonenumbers/pn_1" },
  { message: "The requested URL was not found on the server" },
  { message: "The agent of this proxy has no route" },
].map((body) => [JSON.stringify(body), json(body, 404)]);
/** A "not found" that names nothing: Cald's, or anybody's. */
const wordless: [string, Canned][] = [
  {},
  { message: "Not found" },
  { error: { code: 404 } },
  { statusCode: 404, message: "Not Found" },
].map((body) => [JSON.stringify(body), json(body, 404)]);

describe("a change that is answered without the number", () => {
  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 without a body", { status: 200, body: "" }],
    ["200 {}", json({})],
    ["200 null", json(null)],
    ["200 with success", json({ status: "success" })],
    ["202 in plain text", words(202, "OK")],
  ])("is done, as nothing else shows it: %s", async (_what, answer) => {
    const field = await caldInTheField({ ...agentThere, PATCH: answer });
    const vendor = field.connect();
    expect(await vendor.update(now, { agent: "agent_1" })).toEqual({ ...now, agent: "agent_1" });
    expect(await vendor.update({ ...now, agent: "agent_1" }, { agent: null })).toEqual(now);
    expect(field.writes).toEqual([
      "PATCH /client/api/v1/phonenumbers/pn_1",
      "PATCH /client/api/v1/phonenumbers/pn_1",
    ]);
  });

  it("is not where the number can be read all the same, and has another agent", async () => {
    const field = await caldInTheField({
      PATCH: noContent,
      "GET /phonenumbers/pn_1": json({ ...row, agentId: "agent_2" }),
    });
    await refusal(UnfinishedError, field.connect().update(now, { agent: "agent_1" }));
  });

  it.each<[string, Canned]>([
    ["failed", json({ status: "failed" })],
    ["a failure of another form", json({ success: false, message: "Not now" })],
    ["a page", page(200, "Just a moment...")],
  ])("is not, where it is %s", async (_what, answer) => {
    const field = await caldInTheField({ PATCH: answer });
    await expect(field.connect().update(now, { agent: "agent_1" })).rejects.toThrow();
  });
});

describe("a change that is not found", () => {
  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["no body", { status: 404, body: "" }],
  ])("by %s does not say that the number is gone", async (_what, answer) => {
    const field = await caldInTheField({ ...agentThere, PATCH: answer });
    const error = await refusal(RefusedError, field.connect().update(now, { agent: "agent_1" }));
    expect(error.message).not.toContain("not in the account");
    await refusal(RefusedError, field.connect().update({ ...now, agent: "agent_1" }, { agent: null }));
  });

  it("by the vendor's own words does", async () => {
    const field = await caldInTheField({ ...agentThere, PATCH: notFound });
    await refusal(NotFoundError, field.connect().update(now, { agent: "agent_1" }));
  });

  it.each(ofGateways)(
    "by a gateway does not say so, of the number nor of the agent: %s",
    async (_what, answer) => {
      const field = await caldInTheField({ ...agentThere, ...agentsThere, PATCH: answer });
      await refusal(RefusedError, field.connect().update({ ...now, agent: "agent_1" }, { agent: null }));
      await refusal(RefusedError, field.connect().update(now, { agent: "agent_1" }));
      const nothing = await caldInTheField({ ...agentsThere, PATCH: answer, "GET /agents/agent_2": answer });
      const unknown = await nothing
        .connect()
        .checkAgent("agent_2")
        .catch((thrown: unknown) => thrown);
      expect(unknown).toBeInstanceOf(Error);
      expect(ArgumentError.isInstance(unknown)).toBe(false);
    },
  );

  it.each(wordless)(
    "without a word is of an agent that Cald's list does not have: %s",
    async (_what, answer) => {
      const field = await caldInTheField({ ...agentsThere, "GET /agents/agent_2": answer });
      await refusal(ArgumentError, field.connect().checkAgent("agent_2"));
      const elsewhere = await caldInTheField({ GET: answer });
      const error = await elsewhere
        .connect()
        .checkAgent("agent_2")
        .catch((thrown: unknown) => thrown);
      expect(ArgumentError.isInstance(error)).toBe(false);
      expect(error).toBeInstanceOf(Error);
    },
  );

  it("does not call an agent unknown because a page has answered for it", async () => {
    const field = await caldInTheField({ PATCH: json({ message: "Not found" }, 404), GET: page(404) });
    const error = await field
      .connect()
      .update(now, { agent: "agent_1" })
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(ArgumentError.isInstance(error)).toBe(false);
    await refusal(RefusedError, field.connect().checkAgent("agent_1"));
  });
});

describe("a release", () => {
  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
    ["200 null", json(null)],
    ["200 without a body", { status: 200, body: "" }],
    ["202 in plain text", words(202, "OK")],
  ])("without words is done when the number is unknown by then: %s", async (_what, answer) => {
    const field = await caldInTheField({ DELETE: answer, PATCH: notFound });
    expect(await field.connect().release(reference)).toBe("released");
  });

  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
  ])("without words is not believed while the number is there: %s", async (_what, answer) => {
    for (const change of [json({ ...row, agentId: undefined }), noContent]) {
      const field = await caldInTheField({ DELETE: answer, PATCH: change });
      await expect(field.connect().release(reference)).rejects.toThrow(/stays in state/);
    }
  });

  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["no body", { status: 404, body: "" }],
    ["the words of a proxy", words(404, "default backend - 404")],
    ["the words of a server", words(404, "404 page not found")],
  ])("that is not found by %s proves nothing, and the number stays", async (_what, answer) => {
    for (const everything of [false, true]) {
      const field = await caldInTheField({ DELETE: answer, PATCH: everything ? answer : json(row) });
      const error = await refusal(RefusedError, field.connect().release(reference));
      expect(error.details.status).toBe(404);
    }
  });

  it.each<[string, Canned]>([
    ["JSON", notFound],
    ["JSON of another form", json({ errors: [{ code: "PHONE_NUMBER_NOT_FOUND" }] }, 404)],
    ["words about a phone number", words(404, "Phone number not found")],
  ])("that is not found by the vendor's own %s is of a number that is gone", async (_what, answer) => {
    const field = await caldInTheField({ DELETE: answer });
    expect(await field.connect().release(reference)).toBe("gone");
  });

  it.each(ofGateways)(
    "that a gateway does not find leaves the number in state: %s",
    async (_what, answer) => {
      for (const answers of [{ DELETE: answer }, { DELETE: noContent, PATCH: answer }]) {
        const field = await caldInTheField({ ...agentThere, ...agentsThere, ...answers });
        const error = await refusal(RefusedError, field.connect().release(reference));
        expect(error.details.status).toBe(404);
        expect(error.message).toContain("may still be there");
      }
    },
  );

  it("that a server does not find, by words with the path in them, leaves the number in state", async () => {
    const DELETE = words(404, "Cannot DELETE /client/api/v1/phonenumbers/pn_1");
    await refusal(RefusedError, (await caldInTheField({ DELETE })).connect().release(reference));
  });

  it.each(wordless)(
    "that is not found without a word is believed where Cald answers for its agents: %s",
    async (_what, answer) => {
      const there = await caldInTheField({ ...agentsThere, DELETE: answer });
      expect(await there.connect().release(reference)).toBe("gone");
      for (const GET of [answer, page(404), json({}), json({ message: "Invalid API key" }, 401)]) {
        const elsewhere = await caldInTheField({ GET, DELETE: answer });
        await refusal(RefusedError, elsewhere.connect().release(reference));
      }
    },
  );

  it("whose look is answered by a page stays open", async () => {
    const field = await caldInTheField({ DELETE: noContent, PATCH: page(404) });
    await expect(field.connect().release(reference)).rejects.toThrow();
  });
});

describe("ids under another name", () => {
  const found = { "PATCH /phonenumbers/pn_1": json(row) };
  const bodies: [string, unknown][] = [
    ["id", { id: "pn_1", phoneNumber: "+14155550100" }],
    ["_id", { _id: "pn_1", phoneNumber: "+14155550100" }],
    ["numberId", { numberId: "pn_1", number: "+14155550100" }],
    ["phoneNumber", { status: "success", phoneNumber: { id: "pn_1", phoneNumber: "+14155550100" } }],
  ];

  it.each(bodies)("are taken where the number is found by them: %s", async (_what, body) => {
    const field = await caldInTheField({ ...found, POST: json(body) });
    const receipt = await field.connect().buy({ ...order, agent: "agent_1" });
    expect(receipt).toMatchObject({ e164: "+14155550100", vendorId: "pn_1", statusReason: null });
    expect(field.calls.map(({ method, body: sent }) => [method, sent])).toEqual([
      ["POST", JSON.stringify({ prefix: "+1415", agentId: "agent_1" })],
      ["PATCH", JSON.stringify({ agentId: "agent_1" })],
    ]);
  });

  it("are taken where a change by them is accepted without a word", async () => {
    const field = await caldInTheField({
      PATCH: noContent,
      POST: json({ id: "pn_1", phoneNumber: "+14155550100" }),
    });
    expect(await field.connect().buy(order)).toMatchObject({ vendorId: "pn_1" });
  });

  it.each<[string, Canned]>([
    ["unknown", notFound],
    ["another number", json({ ...row, phoneNumber: "+14155550199" })],
    ["what fails", json({ status: "failed" })],
    ["a page", page(404)],
    ["a fault", json({ message: "Internal error" }, 501)],
  ])(
    "are not where they name %s: the number is kept, without an id",
    async (_what, change) => {
      for (const [, body] of bodies) {
        const field = await caldInTheField({ PATCH: change, POST: json(body) });
        const receipt = await field.connect().buy(order);
        expect(receipt).toMatchObject({ e164: "+14155550100", vendorId: null });
        expect(receipt.statusReason).toContain("Cald told no id, unless it is pn_1");
      }
    },
    60_000,
  );

  it.each<[string, unknown]>([
    ["in snake case", { phone_number_id: "pn_1", phone_number: "+14155550100" }],
    ["in an envelope", { data: { phoneNumberId: "pn_1", phoneNumber: "+14155550100" } }],
  ])("are taken as they are %s", async (_what, body) => {
    const field = await caldInTheField({ POST: json(body) });
    expect(await field.connect().buy(order)).toMatchObject({ e164: "+14155550100", vendorId: "pn_1" });
    expect(field.writes).toHaveLength(1);
  });

  it("are not those of another thing", async () => {
    const field = await caldInTheField({
      POST: json({ phoneNumber: "+14155550100", agentId: "agent_1", accountId: "a" }),
    });
    expect(await field.connect().buy(order)).toMatchObject({ vendorId: null });
  });

  it("of an agent that comes as an object are read", async () => {
    const field = await caldInTheField({
      POST: json({ ...row, agentId: undefined, agent: { agentId: "agent_1", name: "Support" } }),
    });
    expect((await field.connect().buy({ ...order, agent: "agent_1" })).shown?.agent).toBe("agent_1");
  });
});

describe("numbers in national form", () => {
  it.each([
    ["4155550100", "+14155550100"],
    ["(415) 555-0100", "+14155550100"],
    [4155550100, "+14155550100"],
    ["14155550100", "+14155550100"],
    ["+1558873402", "+1558873402"],
    ["+442079460018", "+442079460018"],
  ])("%j is %s, as Cald sells numbers of the United States", async (phoneNumber, e164) => {
    const field = await caldInTheField({ POST: json({ ...row, phoneNumber }) });
    expect((await field.connect().buy({ ...order, e164: "+1" })).e164).toBe(e164);
  });

  it.each(["1558873402", "415555010", "2079460018123", "0000000000"])(
    "%j is none that can be told: a number was bought, and which is to be looked for",
    async (phoneNumber) => {
      const field = await caldInTheField({ POST: json({ ...row, phoneNumber }) });
      const error = await refusal(UnclearError, field.connect().buy(order));
      expect(error.mayHaveBought).toBe(true);
      expect(error.what).toContain("pn_1");
    },
  );
});

describe("a refused purchase", () => {
  const agent = "agent_1";

  it.each([
    "No number found with the given prefix",
    "No numbers were found for +1415",
    "Could not find any phone number matching the prefix",
    "There are no phone numbers left in this area",
  ])("that says that none is free is no fault of the agent: %s", async (message) => {
    const field = await caldInTheField({ ...agentThere, POST: json({ message }, 404) });
    const error = await refusal(NumberTakenError, field.connect().buy({ ...order, agent }));
    expect(error.what).toBe("none free under +1415");
  });

  it("that names no reason is a fault of the agent only where there is no such agent", async () => {
    const POST = json({ message: "The request could not be completed" }, 404);
    const there = await caldInTheField({ ...agentThere, POST });
    const error = await refusal(RefusedError, there.connect().buy({ ...order, agent }));
    expect(error.mayHaveBought).toBe(false);
    expect(error.details.vendorMessage).toBe("The request could not be completed");
    const gone = await caldInTheField({
      POST,
      "GET /agents/agent_1": json({ message: "Agent not found" }, 404),
    });
    await refusal(ArgumentError, gone.connect().buy({ ...order, agent }));
  });

  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["no body", { status: 404, body: "" }],
  ])("by %s is none: nobody knows who has written it", async (_what, answer) => {
    const field = await caldInTheField({ ...agentThere, POST: answer });
    const error = await refusal(UnclearError, field.connect().buy({ ...order, agent }));
    expect(error.mayHaveBought).toBe(true);
  });
});

describe("a destroy", () => {
  it("needs no second run after 204", async () => {
    const field = await caldInTheField({ POST: json(row), DELETE: noContent, PATCH: notFound });
    const state = await up(await field.process(), program);
    const told = await field.process();
    await remove(told.context, state);
    expect(told.lines.join()).toContain("released +14155550100");
  });

  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["no body", { status: 404, body: "" }],
  ])("that is answered by %s with 404 keeps the number", async (_what, answer) => {
    const field = await caldInTheField({ POST: json(row), DELETE: answer, PATCH: answer });
    const state = await up(await field.process(), program);
    await refusal(RefusedError, remove((await field.process()).context, state));
  });
});

describe("a 403", () => {
  it.each<[string, Canned, abstract new (...args: never[]) => Error]>([
    ["a page of a firewall", page(403, "Just a moment..."), RefusedError],
    ["words of a plan", json({ message: "Upgrade your plan" }, 403), PermissionError],
    ["no reason", json({}, 403), PermissionError],
    ["words of a key", json({ message: "Invalid API key" }, 403), AuthenticationError],
  ])("is called a refused key only where it says so: %s", async (_what, answer, type) => {
    const field = await caldInTheField({ PATCH: answer });
    await refusal<Error>(type, field.connect().update(now, { agent: null }));
  });
});

describe("one up", () => {
  const answers = { ...agentThere, "GET /agents": json({ agents: [{ agentId: "agent_1" }] }) };

  it.each<[string, Canned]>([
    ["200 {}", json({})],
    ["204", noContent],
    ["201 and the bare number", json("+14155550100", 201)],
    ["a page", page(404)],
    ["a page with 401", page(401, "Log in")],
    ["404 in plain text", words(404, "default backend - 404")],
    ["404 of a gateway", json({ message: "no Route matched with those values" }, 404)],
    ["a redirect, after it was made", { status: 307, body: "" }],
  ])("asks once for a number, whose end is not known by %s", async (_what, answer) => {
    const field = await caldInTheField({ ...answers, POST: answer });
    const told = await field.process();
    const { state } = await upUnfinished(told, program);
    expect(state.observed.status).toBe("unsettled");
    expect(field.writes).toEqual(["POST /client/api/v1/phonenumbers"]);
  });

  it("that is refused for want of numbers under one prefix tries the next", async () => {
    let asked = 0;
    const field = await caldInTheField({
      ...answers,
      POST: () => (asked++ === 0 ? json({ error: "No number found with the given prefix" }, 404) : json(row)),
    });
    const search = [{ areaCode: "628" }, { areaCode: "415" }];
    const state = await up(await field.process(), { ...program, search, agent: "agent_1" });
    expect(state.observed).toMatchObject({ e164: "+14155550100", matched: 1 });
  });
});
