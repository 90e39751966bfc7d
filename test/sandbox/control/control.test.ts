import { describe, expect, test } from "vitest";
import { plivoInboundTrunkId, plivoOutboundTrunkId, startSandbox } from "../../../sandbox/index";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox();
const post = (path: string, body: unknown) => bench.controlCall(path, { method: "POST", body });

test("a body without end is refused, with words and before anything is made of it", async () => {
  const add = [{ e164: "+19072340001", country: "US", region: "x".repeat(5 * 1024 * 1024) }];
  const { status, json } = await post("/numbers", { vendor: "plivo", add });
  expect(status).toBe(413);
  expect(json).toEqual({ error: "body: is larger than 4 MiB", field: "body" });
});

describe("GET /_sandbox", () => {
  test("tells address, credentials in their documented forms, agents and subaccounts", async () => {
    const { status, json } = await bench.controlCall("");
    expect(status).toBe(200);
    expect(json).toEqual({
      vendors: expect.objectContaining({
        plivo: {
          baseUrl: `${bench.sandbox.url}/plivo`,
          credentials: {
            plivoAuthId: expect.stringMatching(/^MA[A-Z0-9]{18}$/),
            plivoAuthToken: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
          },
          agents: [expect.stringMatching(/^\d{17,20}$/), expect.stringMatching(/^\d{17,20}$/)],
          subaccounts: [expect.stringMatching(/^SA[A-Z0-9]{18}$/), expect.stringMatching(/^SA[A-Z0-9]{18}$/)],
        },
      }),
    });
    for (const agent of bench.plivo.agents) expect(Number.isSafeInteger(Number(agent))).toBe(false);
    expect(bench.plivo.agents).not.toContain(plivoInboundTrunkId);
    expect(bench.plivo.agents).not.toContain(plivoOutboundTrunkId);
  });

  test("is the same for the same seed only, and after a reset", async () => {
    const before = bench.plivo;
    await post("/reset", {});
    expect(bench.plivo).toEqual(before);

    const same = await startSandbox();
    const other = await startSandbox({ seed: 7 });
    try {
      expect(same.control.vendors().plivo?.credentials).toEqual(before.credentials);
      expect(other.control.vendors().plivo?.credentials).not.toEqual(before.credentials);
    } finally {
      await Promise.all([same.close(), other.close()]);
    }
  });
});

describe("GET /_sandbox/state", () => {
  test("starts empty", async () => {
    const { json } = await bench.controlCall("/state");
    for (const account of Object.values(json)) {
      expect(account).toEqual({ owned: [], purchases: 0, releases: 0 });
    }
    expect(Object.keys(json)).toEqual(Object.keys(bench.control.vendors()));
  });

  test("counts effects, not requests", async () => {
    const digits = await bench.bought();
    await bench.buy(digits);
    await bench.call(`Number/${digits}/`, { method: "DELETE" });
    await bench.call(`Number/${digits}/`, { method: "DELETE" });
    expect(bench.state).toEqual({ owned: [], purchases: 1, releases: 1 });
  });

  test("shows who answers, who holds it and when it renews", async () => {
    const [agent] = bench.plivo.agents;
    const [subaccount] = bench.plivo.subaccounts ?? [];
    const digits = await bench.bought(undefined, { app_id: agent, subaccount });
    await bench.update(digits, { app_id: agent, alias: "Front desk" });
    expect(bench.state.owned).toEqual([
      {
        e164: `+${digits}`,
        id: digits,
        agent,
        subaccount,
        alias: "Front desk",
        renewsAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        status: "active",
      },
    ]);
  });
});

