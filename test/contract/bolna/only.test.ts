import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  ComplianceError,
  NotFoundError,
  NumberTakenError,
  RefusedError,
  UnsupportedError,
} from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import type { ClientSettings } from "../../../provider/http/client";
import { createClient } from "../../../provider/http/client";
import { bolna } from "../../../provider/vendors/bolna";
import type { Order } from "../../../provider/vendors/vendor";
import { Lab, refusal, remembered, take, there } from "../lab";
import { bolnaFixture } from "./support";

const lab = new Lab(bolna, bolnaFixture);
const plain = { country: "US", agent: undefined, subaccount: undefined, terms: null };
const agents = () => lab.access.agents as unknown as [string, string];
const mumbai: readonly E164[] = ["+912261340001", "+912261340002", "+912261340003", "+912261340004"];

describe("a search", () => {
  const india = (criteria: object) => ({ country: "IN", type: undefined, criteria, options: {} });

  it("sends three digits as the pattern, and looks for the rest itself", async () => {
    lab.offer(3);
    const vendor = await lab.connect();
    for (const criteria of [{ prefix: "907234" }, { areaCode: "907" }, { areaCode: "907", prefix: "9072" }]) {
      expect(await take(vendor.search({ ...india(criteria), country: "US" }))).toHaveLength(3);
    }
    await take(vendor.search({ ...india({ prefix: "90" }), country: "US" }));
    await take(vendor.search({ ...india({ contains: "907234" }), country: "US" }));
    expect(lab.calls.map(({ query }) => query)).toEqual([
      ...Array.from({ length: 3 }, () => ({ country: "US", pattern: "907" })),
      { country: "US" },
      { country: "US" },
    ]);
  });

  it.each([
    [{ region: "Karnataka" }, "80", "+918061340001"],
    [{ region: "gujarat" }, "79", "+917961340001"],
    [{ areaCode: "80" }, "80", "+918061340001"],
    [{ prefix: "8061" }, "80", "+918061340001"],
    [{ prefix: "6" }, undefined, undefined],
    [{ region: "Kerala" }, undefined, undefined],
  ])(
    "in India by %j finds the same, whether Bolna honours the region or not",
    async (criteria, region, found) => {
      const offered = ["+918061340001", "+917961340001", "+911161340001", "+912261340001"];
      lab.numbers({ add: offered.map((e164) => ({ e164, country: "IN" })) });
      const vendor = await lab.connect();
      for (let time = 0; time < 2; time++) {
        const offers = await take(vendor.search(india(criteria)));
        expect(offers.map(({ e164 }) => e164)).toEqual(found === undefined ? [] : [found]);
      }
      expect(lab.calls.map(({ query }) => query)).toEqual(
        Array.from({ length: 2 }, () => ({ country: "IN", ...(region && { region }) })),
      );
    },
  );

  it("by carrier finds no other carrier's numbers", async () => {
    const vobiz = "+917961340001";
    lab.numbers({ add: [vobiz, ...mumbai].map((e164) => ({ e164, country: "IN" })) });
    const search = { ...india({}), options: { provider: "vobiz" } };
    const offers = await take((await lab.connect()).search(search));
    expect(offers.map(({ e164, terms }) => [e164, terms])).toEqual([[vobiz, { provider: "vobiz" }]]);
    expect(lab.calls[0]?.query).toEqual({ country: "IN", provider: "vobiz" });
  });

  it("shows that India wants documents, and the US none", async () => {
    lab.offer(1);
    lab.numbers({ add: [{ e164: mumbai[0] as E164, country: "IN" }] });
    const vendor = await lab.connect();
    expect((await vendor.find(there(mumbai[0]), "IN"))?.restriction).toContain("compliance application");
    expect((await vendor.find(bolnaFixture.testNumber(0), "US"))?.restriction).toBeNull();
  });
});

describe("the option of a carrier", () => {
  it.each([{}, { provider: "twilio" }, { provider: "plivo" }, { provider: "vobiz" }])(
    "may be %j",
    (options) => {
      expect(bolna.options?.safeParse(options).success).toBe(true);
    },
  );

  it.each([{ provider: "vonage" }, { provider: "" }, { carrier: "twilio" }])("may not be %j", (options) => {
    expect(bolna.options?.safeParse(options).success).toBe(false);
  });
});

