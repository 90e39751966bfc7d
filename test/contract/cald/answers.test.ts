import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  AuthenticationError,
  NoFundsError,
  NotFoundError,
  NumberTakenError,
  RefusedError,
  UnclearError,
  UnfinishedError,
} from "../../../provider/domain/errors";
import { cald } from "../../../provider/vendors/cald";
import type { Order, Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, type FakeCall, vendorAnswering } from "../../support/vendor-answering";
import { refusal, remembered } from "../lab";

const apiKey = "caldLive0123456789abcdef0123456789abcdef";
const order: Order = {
  e164: "+1415",
  country: "US",
  agent: undefined,
  subaccount: undefined,
  terms: null,
};
const number = { phoneNumberId: "pn_1", phoneNumber: "+14155550100", price: 10.0, agentId: "agent_1" };
const now = remembered("+14155550100", "pn_1", "agent_1");
const one = { e164: now.e164, vendorId: "pn_1" };

/** What the fake answers to the calls of a method; of GETs, to those below a path. */
type Answers = Readonly<Record<string, FakeAnswer>>;

async function answering(answers: Answers): Promise<{ vendor: Vendor; calls: FakeCall[] }> {
  const calls: FakeCall[] = [];
  const vendor = await vendorAnswering(cald, { apiKey }, (call) => {
    calls.push(call);
    const key = `${call.method} ${call.url.pathname.replace("/client/api/v1", "")}`;
    return answers[key] ?? answers[call.method] ?? { status: 500, text: `unexpected: ${key}` };
  });
  return { vendor, calls };
}

const agentThere: Answers = { "GET /agents/agent_1": { json: { agentId: "agent_1" } } };
const agentGone: Answers = { "GET /agents/agent_1": { status: 404, text: "Agent not found" } };

describe("the key", () => {
  it("is sent bare, and the account's name is none of it", async () => {
    const { vendor, calls } = await answering({ POST: { json: number } });
    await vendor.buy(order);
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([apiKey]);
    expect(vendor.account).toMatch(/^key [0-9a-f]{12}$/);
  });

  it.each([401, 403])("refused by %i is never repeated in the message", async (status) => {
    const json = { message: `no such key: ${apiKey}`, detail: apiKey };
    const { vendor, calls } = await answering({ POST: { status, json } });
    const error = await refusal(AuthenticationError, vendor.buy(order));
    expect(error.message).not.toContain(apiKey);
    expect(error.details.nextStep).toMatch(/phone:caldApiKey.*without Bearer/);
    expect(calls).toHaveLength(1);
  });

  it.each([`Bearer ${apiKey}`, `${apiKey}\n`, "a b"])(
    "with more than the key around it is refused: %j",
    (key) => {
      expect(cald.keys.apiKey.form?.pattern.test(key)).toBe(false);
      expect(cald.keys.apiKey.form?.pattern.test(apiKey)).toBe(true);
    },
  );
});

