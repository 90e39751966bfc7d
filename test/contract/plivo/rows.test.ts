import { describe, expect, it } from "vitest";
import {
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  PermissionError,
  RefusedError,
  UnclearError,
} from "../../../provider/domain/errors";
import type { Order } from "../../../provider/vendors/vendor";
import type { FakeAnswer } from "../../support/vendor-answering";
import { refusal, take, there } from "../lab";
import { notFound, otherPage, page, plivoAnswering } from "./support";

const order: Order = {
  e164: "+14155550100",
  country: "US",
  agent: undefined,
  subaccount: undefined,
  terms: null,
};
const query = { country: "US", type: undefined, criteria: {}, options: {} };
const numbered = (index: number) => ({ number: String(14155550000 + index) });

describe("rows of the account", () => {
  it("with nothing but the number are read", async () => {
    const vendor = await plivoAnswering(() => page([{ number: "14155550100" }]));
    expect(await vendor.list()).toEqual([
      {
        e164: "+14155550100",
        vendorId: "14155550100",
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

  it.each([
    [{ voice_enabled: true, sms_enabled: false }, ["voice"]],
    [{ voice_enabled: true, sms_enabled: true, mms_enabled: true }, ["voice", "sms", "mms"]],
    [{ voice_enabled: true, sms_enabled: null }, []],
  ])("that say %j can %j, as far as they tell", async (more, capabilities) => {
    const vendor = await plivoAnswering(() => page([{ number: "14155550100", ...more }]));
    expect(await vendor.list()).toMatchObject([{ capabilities }]);
  });

  it.each([
    [{ application: "/v1/Account/MA0123456789ABCDEFGH/Application/20468599130939380/" }, "20468599130939380"],
    [
      { application: "/v1/Account/MA0123456789ABCDEFGH/Zentrunk/Trunk/21784177241578012/" },
      "21784177241578012",
    ],
    [{ application: "" }, null],
    [{ application: null }, null],
    [{ app_id: "20468599130939380" }, "20468599130939380"],
  ])("name the agent in any form: %j", async (row, agent) => {
    const vendor = await plivoAnswering(() => ({ json: { number: "14155550100", ...row } }));
    expect((await vendor.get({ e164: "+14155550100", vendorId: null }))?.agent).toBe(agent);
  });

  it.each(["app_id", "application", "sub_account", "subaccount", "alias"])(
    "are odd where the %s is a JSON number beyond what one holds: it is not the one that Plivo means",
    async (name) => {
      const text = `{"number":"14155550100","${name}":20468599130939381}`;
      const list = `{"meta":{"total_count":2},"objects":[${text},{"number":"14155550001","app_id":17}]}`;
      const vendor = await plivoAnswering((_, { pathname }) => ({
        text: pathname.endsWith("/Number/") ? list : text,
      }));
      expect(await vendor.list()).toMatchObject([{ e164: "+14155550001", agent: "17" }]);
      await refusal(UnclearError, vendor.get({ e164: "+14155550100", vendorId: null }));
    },
  );

  it.each([
    [{ alias: "", sub_account: "" }, null],
    [{ alias: null, sub_account: null }, null],
    [{ alias: "SA1", subaccount: "SA1" }, "SA1"],
    [{ alias: "SA1", sub_account: "SA1" }, "SA1"],
  ])("say nothing in several ways, and the subaccount under two names: %j", async (row, expected) => {
    const vendor = await plivoAnswering(() => ({ json: { number: "+1 415 555 0100", ...row } }));
    expect(await vendor.get({ e164: "+14155550100", vendorId: null })).toMatchObject({
      e164: "+14155550100",
      alias: expected,
      subaccount: expected,
    });
  });

  it.each([
    ["0.80000", "0.80"],
    [0.8, "0.80"],
    ["2.50000", "2.50"],
    ["0.00850", "0.0085"],
  ])("price a month as text or number: %j", async (rate, amount) => {
    const vendor = await plivoAnswering(() => ({
      json: { number: "14155550100", monthly_rental_rate: rate },
    }));
    expect((await vendor.get({ e164: "+14155550100", vendorId: null }))?.monthlyPrice).toEqual({
      amount,
      currency: "USD",
    });
  });

  it.each(["an_unheard_of_word", "unregistered"])(
    "of which Plivo says %s are not known to work",
    async (status) => {
      const row = { number: "14155550100", compliance_status: status, active: true };
      const vendor = await plivoAnswering(() => ({ json: row }));
      expect(await vendor.get({ e164: "+14155550100", vendorId: null })).toMatchObject({
        status: null,
        statusReason: `compliance status: ${status}`,
      });
    },
  );

  it.each(["pending", "Rejected", "submitted", "More Info Required"])(
    "waiting for documents (%s) are pending",
    async (status) => {
      const vendor = await plivoAnswering(() => ({
        json: { number: "14155550100", compliance_status: status },
      }));
      expect(await vendor.get({ e164: "+14155550100", vendorId: null })).toMatchObject({
        status: "pending",
        statusReason: `compliance status: ${status}`,
      });
    },
  );

  it.each([
    [{ compliance_status: "accepted" }, "active"],
    [{ compliance_status: "approved" }, "active"],
    [{ active: true }, "active"],
    [{ active: true, compliance_status: null }, "active"],
    [{ active: false }, null],
    [{ compliance_status: null }, null],
    [{ compliance_status: "" }, null],
  ])(
    "that wait for nothing are active where they say so, and unknown where they do not: %j",
    async (row, status) => {
      const vendor = await plivoAnswering(() => ({ json: { number: "14155550100", ...row } }));
      expect(await vendor.get({ e164: "+14155550100", vendorId: null })).toMatchObject({
        status,
        statusReason: null,
      });
    },
  );
});

describe("a list", () => {
  it("that tells no total is followed to its end", async () => {
    const vendor = await plivoAnswering((_, { searchParams }) => {
      const offset = Number(searchParams.get("offset"));
      const rows = Array.from({ length: offset < 40 ? 20 : 3 }, (_, index) => numbered(offset + index));
      return page(rows, { next: offset < 40 ? "/more" : "" });
    });
    expect(await vendor.list()).toHaveLength(43);
  });

  it("of which a later page is missing is an error, never a part", async () => {
    const vendor = await plivoAnswering((_, { searchParams }) => {
      const first = searchParams.get("offset") === "0";
      const rows = first ? Array.from({ length: 20 }, (_, index) => numbered(index)) : [];
      return page(rows, { total_count: 43, next: first ? "/more" : null });
    });
    await refusal(UnclearError, vendor.list());
  });

  it.each([{ number: "12345" }, { number: 12345 }, { number: null }, { number: "unknown" }, {}, null])(
    "with one row that is no phone number is one of the others, and says so once: %j",
    async (odd) => {
      const told: string[] = [];
      const tell = (line: string) => void told.push(line);
      const vendor = await plivoAnswering(() => page([numbered(1), odd, numbered(2)]), tell);
      expect((await vendor.list()).map(({ e164 }) => e164)).toEqual(["+14155550001", "+14155550002"]);
      await vendor.list();
      expect(told).toHaveLength(1);
      expect(told[0]).toContain("passed over");
    },
  );

  it("has numbers that are JSON numbers", async () => {
    const vendor = await plivoAnswering(() => page([{ number: 14155550100 }]));
    expect(await vendor.list()).toMatchObject([{ e164: "+14155550100", vendorId: "14155550100" }]);
  });

  it.each([{ number: "4155550100" }, { number: "(415) 555-0100" }])(
    "never has the number of another country for a national one: %j",
    async (row) => {
      const vendor = await plivoAnswering(() => page([row]));
      expect(await vendor.list()).toEqual([]);
    },
  );

  it.each([
    { alias: { text: "Support" } },
    { application: ["20468599130939380"] },
    { sub_account: { auth_id: "SA1" } },
  ])("passes a number over of which it is not known what the program may have set: %j", async (more) => {
    const vendor = await plivoAnswering(() => page([{ ...numbered(1), ...more }, numbered(2)]));
    expect(await vendor.list()).toHaveLength(1);
  });

  it.each([
    { monthly_rental_rate: {}, region: 7, renewal_date: [], active: "yes", voice_enabled: 1 },
    { added_on: "2026-11-27 10:15:30", compliance_status: false },
  ])("reads a number whatever has become of what only describes it: %j", async (more) => {
    const vendor = await plivoAnswering(() => page([{ ...numbered(1), ...more }]));
    expect(await vendor.list()).toHaveLength(1);
  });
});

describe("numbers for sale", () => {
  it.each([
    [{ type: "fixed", sub_type: "local" }, "local"],
    [{ type: "fixed", sub_type: "fixed" }, "local"],
    [{ type: "fixed" }, "local"],
    [{ type: "tollfree", sub_type: "tollfree" }, "tollfree"],
    [{ type: "fixed", sub_type: "national" }, "national"],
    [{}, null],
  ])("have the type that the row means: %j", async (row, type) => {
    const vendor = await plivoAnswering(() => page([{ number: "14155550100", lata: "722", ...row }]));
    expect((await take(vendor.search(query)))[0]?.type).toBe(type);
  });

  it.each([notFound, { status: 404, json: {} }, { status: 204, text: "" }])(
    "may be none, which is no error: %j",
    async (answer) => {
      const vendor = await plivoAnswering(() => answer);
      expect(await take(vendor.search(query))).toEqual([]);
      expect(await vendor.find("+14155550100", "US")).toBeUndefined();
    },
  );

  it.each<FakeAnswer>([
    otherPage,
    { status: 404, text: "404 page not found" },
    { status: 404, json: { message: "no Route matched with those values" } },
    { status: 404, json: { status: 404, error: "Not Found", path: "/v1/Account" } },
    { status: 404, json: { message: "Not Found" } },
  ])("are not none where a proxy, a gateway or a framework says so: %j", async (answer) => {
    const vendor = await plivoAnswering(() => answer);
    await expect(take(vendor.search(query))).rejects.toThrow();
  });

  it("beside a short code are found", async () => {
    const vendor = await plivoAnswering(() => page([{ number: "12345" }, numbered(1)]));
    expect(await take(vendor.search(query))).toMatchObject([{ e164: "+14155550001" }]);
  });

  it("of a country where local numbers are fixed ones are found by type and by locality", async () => {
    const row = {
      number: "918065531988",
      type: "fixed",
      sub_type: "local",
      city: "Bangalore",
      region: "INDIA",
    };
    const national = { number: "918065531999", type: "fixed", sub_type: "national", city: null };
    const asked: (string | null)[][] = [];
    const vendor = await plivoAnswering((_, { searchParams }) => {
      asked.push([searchParams.get("type"), searchParams.get("city")]);
      return searchParams.get("type") === "fixed" ? page([row, national]) : notFound;
    });
    const inIndia = { ...query, country: "IN" };
    const local = { ...inIndia, type: "local" as const };
    for (const criteria of [{}, { locality: "bangalore" }, { areaCode: "80" }]) {
      expect(await take(vendor.search({ ...local, criteria }))).toMatchObject([{ e164: "+918065531988" }]);
    }
    const byCity = { ...inIndia, criteria: { locality: "Bangalore" } };
    expect(await take(vendor.search(byCity))).toHaveLength(1);
    expect(await take(vendor.search({ ...byCity, criteria: { locality: "Mumbai" } }))).toEqual([]);
    expect(asked.slice(0, 4)).toEqual([
      ["local", null],
      ["fixed", null],
      ["local", "bangalore"],
      ["fixed", null],
    ]);
  });

  it("end after a page that is empty, whatever it says of a next one", async () => {
    let calls = 0;
    const vendor = await plivoAnswering(() => {
      calls += 1;
      return page([], { total_count: 100, next: "/more" });
    });
    expect(await take(vendor.search(query))).toEqual([]);
    expect(calls).toBe(1);
  });

  it("are given up after a thousand that do not fit", async () => {
    let calls = 0;
    const vendor = await plivoAnswering(() => {
      calls += 1;
      return page(
        Array.from({ length: 20 }, (_, index) => numbered(index)),
        { next: "/more" },
      );
    });
    expect(await take(vendor.search({ ...query, criteria: { contains: "99999" } }))).toEqual([]);
    expect(calls).toBe(50);
  });
});

describe("the answer to a purchase", () => {
  it.each([
    [{ numbers: [{ number: "14155550100", status: "Success" }] }, "active"],
    [{ numbers: [{ number: "14155550100", status: "success" }], message: "compliance-applied" }, "active"],
    [{ numbers: [{ number: "14155550100", status: "Pending" }], status: "fulfilled" }, "pending"],
  ])("is read whatever its case: %j", async (json, status) => {
    const vendor = await plivoAnswering(() => ({ status: 201, json }));
    expect((await vendor.buy(order)).status).toBe(status);
  });

  it.each([{ numbers: [{ number: "14155550100", status: "queued" }] }, { numbers: [] }, {}, []])(
    "with a success that says nothing known is unclear: it may have been bought (%j)",
    async (json) => {
      const vendor = await plivoAnswering(() => ({ status: 202, json }));
      expect((await refusal(UnclearError, vendor.buy(order))).mayHaveBought).toBe(true);
    },
  );

  it.each([
    [404, {}, NumberTakenError],
    [404, { error: "not found" }, NumberTakenError],
    [404, { api_id: "a1", error: "not found" }, NumberTakenError],
    [404, { api_id: "a1", message: "no such resource" }, NumberTakenError],
    [400, { error: "compliance_application_id is required to rent this number." }, ComplianceError],
    [400, { error: "You have insufficient funds" }, NoFundsError],
    [402, { message: "Insufficient  account funds." }, NoFundsError],
    [403, { Error: "insufficient fund" }, NoFundsError],
    [402, { error: "Your account balance is too low" }, NoFundsError],
    [400, { error: "not enough credits" }, NoFundsError],
    [400, { error: "number is not available" }, NumberTakenError],
    [400, { error: "KYC is not completed" }, ComplianceError],
    [400, { error: "verification is pending for this account" }, ComplianceError],
    [400, { error: "end user documents are missing" }, ComplianceError],
    [403, { error: "trial accounts cannot rent this number" }, PermissionError],
    [403, { error: "you are not allowed to do this" }, PermissionError],
    [400, { error: "app_id is invalid" }, RefusedError],
    [409, {}, RefusedError],
  ])("%i %j is an error of its own, after which nothing was bought", async (status, json, type) => {
    const vendor = await plivoAnswering(() => ({ status, json }));
    const error = await refusal<Error & { mayHaveBought?: boolean }>(type, vendor.buy(order));
    expect(error.mayHaveBought).toBe(false);
  });

  it.each([
    [404, "<html><body>404 Not Found</body></html>"],
    [404, ""],
    [404, "404 page not found"],
    [404, "not found"],
    [404, '{"error":"Not Found"}'],
    [404, '{"message":"Not Found"}'],
    [404, '{"status":404,"error":"Not Found"}'],
    [404, '{"error":"not found","statusCode":404}'],
    [404, '{"detail":"Not found."}'],
    [401, "<html><title>Log in to the proxy</title></html>"],
    [403, "<html><title>Just a moment...</title></html>"],
    [400, "<html>Bad Request</html>"],
  ])("%i %j is nobody's word that nothing was bought", async (status, text) => {
    const vendor = await plivoAnswering(() => ({ status, text }));
    const error = await refusal(UnclearError, vendor.buy(order));
    expect(error.mayHaveBought).toBe(true);
    expect(error.message).not.toContain("the key was refused");
  });

  it.each([
    { numbers: [{ number: "14155550100" }] },
    { numbers: [{ number: "14155550100", status: "fulfilled" }], status: "fulfilled" },
  ])("that has another status, or none, is unclear: %j", async (json) => {
    const vendor = await plivoAnswering(() => ({ status: 201, json }));
    expect((await refusal(UnclearError, vendor.buy(order))).mayHaveBought).toBe(true);
  });

  it("is of an order that names the compliance application, where the program has one", async () => {
    const bodies: unknown[] = [];
    const vendor = await plivoAnswering((_, __, { body }) => {
      bodies.push(JSON.parse(body));
      return { status: 201, json: { numbers: [{ number: "14155550100", status: "Success" }] } };
    });
    await vendor.buy({ ...order, options: { complianceApplicationId: "1028374650" } });
    await vendor.buy(order);
    expect(bodies).toEqual([{ compliance_application_id: "1028374650" }, {}]);
  });

  it("that is a fault which speaks of funds is unclear all the same", async () => {
    const vendor = await plivoAnswering(() => ({ status: 500, json: { error: "insufficient funds" } }));
    expect(there((await refusal(UnclearError, vendor.buy(order))).mayHaveBought)).toBe(true);
  });
});