describe("a purchase", () => {
  it("names the country, and the carrier of its offer", async () => {
    const e164 = lab.offerOne();
    const vendor = await lab.connect();
    const order = await lab.order(vendor, e164);
    expect(order.terms).toEqual({ provider: "twilio" });
    await vendor.buy(order);
    expect(lab.writes.map(({ body }) => body)).toEqual([
      { country: "US", phone_number: e164, provider: "twilio" },
    ]);
  });

  it("of a number that was never searched for names no carrier", async () => {
    const e164 = lab.offerOne();
    await (await lab.connect()).buy({ ...plain, e164 });
    expect(lab.writes.map(({ body }) => body)).toEqual([{ country: "US", phone_number: e164 }]);
  });

  it("tells an id that differs in its hyphens from the one of the list", async () => {
    const vendor = await lab.connect();
    const e164 = lab.offerOne();
    const { vendorId } = await vendor.buy({ ...plain, e164 });
    const owned = there(await vendor.get({ e164, vendorId }));
    expect(owned.vendorId).toBe(lab.state.owned[0]?.id);
    expect(vendorId).not.toBe(owned.vendorId);
    expect(vendorId?.replaceAll("-", "")).toBe(owned.vendorId);
  });

  it("in India is refused for want of documents, by the vendor's own words", async () => {
    const e164 = there(mumbai[0]);
    lab.numbers({ add: [{ e164, country: "IN" }] });
    const order: Order = { ...plain, country: "IN", e164 };
    const error = await refusal(ComplianceError, (await lab.connect()).buy(order));
    expect(error.details).toMatchObject({
      status: 400,
      vendorMessage: expect.stringContaining("compliance"),
    });
    expect(lab.state.purchases).toBe(0);
  });

  it("in India is made once the papers are accepted: found, bought, bound and given back", async () => {
    lab.numbers({ add: mumbai.map((e164) => ({ e164, country: "IN" })) });
    lab.control.judgeDocuments({ vendor: "bolna", country: "IN", accepted: true });
    const vendor = await lab.connect();
    const search = { country: "IN", type: undefined, criteria: { region: "Maharashtra" }, options: {} };
    const [offer] = await take(vendor.search(search), 1);
    const { e164, terms } = there(offer);
    const { vendorId } = await vendor.buy({ ...plain, country: "IN", e164, terms });
    const [agent] = agents();
    expect((await lab.change(vendor, e164, { agent })).agent).toBe(agent);
    expect(await vendor.release({ e164, vendorId })).toBe("released");
    expect(lab.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });

  it("from another carrier than its own is refused as not for sale on these terms", async () => {
    const order = { ...plain, e164: lab.offerOne(), terms: { provider: "vobiz" } };
    await refusal(NumberTakenError, (await lab.connect()).buy(order));
    expect(lab.state.purchases).toBe(0);
  });

  it("of what is no number of the country is refused in the vendor's words", async () => {
    const order = { ...plain, e164: lab.offerOne(), country: "IN" };
    const error = await refusal(RefusedError, (await lab.connect()).buy(order));
    expect(error.mayHaveBought).toBe(false);
  });

  it("of what is no number is refused, with each status that Bolna may have for it", async () => {
    const vendor = await lab.connect();
    for (const status of [400, 422]) {
      const error = await refusal(RefusedError, vendor.buy({ ...plain, e164: "+1" }));
      expect(error.details.status).toBe(status);
    }
  });
});

describe("the list", () => {
  it("leaves out numbers of connected carriers: they were not bought from Bolna", async () => {
    const e164 = lab.ownOne();
    const connected: readonly E164[] = ["+18002640123", "+14152640124", "+442079460123"];
    lab.numbers({
      own: [
        { e164: "+18002640123", country: "US", type: "tollfree" },
        { e164: "+14152640124", country: "US", type: "national" },
        { e164: "+442079460123", country: "GB" },
      ],
    });
    const vendor = await lab.connect();
    expect((await vendor.list()).map((number) => number.e164)).toEqual([e164]);
    // Asked for by name it is found all the same: what a state names may have ceased to call itself rented.
    for (const number of connected) {
      expect((await vendor.get({ e164: number, vendorId: null }))?.e164).toBe(number);
    }
  });

  it("tells price, renewal and purchase in the forms of every vendor", async () => {
    const vendor = await lab.connect();
    const e164 = lab.offerOne("3.20");
    await vendor.buy({ ...plain, e164 });
    const owned = there(await vendor.get({ e164, vendorId: null }));
    expect(owned).toMatchObject({
      monthlyPrice: { amount: "3.20", currency: "USD" },
      renewsAt: lab.state.owned[0]?.renewsAt,
    });
    expect(Date.now() - Date.parse(there(owned.purchasedAt))).toBeLessThan(60_000);
  });

  it("is asked for once by all who want it at once, and anew by who comes later", async () => {
    const numbers = lab.own(20);
    const vendor = await lab.connect();
    await Promise.all(numbers.map((e164) => vendor.get({ e164, vendorId: null })));
    expect(lab.calls.length).toBeLessThanOrEqual(2);
    lab.numbers({ drop: [there(numbers[0])] });
    expect(await vendor.get({ e164: there(numbers[0]), vendorId: null })).toBeUndefined();
  });
});

describe("an agent", () => {
  it("that is unknown is a fault of the argument, with each status that Bolna may have for it", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    await lab.change(vendor, e164, { agent: agents()[0] });
    for (let time = 0; time < 2; time++) {
      const change = lab.change(vendor, e164, { agent: there(bolnaFixture.unknownAgent) });
      const error = await refusal(ArgumentError, change);
      expect(error.details.argument).toBe("agent");
      expect(error.message).toContain(bolnaFixture.unknownAgent);
    }
    expect(lab.state.owned).toMatchObject([{ agent: agents()[0] }]);
  });

  it.each([["bound", 0] as const, ["taken away", null] as const])(
    "%s of a number that the account has lost says so, and not that the agent is at fault",
    async (_what, index) => {
      const vendor = await lab.connect();
      const now = await lab.current(vendor, lab.ownOne());
      lab.numbers({ drop: [now.e164] });
      const agent = index === null ? null : agents()[index];
      for (let time = 0; time < 2; time++) {
        const error = await refusal(NotFoundError, vendor.update(now, { agent }));
        expect(error.message).toContain(now.e164);
      }
    },
  );

  it("is given again without harm, in whatever words Bolna confirms it", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    const [agent] = agents();
    for (let time = 0; time < 3; time++) {
      expect((await lab.change(vendor, e164, { agent })).agent).toBe(agent);
    }
  });

  it("is taken away where there is none, whether Bolna takes that for an error or not", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    for (let time = 0; time < 2; time++) {
      expect((await lab.change(vendor, e164, { agent: null })).agent).toBeNull();
    }
    expect(lab.writes.map(({ status }) => status).toSorted()).toContain(400);
  });

  it("answers several Plivo numbers, whether Bolna wants to be told so or not", async () => {
    lab.numbers({ own: mumbai.map((e164) => ({ e164, country: "IN" })) });
    const vendor = await lab.connect();
    const [agent] = agents();
    for (const e164 of mumbai) {
      expect((await lab.change(vendor, e164, { agent })).agent).toBe(agent);
    }
    expect(lab.state.owned.map((owned) => owned.agent)).toEqual(mumbai.map(() => agent));
    expect(lab.writes.map(({ body }) => (body as { allow_multiple?: unknown }).allow_multiple)).toEqual(
      mumbai.map(() => true),
    );
  });

  it("answers several numbers of another carrier without that word, which is for Plivo's only", async () => {
    const vendor = await lab.connect();
    const [agent] = agents();
    for (const e164 of lab.own(2)) await lab.change(vendor, e164, { agent });
    for (const { body } of lab.writes) expect(body).not.toHaveProperty("allow_multiple");
  });

  it("is bound to a number so new that Bolna fails, and does not list it yet", async () => {
    const e164 = lab.offerOne();
    const vendor = await lab.connect();
    lab.fault("buy", "list-lag", { delayMs: 700 });
    const { vendorId } = await vendor.buy({ ...plain, e164 });
    const [agent] = agents();
    const changed = await vendor.update({ ...remembered(e164, ""), vendorId }, { agent });
    expect(changed).toMatchObject({ e164, agent });
    expect(lab.calls.map(({ status }) => status)).toContain(500);
  });

  it("is bound to a number of which only the number is known", async () => {
    const e164 = lab.ownOne();
    const [agent] = agents();
    const changed = await (await lab.connect()).update(remembered(e164, ""), { agent });
    expect(changed).toMatchObject({ agent, vendorId: lab.state.owned[0]?.id });
  });
});