describe("the answer to a purchase", () => {
  it.each([
    [{ price: 10 }, "10.00"],
    [{ price: "10.5" }, "10.50"],
    [{ price: null }, null],
    [{ price: undefined }, null],
    [{ price: { amount: 10 } }, null],
    [{ price: "on request" }, null],
  ])("with %j costs what it says, or nothing is known", async (row, amount) => {
    const { vendor } = await answering({ POST: { json: { ...number, ...row } } });
    const { shown } = await vendor.buy(order);
    expect(shown?.monthlyPrice).toEqual(amount === null ? null : { amount, currency: "USD" });
  });

  it.each([undefined, null, "", " ", { id: "agent_1" }])("with agentId %j has no agent", async (agentId) => {
    const { vendor } = await answering({ POST: { json: { ...number, agentId } } });
    expect((await vendor.buy({ ...order, agent: "agent_1" })).shown?.agent).toBeNull();
  });

  it.each([
    ["+1558873402", "+1558873402"],
    ["1 (415) 555-0100", "+14155550100"],
    [14155550100, "+14155550100"],
  ])(
    "with phoneNumber %j is %s: by form, as Cald's own sample is short of a digit",
    async (phoneNumber, e164) => {
      const { vendor } = await answering({ POST: { json: { ...number, phoneNumber } } });
      expect((await vendor.buy({ ...order, e164: "+1" })).e164).toBe(e164);
    },
  );

  it.each([201, 202])("with %i is a success as well", async (status) => {
    const { vendor } = await answering({ POST: { status, json: number } });
    expect(await vendor.buy(order)).toMatchObject({ e164: "+14155550100", vendorId: "pn_1" });
  });

  it("with an id that is a number beyond what one holds keeps the number, and says what is lost", async () => {
    const text = JSON.stringify({ ...number, phoneNumberId: "?" }).replace('"?"', "9007199254740993");
    const { vendor } = await answering({ POST: { text } });
    const receipt = await vendor.buy(order);
    expect(receipt).toMatchObject({ e164: "+14155550100", vendorId: null });
    expect(receipt.statusReason).toContain("Cald told no id");
  });

  it("with an id that is a number is read", async () => {
    const { vendor } = await answering({ POST: { json: { ...number, phoneNumberId: 17 } } });
    expect(await vendor.buy(order)).toMatchObject({ vendorId: "17", shown: { vendorId: "17" } });
  });

  it.each([undefined, null, ""])(
    "without an id (%j) keeps the number, and says what is lost",
    async (phoneNumberId) => {
      const { vendor } = await answering({ POST: { json: { ...number, phoneNumberId } } });
      const receipt = await vendor.buy(order);
      expect(receipt).toMatchObject({
        e164: "+14155550100",
        vendorId: null,
        status: "active",
        statusReason: expect.stringContaining("Cald told no id"),
        shown: { e164: "+14155550100", vendorId: null },
      });
    },
  );

  it("outside the prefix and without an id says both", async () => {
    const { vendor } = await answering({ POST: { json: { phoneNumber: "+12125550100" } } });
    expect((await vendor.buy(order)).statusReason).toMatch(/^outside the prefix.*\+1415; Cald told no id/);
  });

  it.each([undefined, null, "", "unknown", "+1", {}])(
    "whose number cannot be read (%j) is unclear, and names the id to look for",
    async (phoneNumber) => {
      const { vendor, calls } = await answering({ POST: { json: { ...number, phoneNumber } } });
      const error = await refusal(UnclearError, vendor.buy(order));
      expect(error.mayHaveBought).toBe(true);
      expect(error.what).toContain("pn_1");
      expect(calls).toHaveLength(1);
    },
  );

  it.each<[string, FakeAnswer]>([
    ["an empty object", { json: {} }],
    ["a failure with 200, which is documented for other calls only", { json: { status: "failed" } }],
    ["a list", { json: [number] }],
    ["null", { json: null }],
    ["a page of something else", { text: "<html>Welcome</html>" }],
    ["no body", { text: "" }],
  ])("that is %s is unclear: a number may have been bought", async (_what, answer) => {
    const { vendor, calls } = await answering({ POST: answer });
    expect((await refusal(UnclearError, vendor.buy(order))).mayHaveBought).toBe(true);
    expect(calls).toHaveLength(1);
  });
});