describe("/_sandbox/calls", () => {
  test("logs the vendor's own path, the query, the parsed body and the status", async () => {
    const digits = await bench.freeNumber("country_iso=US&pattern=415");
    await bench.buy(digits, { cnam_lookup: "enabled" });
    const { json } = await bench.controlCall("/calls?vendor=plivo");
    expect(json).toEqual([
      {
        vendor: "plivo",
        method: "GET",
        path: "/v1/Account/[redacted]/PhoneNumber/",
        query: { country_iso: "US", pattern: "415", limit: "1" },
        body: null,
        status: 200,
        at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
      },
      expect.objectContaining({
        method: "POST",
        path: `/v1/Account/[redacted]/PhoneNumber/${digits}/`,
        query: {},
        body: { cnam_lookup: "enabled" },
        status: 201,
      }),
    ]);
  });

  test("has a call from its arrival on, with status null until it ends", async () => {
    bench.control.postFault({ vendor: "plivo", operation: "list", fault: "timeout-after", delayMs: 60_000 });
    const stop = new AbortController();
    const call = bench.call("Number/", { signal: stop.signal });
    await expect.poll(() => bench.control.calls().map(({ status }) => status)).toEqual([null]);
    stop.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => bench.control.calls().map(({ status }) => status)).toEqual([0]);
  });

  test("never holds a credential", async () => {
    const token = bench.plivo.credentials.plivoAuthToken;
    await bench.call(`Number/?alias=${token}`);
    await bench.update("14155550123", { alias: `my ${token}` });
    const { text } = await bench.controlCall("/calls");
    expect(text).not.toContain(token);
    expect(text).toContain("my [redacted]");
  });

  test("can be emptied, and knows its vendors", async () => {
    await bench.call("Number/");
    expect((await bench.controlCall("/calls", { method: "DELETE" })).status).toBe(200);
    expect(bench.control.calls()).toEqual([]);
    expect((await bench.controlCall("/calls?vendor=nobody")).json.field).toBe("vendor");
  });
});

describe("POST /_sandbox/numbers", () => {
  const free = "+14155550123";

  test("adds stock at the given price, as number or text, or at the vendor's own", async () => {
    const { status, json } = await post("/numbers", {
      vendor: "plivo",
      add: [
        { e164: "+14155550123", country: "US", price: 0.1 },
        { e164: "+14155550124", country: "US", price: "12.345", region: "California" },
        { e164: "+14155550125", country: "US", type: "mobile" },
      ],
    });
    expect(status).toBe(200);
    expect(json.added).toEqual(["+14155550123", "+14155550124", "+14155550125"]);
    const rows = await bench.search("country_iso=US&pattern=415555012");
    expect(rows.map((row) => [row.number, row.sub_type, row.monthly_rental_rate])).toEqual([
      ["14155550123", "local", "0.10000"],
      ["14155550124", "local", "12.34500"],
      ["14155550125", "mobile", "1.20000"],
    ]);
  });

  test("somebody else buys, and prices change", async () => {
    const [first, second] = (await bench.search("country_iso=US&limit=2")).map((row) => `+${row.number}`);
    await post("/numbers", { vendor: "plivo", take: [first], price: [{ e164: second, price: "9" }] });
    expect((await bench.buy(String(first?.slice(1)))).status).toBe(404);
    const [row] = await bench.search("country_iso=US&limit=1");
    expect(row).toMatchObject({ number: second?.slice(1), monthly_rental_rate: "9.00000" });
  });

  test("a number owned from before was bought before, and is not counted", async () => {
    await post("/numbers", { vendor: "plivo", own: [{ e164: free, country: "US" }] });
    expect(bench.state).toMatchObject({ owned: [{ e164: free, status: "active" }], purchases: 0 });
    const { added_on } = await bench.row(free.slice(1));
    expect(String(added_on) < bench.control.now().slice(0, 10)).toBe(true);
  });

  test("a dropped number vanishes without a release", async () => {
    const digits = await bench.bought();
    await post("/numbers", { vendor: "plivo", drop: [`+${digits}`] });
    expect(bench.state).toEqual({ owned: [], purchases: 1, releases: 0 });
  });

  test.each([
    ["take", { take: [free] }],
    ["price", { price: [{ e164: free, price: 1 }] }],
    ["drop", { drop: [free] }],
  ])("refuses %s of an unknown number by name, and changes nothing", async (field, change) => {
    const added = "+14155550199";
    const { status, json } = await post("/numbers", {
      vendor: "plivo",
      add: [{ e164: added, country: "US" }],
      ...change,
    });
    expect(status).toBe(400);
    expect(json).toEqual({ field, error: expect.stringContaining(free) });
    expect(await bench.search("country_iso=US&pattern=4155550199")).toEqual([]);
  });

  test("refuses to own or sell twice", async () => {
    const own = { vendor: "plivo", own: [{ e164: free, country: "US" }] };
    expect((await post("/numbers", own)).status).toBe(200);
    expect((await post("/numbers", own)).json.field).toBe("own");
    const add = { vendor: "plivo", add: [{ e164: free, country: "US" }] };
    expect((await post("/numbers", add)).json.field).toBe("add");
  });
});