describe("a release", () => {
  it.each([null, ""])("of a number without a known id (%j) finds its id first", async (vendorId) => {
    const [e164, kept] = lab.own(2);
    const vendor = await lab.connect();
    expect(await vendor.release({ e164: there(e164), vendorId })).toBe("released");
    expect(lab.state.owned.map((owned) => owned.e164)).toEqual([kept]);
  });

  it("of a number of which only the number is known, and which is not listed, sends nothing", async () => {
    const vendor = await lab.connect();
    expect(await vendor.release({ e164: bolnaFixture.testNumber(0), vendorId: null })).toBe("gone");
    expect(lab.writes).toEqual([]);
  });

  it.each(["of the purchase", "of the list"])("takes the id %s", async (which) => {
    const vendor = await lab.connect();
    const e164 = lab.offerOne();
    const receipt = await vendor.buy({ ...plain, e164 });
    const id = which === "of the list" ? lab.reference(e164).vendorId : receipt.vendorId;
    expect(await vendor.release({ e164, vendorId: id })).toBe("released");
    expect(lab.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("whose answer was lost is made once, and ends well", async () => {
    const vendor = await lab.connect();
    for (let time = 1; time <= 2; time++) {
      const reference = lab.reference(lab.ownOne());
      lab.fault("release", "reset-after");
      expect(await vendor.release(reference)).toBe("gone");
      expect(lab.state.releases).toBe(time);
    }
  });
});

describe("a sub-account's key", () => {
  async function subaccount(): Promise<{ id: string; api_key: string }> {
    const { baseUrl, credentials } = lab.access;
    const headers = { authorization: `Bearer ${credentials.bolnaApiKey}` };
    const response = await fetch(`${baseUrl}/sub-accounts/all`, { headers });
    return there(((await response.json()) as { id: string; api_key: string }[])[0]);
  }

  it("buys for the sub-account, lists, and releases", async () => {
    const e164 = lab.offerOne();
    const { id, api_key: apiKey } = await subaccount();
    const vendor = await lab.connect({ apiKey });
    const { vendorId } = await vendor.buy({ ...plain, e164 });
    expect(lab.state.owned).toMatchObject([{ e164, subaccount: id }]);
    expect((await vendor.list()).map((number) => number.e164)).toEqual([e164]);
    expect(await vendor.release({ e164, vendorId })).toBe("released");
  });

  it("is another account than the main key", async () => {
    const { api_key: apiKey } = await subaccount();
    const accounts = [(await lab.connect()).account, (await lab.connect({ apiKey })).account];
    expect(new Set(accounts).size).toBe(2);
    for (const account of accounts) expect(account).toMatch(/^key [0-9a-f]{12}$/);
  });
});

it("what Bolna's API has not is refused without asking", async () => {
  await refusal(UnsupportedError, (await lab.connect()).checkSubaccount("any"));
  expect(lab.calls).toEqual([]);
});

it("a thousand calls a minute are allowed, and no more", () => {
  const opened: ClientSettings[] = [];
  bolna.connect(
    { baseUrl: "http://127.0.0.1:1", keys: { apiKey: "bn-1" } },
    {
      createClient: (settings) => {
        opened.push(settings);
        return createClient(settings);
      },
    },
  );
  expect(opened.map(({ rateLimit }) => rateLimit)).toEqual([{ calls: 1000, perMs: 60_000 }]);
});
