import { describe, expect, test } from "vitest";
import { plivoInboundTrunkId, plivoOutboundTrunkId } from "../../../../sandbox/index";
import { useSandbox } from "../../../support/sandbox";
import type { Json } from "../../../support/send";

const bench = useSandbox();

async function subaccountKeys(): Promise<[authId: string, token: string]> {
  const [authId = ""] = bench.plivo.subaccounts ?? [];
  const { json } = await bench.call(`Subaccount/${authId}/`);
  return [authId, String(json.auth_token)];
}

describe("access", () => {
  test.each([
    ["a wrong token", () => bench.callAs(bench.authId, "wrong", "Number/")],
    ["an unknown account", () => bench.callAs("MA000000000000000000", "wrong", "Number/")],
    ["no keys", () => fetch(`${bench.plivo.baseUrl}/v1/Account/${bench.authId}/Number/`)],
  ])("%s is a 401", async (_name, call) => {
    expect((await call()).status).toBe(401);
  });

  test("keys of one account do not open another", async () => {
    const [subaccount] = bench.plivo.subaccounts ?? [];
    const token = bench.plivo.credentials.plivoAuthToken ?? "";
    expect((await bench.callAs(subaccount ?? "", token, "Number/")).status).toBe(401);
  });

  test("a sub-account can search, cannot buy, and sees its own numbers", async () => {
    const keys = await subaccountKeys();
    const digits = await bench.freeNumber();
    expect((await bench.callAs(...keys, "PhoneNumber/?country_iso=US")).status).toBe(200);
    expect((await bench.callAs(...keys, `PhoneNumber/${digits}/`, { method: "POST" })).status).toBe(404);
    expect(bench.state.purchases).toBe(0);

    await bench.buy(digits, { subaccount: keys[0] });
    const other = await bench.bought();
    const { json } = await bench.callAs(...keys, "Number/");
    expect((json.objects as Json[]).map(({ number }) => number)).toEqual([digits]);
    expect((await bench.callAs(...keys, `Number/${other}/`)).status).toBe(404);
    expect((await bench.callAs(...keys, `Number/${digits}/`, { method: "DELETE" })).status).toBe(404);
    expect(bench.state.releases).toBe(0);
  });
});

describe("paths", () => {
  test.each(["GET", "POST", "DELETE"])(
    "%s without the last slash is redirected, and does nothing",
    async (method) => {
      const digits = await bench.bought();
      const { status, headers } = await bench.call(`Number/${digits}?a=b`, { method });
      expect(status).toBe(301);
      expect(headers.get("location")).toBe(`/plivo/v1/Account/${bench.authId}/Number/${digits}/?a=b`);
      expect(bench.state.releases).toBe(0);
    },
  );

  test("a purchase without the last slash buys nothing", async () => {
    const digits = await bench.freeNumber();
    expect((await bench.call(`PhoneNumber/${digits}`, { method: "POST" })).status).toBe(301);
    expect(bench.state.purchases).toBe(0);
  });

  test("an unknown path is a 404, an unknown method a 405", async () => {
    expect((await bench.call("Nothing/")).status).toBe(404);
    expect((await bench.call("Number/14155550123/", { method: "PUT" })).status).toBe(405);
    expect((await bench.call("PhoneNumber/Compliance/", { method: "POST" })).status).toBe(405);
  });

  test.each(["+", "%2B"])(
    "a plus sign in a path (%s) is taken, as the official clients send it",
    async (plus) => {
      const digits = await bench.freeNumber();
      const bought = await bench.call(`PhoneNumber/${plus}${digits}/`, { method: "POST", body: {} });
      expect(bought.json).toMatchObject({ numbers: [{ number: digits }] });
      expect((await bench.call(`Number/${plus}${digits}/`)).json.number).toBe(digits);
      expect((await bench.call(`Number/${plus}${digits}/`, { method: "DELETE" })).status).toBe(204);
      expect(bench.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    },
  );

  test.each(["{", "[]", '"text"'])("a body of %s is a 400 in the vendor's form", async (rawBody) => {
    const digits = await bench.freeNumber();
    const { status, json } = await bench.call(`PhoneNumber/${digits}/`, { method: "POST", rawBody });
    expect(status).toBe(400);
    expect(json).toEqual({ api_id: expect.any(String), error: expect.any(String) });
    expect(bench.state.purchases).toBe(0);
  });

  test("a 404 has either of its two bodies, in turn", async () => {
    const texts: Json[] = [];
    for (let turn = 0; turn < 3; turn++) texts.push((await bench.call("Number/14155550123/")).json);
    const told = { api_id: expect.any(String), error: "not found" };
    expect(texts).toEqual([told, {}, told]);
  });
});

describe("neighbours", () => {
  test("the account tells its credit", async () => {
    const { status, json } = await bench.call("");
    expect(status).toBe(200);
    expect(json).toMatchObject({
      auth_id: bench.authId,
      cash_credits: expect.stringMatching(/^\d+\.\d{5}$/),
    });
  });

  test("applications: list, prefix of the name, one, unknown", async () => {
    const { json } = await bench.call("Application/");
    const rows = json.objects as Json[];
    expect(rows.map(({ app_id }) => app_id)).toEqual(bench.plivo.agents);
    const [first] = rows;
    const named = await bench.call(`Application/?app_name=${String(first?.app_name).slice(0, 4)}`);
    expect(named.json.objects).toEqual([first]);
    expect((await bench.call(`Application/${first?.app_id}/`)).json).toMatchObject(first ?? {});
    expect((await bench.call("Application/12345678901234567/")).status).toBe(404);
  });

  test("sub-accounts: list, one, unknown", async () => {
    const { json } = await bench.call("Subaccount/");
    expect((json.objects as Json[]).map(({ auth_id }) => auth_id)).toEqual(bench.plivo.subaccounts);
    expect(json.meta).toMatchObject({ next: "", previous: "" });
    const [authId] = bench.plivo.subaccounts ?? [];
    expect((await bench.call(`Subaccount/${authId}/`)).json).toMatchObject({
      auth_id: authId,
      enabled: true,
    });
    expect((await bench.call("Subaccount/SA000000000000000000/")).status).toBe(404);
  });

  test("trunks: inbound, outbound, unknown with the key of that part of the API", async () => {
    expect((await bench.call(`Zentrunk/Trunk/${plivoInboundTrunkId}/`)).json).toMatchObject({
      trunk_id: plivoInboundTrunkId,
      trunk_direction: "inbound",
    });
    const outbound = await bench.call(`Zentrunk/Trunk/${plivoOutboundTrunkId}/`);
    expect(outbound.json.trunk_direction).toBe("outbound");
    const unknown = await bench.call("Zentrunk/Trunk/123/");
    expect(unknown.status).toBe(404);
    expect(unknown.json).toEqual({ api_id: expect.any(String), Error: expect.any(String) });
  });

  test("compliance applications: none", async () => {
    const { json } = await bench.call("PhoneNumber/Compliance/");
    expect(json).toMatchObject({ compliances: [], meta: { total_count: 0 } });
  });
});