describe("a refused purchase", () => {
  const agent = "agent_1";
  it.each<[number, FakeAnswer, string | undefined, abstract new (...args: never[]) => Error]>([
    [404, { text: "Agent not found" }, agent, ArgumentError],
    [404, { json: {} }, agent, ArgumentError],
    [404, { json: { error: "No agent available" } }, agent, ArgumentError],
    [404, { json: { error: "No numbers available" } }, agent, NumberTakenError],
    [404, { json: { message: "The request could not be completed" } }, undefined, NotFoundError],
    [400, { json: { message: "No phone number available for +1415" } }, undefined, NumberTakenError],
    [409, { json: { error: "Numbers are not available" } }, undefined, NumberTakenError],
    [422, { text: "Sold out" }, agent, NumberTakenError],
    [409, { json: { errors: [{ msg: "None available" }] } }, undefined, NumberTakenError],
    [409, { json: {} }, undefined, RefusedError],
    [400, { text: "prefix is invalid" }, undefined, RefusedError],
    [402, { text: "" }, undefined, NoFundsError],
    [402, { json: { message: "No numbers available on your plan" } }, undefined, NoFundsError],
    [400, { json: { error: "Insufficient funds" } }, undefined, NoFundsError],
    [403, { json: { message: "Your balance is too low" } }, undefined, NoFundsError],
    [404, { json: { message: "No payment method found" } }, agent, NoFundsError],
    [403, { json: { message: "The API is not available to this key" } }, undefined, AuthenticationError],
  ])("by %i %j (agent %s) proves that nothing was bought", async (status, answer, asked, type) => {
    const { vendor, calls } = await answering({ POST: { ...answer, status } });
    const error = await refusal<Error & { mayHaveBought?: boolean }>(
      type,
      vendor.buy({ ...order, agent: asked }),
    );
    expect(error.mayHaveBought).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it.each<[number, FakeAnswer, string | undefined]>([
    [404, { text: "Not found" }, undefined],
    [404, { text: "Not found" }, agent],
    [404, { text: "404 page not found" }, agent],
    [404, { json: {} }, undefined],
    [404, { json: { message: "Not found" } }, undefined],
    [404, { json: { detail: "Not Found" } }, undefined],
    [404, { json: { detail: "Not Found" } }, agent],
    [404, { json: { message: "Cannot POST /client/api/v1/phonenumbers" } }, agent],
    [403, { json: { message: "Missing Authentication Token" } }, undefined],
    [401, { text: "<html><title>Log in to the proxy</title></html>" }, undefined],
    [400, { text: "" }, undefined],
  ])("by %i %j (agent %s) is nobody's word, and proves nothing", async (status, answer, asked) => {
    const { vendor, calls } = await answering({ ...agentThere, POST: { ...answer, status } });
    const error = await refusal(UnclearError, vendor.buy({ ...order, agent: asked }));
    expect(error.mayHaveBought).toBe(true);
    expect(calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it.each([408, 500, 502, 503])(
    "by %i proves nothing, whatever it says, and is not asked for again",
    async (status) => {
      for (const message of ["Insufficient funds", "No phone number available", "Agent not found"]) {
        const { vendor, calls } = await answering({ POST: { status, json: { message } } });
        const error = await refusal(UnclearError, vendor.buy({ ...order, agent }));
        expect(error.mayHaveBought).toBe(true);
        expect(calls).toHaveLength(1);
      }
    },
  );

  it.each<[FakeAnswer, string]>([
    [{ json: { message: "Bad prefix" } }, "Bad prefix"],
    [{ json: { error: "Bad prefix" } }, "Bad prefix"],
    [{ json: { message: 7, error: "Bad prefix" } }, "Bad prefix"],
    [{ json: { detail: "Bad prefix" } }, '{"detail":"Bad prefix"}'],
    [{ json: "Bad prefix" }, '"Bad prefix"'],
    [{ text: "Bad prefix" }, "Bad prefix"],
  ])("is told in the vendor's words, whatever form they have: %j", async (answer, words) => {
    const { vendor } = await answering({ POST: { ...answer, status: 400 } });
    expect((await refusal(RefusedError, vendor.buy(order))).details.vendorMessage).toBe(words);
  });
});

describe("the answer to a change", () => {
  it.each([{ agentId: "agent_2" }, { agentId: undefined }, { agentId: null }])(
    "with another agent than asked for is no success: %j",
    async (row) => {
      const { vendor } = await answering({ PATCH: { json: { ...number, ...row } } });
      const error = await refusal(UnfinishedError, vendor.update(now, { agent: "agent_1" }));
      expect(error.details.argument).toBe("agent");
    },
  );

  it("with an agent that was to be taken away is no success", async () => {
    const { vendor } = await answering({ PATCH: { json: number } });
    await refusal(UnfinishedError, vendor.update(now, { agent: null }));
  });

  it.each([{ status: "failed" }, { status: "pending" }, { success: false }, { error: "Not now" }])(
    "that shows no number and speaks of no success is unclear, also when an agent is taken away: %j",
    async (json) => {
      const { vendor } = await answering({ PATCH: { json } });
      const error = await refusal(UnclearError, vendor.update(now, { agent: null }));
      expect(error.mayHaveBought).toBe(false);
    },
  );

  it.each([{ status: "success" }, {}, null, []])(
    "that shows no number and no failure is a success, as nothing shows otherwise: %j",
    async (json) => {
      const { vendor } = await answering({ PATCH: { json }, GET: { status: 404, json: {} } });
      expect((await vendor.update(now, { agent: null })).agent).toBeNull();
    },
  );

  it.each([{ phoneNumberId: undefined }, { phoneNumber: undefined }])(
    "that names the number by its id or by its digits shows it: %j",
    async (row) => {
      const { vendor } = await answering({ PATCH: { json: { ...number, ...row } } });
      expect((await vendor.update(now, { agent: "agent_1" })).agent).toBe("agent_1");
    },
  );

  it("without a price keeps the one that is remembered", async () => {
    const { vendor } = await answering({ PATCH: { json: { ...number, price: undefined } } });
    const monthlyPrice = { amount: "12.50", currency: "USD" };
    const changed = await vendor.update({ ...now, monthlyPrice }, { agent: "agent_1" });
    expect(changed.monthlyPrice).toEqual(monthlyPrice);
  });

  it.each([
    [404, agentGone, ArgumentError],
    [400, agentGone, ArgumentError],
    [422, agentGone, ArgumentError],
    [404, agentThere, NotFoundError],
    [400, agentThere, RefusedError],
    [422, agentThere, RefusedError],
  ])("%i is settled by a look at the agent: %#", async (status, agent, type) => {
    const { vendor } = await answering({ PATCH: { status, text: "Phone number not found" }, ...agent });
    await refusal<Error>(type, vendor.update(now, { agent: "agent_1" }));
  });

  it("looks at the agent anew, also when it was there at the start of the run", async () => {
    const agent = { status: 200, json: { agentId: "agent_1" } as unknown };
    const { vendor } = await answering({ PATCH: { status: 404, text: "No" }, "GET /agents/agent_1": agent });
    await vendor.checkAgent("agent_1");
    Object.assign(agent, { status: 404, json: { message: "Agent not found" } });
    await refusal(ArgumentError, vendor.update(now, { agent: "agent_1" }));
  });

  it("404 without an agent needs no look: the number is gone", async () => {
    const { vendor, calls } = await answering({ PATCH: { status: 404, text: "Phone number not found" } });
    await refusal(NotFoundError, vendor.update(now, { agent: null }));
    expect(calls.map(({ method, body }) => [method, body])).toEqual([["PATCH", "{}"]]);
  });
});

describe("the answer to a release", () => {
  it.each(["success", "Success"])("%s is success", async (status) => {
    const { vendor } = await answering({ DELETE: { json: { status } } });
    expect(await vendor.release(one)).toBe("released");
  });

  it.each<FakeAnswer>([{ text: "Phone number not found" }, { json: { message: "Phone number not found" } }])(
    "404 in words of its own is a number that is gone: %j",
    async (answer) => {
      const { vendor, calls } = await answering({ DELETE: { ...answer, status: 404 } });
      expect(await vendor.release(one)).toBe("gone");
      expect(calls).toHaveLength(1);
    },
  );

  it("404 in words that any server has proves nothing", async () => {
    const { vendor, calls } = await answering({ DELETE: { status: 404, text: "Not found" } });
    await refusal(RefusedError, vendor.release(one));
    expect(calls).toHaveLength(1);
  });

  const missing: Answers = { PATCH: { status: 404, text: "Phone number not found" } };
  const there: Answers = { PATCH: { json: { ...number, agentId: null } } };
  it.each<[unknown, Answers, "gone" | "released" | (abstract new (...args: never[]) => Error)]>([
    [{ status: "failed" }, missing, "gone"],
    [{ status: "failed" }, there, RefusedError],
    [{ status: "pending" }, missing, "gone"],
    [{ status: "pending" }, there, UnclearError],
    [{}, missing, "released"],
    [{}, there, UnclearError],
    [{ status: null }, there, UnclearError],
  ])("%j is settled by a change that names no agent: %#", async (json, change, outcome) => {
    const { vendor, calls } = await answering({ DELETE: { json }, ...change });
    if (typeof outcome === "string") expect(await vendor.release(one)).toBe(outcome);
    else await refusal<Error>(outcome, vendor.release(one));
    expect(calls.map(({ method, body }) => [method, body])).toEqual([
      ["DELETE", ""],
      ["PATCH", "{}"],
    ]);
  });

  it("failed, with a change that is refused as well, proves nothing", async () => {
    const { vendor } = await answering({
      DELETE: { json: { status: "failed" } },
      PATCH: { status: 400, text: "No" },
    });
    await refusal(RefusedError, vendor.release(one));
  });

  it("that is a page for browsers is unclear", async () => {
    const { vendor, calls } = await answering({ DELETE: { text: "<html>OK</html>" } });
    expect((await refusal(UnclearError, vendor.release(one))).mayHaveBought).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it("400 is a refusal, in the vendor's words", async () => {
    const { vendor } = await answering({ DELETE: { status: 400, json: { error: "In use by a campaign" } } });
    const error = await refusal(RefusedError, vendor.release(one));
    expect(error.details.vendorMessage).toBe("In use by a campaign");
  });
});

describe("an agent's id", () => {
  it.each([400, 404, 422])("answered by %i is unknown", async (status) => {
    const { vendor } = await answering({ GET: { status, json: { message: "Agent not found" } } });
    const error = await refusal(ArgumentError, vendor.checkAgent("agent_1"));
    expect(error.details.argument).toBe("agent");
  });

  it("is looked for in the list where one agent cannot be asked for", async () => {
    const { vendor, calls } = await answering({
      GET: { status: 405, text: "Method not allowed" },
      "GET /agents": { json: { agents: [{ agentId: "agent_1", name: "Support" }] } },
    });
    await vendor.checkAgent("agent_1");
    await refusal(ArgumentError, vendor.checkAgent("agent_2"));
    expect(calls).toHaveLength(4);
  });

  it("is not taken for unknown when the list cannot be read, or is refused", async () => {
    for (const list of [{ json: {} }, { text: "<html>" }]) {
      const { vendor } = await answering({ GET: { status: 405, text: "" }, "GET /agents": list });
      await refusal(UnclearError, vendor.checkAgent("agent_1"));
    }
    const { vendor } = await answering({ GET: { status: 405, text: "" } });
    await refusal(RefusedError, vendor.checkAgent("agent_1"));
  });

  it("is not taken for known when something else answers", async () => {
    const { vendor } = await answering({ GET: { text: "<html>Welcome</html>" } });
    await refusal(UnclearError, vendor.checkAgent("agent_1"));
  });

  it("is one segment of the path: what would be more is refused without a call", async () => {
    const { vendor, calls } = await answering({ GET: { json: { agentId: "a?c" } } });
    await vendor.checkAgent("a?c");
    expect(calls.map(({ url }) => [url.pathname, url.search])).toEqual([["/client/api/v1/agents/a%3Fc", ""]]);
    await refusal(ArgumentError, vendor.checkAgent("a/b"));
    expect(calls).toHaveLength(1);
  });
});