describe("bad control input is a 400 that names the field", () => {
  const fault = { vendor: "plivo", operation: "buy", fault: "429" };
  test.each([
    ["/faults", { ...fault, vendor: "nobody" }, "vendor"],
    ["/faults", { ...fault, operation: "renew" }, "operation"],
    ["/faults", { ...fault, fault: "explode" }, "fault"],
    ["/faults", { ...fault, times: 0 }, "times"],
    ["/faults", { ...fault, delayMs: -1 }, "delayMs"],
    ["/faults", { ...fault, time: 1 }, "time"],
    ["/faults", { ...fault, operation: "list", fault: "taken" }, "operation"],
    ["/faults", {}, "vendor"],
    ["/clock", { advance: "1w" }, "advance"],
    ["/clock", {}, "advance"],
    ["/numbers", { vendor: "plivo", add: [{ e164: "4155550123", country: "US" }] }, "add.0.e164"],
    ["/numbers", { vendor: "plivo", add: [{ e164: "+14155550123", country: "DE" }] }, "add.0.e164"],
    ["/numbers", { vendor: "plivo", add: [{ e164: "+14155550123", country: "ZZ" }] }, "add.0.country"],
    [
      "/numbers",
      { vendor: "plivo", add: [{ e164: "+14155550123", country: "US", price: "a" }] },
      "add.0.price",
    ],
    ["/numbers", { vendor: "plivo", sell: [] }, "sell"],
    ["/numbers", [], "body"],
  ])("POST %s %j", async (path, body, field) => {
    const { status, json } = await post(path, body);
    expect(status).toBe(400);
    expect(json).toEqual({ field, error: expect.stringContaining(field) });
  });

  test("a body that is not JSON", async () => {
    const { status, json } = await bench.controlCall("/faults", { method: "POST", rawBody: "{" });
    expect(status).toBe(400);
    expect(json.field).toBe("body");
  });

  test("an unknown control call is a 404", async () => {
    expect((await bench.controlCall("/nothing")).status).toBe(404);
  });
});

describe("/_sandbox/clock", () => {
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

  test("starts at the real time and is advanced by days and hours", async () => {
    const { now: before } = (await bench.controlCall("/clock")).json;
    expect(Math.abs(Date.parse(String(before)) - Date.now())).toBeLessThan(60_000);
    await post("/clock", { advance: "30d" });
    const { now } = (await post("/clock", { advance: "12h" })).json;
    expect(days(String(before), String(now))).toBeCloseTo(30.5, 2);
  });

  test("a number renews a month after its purchase, and month by month from then on", async () => {
    const digits = await bench.bought();
    const { added_on, renewal_date: first } = await bench.row(digits);
    expect(days(String(added_on), String(first))).toBeGreaterThanOrEqual(28);
    bench.control.advance({ advance: "25d" });
    expect((await bench.row(digits)).renewal_date).toBe(first);
    bench.control.advance({ advance: "7d" });
    const second = String((await bench.row(digits)).renewal_date);
    expect(days(String(first), second)).toBeGreaterThanOrEqual(28);
    expect(days(String(first), second)).toBeLessThanOrEqual(31);
    expect(bench.state.owned[0]?.renewsAt).toBe(second);
  });

  test("a purchase is dated by it", async () => {
    bench.control.advance({ advance: "400d" });
    const digits = await bench.bought();
    expect((await bench.row(digits)).added_on).toBe(bench.control.now().slice(0, 10));
  });
});

test("POST /_sandbox/reset brings everything back to the start", async () => {
  const stock = await bench.search("country_iso=US");
  await bench.bought();
  bench.control.advance({ advance: "90d" });
  bench.control.postFault({ vendor: "plivo", operation: "list", fault: "429" });
  expect((await post("/reset", undefined)).status).toBe(200);
  expect(bench.state).toEqual({ owned: [], purchases: 0, releases: 0 });
  expect(bench.control.calls()).toEqual([]);
  expect(bench.control.faults()).toEqual([]);
  expect(Date.parse(bench.control.now()) - Date.now()).toBeLessThan(60_000);
  expect(await bench.search("country_iso=US")).toEqual(stock);
});
