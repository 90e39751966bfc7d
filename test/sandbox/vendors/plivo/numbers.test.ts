import { describe, expect, test } from "vitest";
import { plivoInboundTrunkId, plivoOutboundTrunkId } from "../../../../sandbox/index";
import { useSandbox } from "../../../support/sandbox";
import type { Json } from "../../../support/send";

const bench = useSandbox();
const agents = () => bench.plivo.agents as [string, string];
const subaccounts = () => bench.plivo.subaccounts as [string, string];

describe("buy", () => {
  test.each([
    ["no body", undefined],
    ["an empty body", {}],
  ])("with %s", async (_name, body) => {
    const digits = await bench.freeNumber();
    const { json } = await bench.buy(digits, body);
    expect(json).toEqual({
      api_id: expect.any(String),
      message: "created",
      numbers: [{ number: digits, status: "Success" }],
      status: "fulfilled",
    });
    expect(bench.state.owned).toMatchObject([{ id: digits, agent: null, subaccount: null }]);
  });

  test("answers 201 and 202 in turn", async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn++) statuses.push((await bench.buy(await bench.freeNumber())).status);
    expect(statuses).toEqual([201, 202, 201]);
  });

  test("a number that is not for sale is a 404: sold to us, never there, no number", async () => {
    const digits = await bench.bought();
    expect((await bench.buy(digits)).status).toBe(404);
    expect((await bench.buy("14155550123")).status).toBe(404);
    expect((await bench.buy("nonsense")).status).toBe(404);
    expect(bench.state.purchases).toBe(1);
  });

  test("one number is sold once, however many ask at the same time", async () => {
    const digits = await bench.freeNumber();
    const replies = await Promise.all(Array.from({ length: 10 }, () => bench.buy(digits)));
    expect(replies.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(bench.state.purchases).toBe(1);
  });

  test.each([
    ["app_id", { app_id: "12345678901234567" }],
    ["app_id", { app_id: 17 }],
    ["subaccount", { subaccount: "SA000000000000000000" }],
    ["cnam_lookup", { cnam_lookup: "yes" }],
    ["compliance_application_id", { compliance_application_id: "1b592b77-0000-4000-8000-000000000000" }],
    ["ha_enable", { ha_enable: true }],
  ])("refuses what it does not know, naming %s", async (name, body) => {
    const { status, json } = await bench.buy(await bench.freeNumber(), body);
    expect(status).toBe(400);
    expect(json.error).toContain(name);
    expect(bench.state.purchases).toBe(0);
  });

  test("caller names are for US numbers only", async () => {
    const digits = await bench.freeNumber("country_iso=GB");
    expect((await bench.buy(digits, { cnam_lookup: "enabled" })).json.error).toContain("cnam_lookup");
  });

  test("an alias is not set by it", async () => {
    const digits = await bench.bought(undefined, { alias: "Front desk" });
    expect((await bench.row(digits)).alias).toBeOneOf([null, ""]);
  });

  test("a German number is pending until its papers were seen", async () => {
    bench.control.changeNumbers({ vendor: "plivo", add: [{ e164: "+4969365065273", country: "DE" }] });
    const [found] = await bench.search("country_iso=DE");
    expect(found).toMatchObject({ restriction: "city-address", restriction_text: expect.any(String) });
    const { json } = await bench.buy("4969365065273");
    expect(json).toMatchObject({ numbers: [{ status: "pending" }], status: "fulfilled" });
    expect(bench.state).toMatchObject({ owned: [{ status: "pending" }], purchases: 1 });
  });

  test("an Indian number needs an accepted application first", async () => {
    bench.control.changeNumbers({ vendor: "plivo", add: [{ e164: "+918065531988", country: "IN" }] });
    const { status, json } = await bench.buy("918065531988");
    expect(status).toBe(400);
    expect(json.error).toBe("compliance_application_id is required to rent this number.");
    expect(bench.state.purchases).toBe(0);
  });

  test("once the papers of a country are accepted, numbers that waited are active, and others are sold", async () => {
    bench.control.changeNumbers({
      vendor: "plivo",
      add: [
        { e164: "+4969365065273", country: "DE" },
        { e164: "+918065531988", country: "IN" },
        { e164: "+918065531989", country: "IN" },
      ],
    });
    await bench.buy("4969365065273");
    await bench.controlCall("/documents", {
      method: "POST",
      body: { vendor: "plivo", country: "DE", accepted: true },
    });
    await bench.controlCall("/documents", {
      method: "POST",
      body: { vendor: "plivo", country: "IN", accepted: true },
    });
    expect(bench.state.owned).toMatchObject([{ status: "active" }]);
    const applications = (await bench.call("PhoneNumber/Compliance/")).json.compliances as Json[];
    const inIndia = applications.find(({ country_iso }) => country_iso === "IN");
    expect(inIndia).toMatchObject({ status: "accepted" });
    expect((await bench.buy("918065531988")).status).toBeLessThan(300);
    const wrong = { compliance_application_id: "1b592b77-0000-4000-8000-000000000000" };
    expect((await bench.buy("918065531989", wrong)).status).toBe(400);
    const right = { compliance_application_id: inIndia?.compliance_id };
    expect((await bench.buy("918065531989", right)).json).toMatchObject({ numbers: [{ status: "Success" }] });
    expect(bench.state.purchases).toBe(3);
  });
});

describe("list and get", () => {
  test("rows carry the documented fields, and both forms of what is open", async () => {
    for (let turn = 0; turn < 20; turn++) await bench.bought();
    const rows = (await bench.call("Number/")).json.objects as Json[];
    const [first] = rows;
    for (const row of rows) {
      expect(row).toMatchObject({
        added_on: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        carrier: "Plivo",
        cnam_lookup: "disabled",
        country: "United States",
        monthly_rental_rate: expect.stringMatching(/^\d+\.\d{5}$/),
        number_type: "local",
        renewal_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        resource_uri: `/v1/Account/${bench.authId}/Number/${row.number}/`,
        sub_account: null,
        type: "local",
        verification_info: {},
      });
    }
    const forms = (name: string) => new Set(rows.map((row) => (name in row ? row[name] : "absent")));
    expect(forms("alias")).toEqual(new Set([null, ""]));
    expect(forms("application")).toEqual(new Set([null, ""]));
    expect(forms("active")).toEqual(new Set([true, "absent"]));
    expect(forms("compliance_status")).toEqual(new Set([null, "absent"]));
    expect(forms("sub_account_name")).toEqual(new Set([null, "absent"]));
    const { api_id, ...single } = await bench.row(String(first?.number));
    expect(api_id).toEqual(expect.any(String));
    expect(single).toEqual(first);
    const fullest = Math.max(
      ...rows.map((row) => Object.keys(row).filter((name) => name !== "sub_account_name").length),
    );
    expect(fullest).toBe(32);
  });

  test("names application and trunk by their address", async () => {
    const digits = await bench.bought(undefined, { app_id: agents()[0] });
    const uri = `/v1/Account/${bench.authId}`;
    expect((await bench.row(digits)).application).toBe(`${uri}/Application/${agents()[0]}/`);
    await bench.update(digits, { app_id: plivoInboundTrunkId });
    expect((await bench.row(digits)).application).toBe(`${uri}/Zentrunk/Trunk/${plivoInboundTrunkId}/`);
  });

  test("honours its filters", async () => {
    const [, second] = subaccounts();
    const local = await bench.bought("country_iso=US&type=local", { subaccount: second });
    const tollfree = await bench.bought("country_iso=US&type=tollfree", { cnam_lookup: "enabled" });
    const british = await bench.bought("country_iso=GB&type=local");
    await bench.update(british, { alias: "London" });
    bench.control.changeNumbers({
      vendor: "plivo",
      own: [{ e164: "+447400112345", country: "GB", type: "mobile", purchasedAt: "2020-01-15" }],
    });
    const mobile = "447400112345";
    const { renewal_date } = await bench.row(mobile);
    const found = async (query: string) =>
      ((await bench.call(`Number/?${query}`)).json.objects as Json[]).map(({ number }) => number);

    expect(await found("")).toEqual([local, tollfree, british, mobile]);
    expect(await found("type=local")).toEqual([local, british]);
    expect(await found("number_type=tollfree")).toEqual([tollfree]);
    expect(await found("type=fixed")).toEqual([local, british]);
    expect(await found("number_startswith=44")).toEqual([british, mobile]);
    expect(await found(`subaccount=${second}`)).toEqual([local]);
    expect(await found("alias=London")).toEqual([british]);
    expect(await found("alias=Lond")).toEqual([]);
    expect(await found("services=voice,sms&number_startswith=44")).toEqual([mobile]);
    expect(await found("cnam_lookup=enabled")).toEqual([tollfree]);
    expect(await found(`renewal_date=${renewal_date}&type=mobile`)).toEqual([mobile]);
    expect(await found("renewal_date__gt=2020-01-01&renewal_date__lt=2020-02-01")).toEqual([]);
    expect(await found("renewal_date__gte=2020-01-01&renewal_date__lte=2999-01-01")).toHaveLength(4);
    expect(await found("tendlc_registration_status=unregistered")).toEqual([local]);
    expect(await found("toll_free_sms_verification=UNVERIFIED")).toEqual([tollfree]);
  });

  test.each([
    ["type=landline", "type"],
    ["number_type=x", "number_type"],
    ["number_startswith=%2B1", "number_startswith"],
    ["subaccount=x", "subaccount"],
    ["services=fax", "services"],
    ["cnam_lookup=x", "cnam_lookup"],
    ["renewal_date=soon", "renewal_date"],
    ["renewal_date__gt=2024-13-45", "renewal_date__gt"],
    ["limit=0", "limit"],
    ["offset=x", "offset"],
  ])("refuses %s, naming %s", async (query, name) => {
    const { status, json } = await bench.call(`Number/?${query}`);
    expect(status).toBe(400);
    expect(json.error).toContain(name);
  });

  test("pages over everything once", async () => {
    const rows = Array.from({ length: 45 }, (_, index) => ({
      e164: `+1415555${1000 + index}`,
      country: "US",
    }));
    bench.control.changeNumbers({ vendor: "plivo", own: rows });
    const seen: unknown[] = [];
    let next: unknown = `/v1/Account/${bench.authId}/Number/`;
    while (next !== null) {
      const { json } = await bench.call(String(next).split(`${bench.authId}/`)[1] ?? "");
      seen.push(...(json.objects as Json[]).map(({ number }) => `+${number}`));
      next = (json.meta as Json).next;
    }
    expect(seen).toEqual(rows.map(({ e164 }) => e164));
  });
});

describe("update", () => {
  test("changes what it names and answers 202", async () => {
    const digits = await bench.bought();
    const { status, json } = await bench.update(digits, {
      app_id: agents()[0],
      subaccount: subaccounts()[0],
      alias: "Front desk",
      cnam_lookup: "enabled",
      cnam: "Example Ltd",
    });
    expect(status).toBe(202);
    expect(json).toEqual({ api_id: expect.any(String), message: "changed" });
    expect(bench.state.owned).toMatchObject([
      { agent: agents()[0], subaccount: subaccounts()[0], alias: "Front desk" },
    ]);
    expect(await bench.row(digits)).toMatchObject({
      sub_account: subaccounts()[0],
      alias: "Front desk",
      cnam_lookup: "enabled",
      cnam: "Example Ltd",
    });
  });

  test("takes the application away when app_id is left out", async () => {
    const digits = await bench.bought(undefined, { app_id: agents()[0] });
    await bench.update(digits, { alias: "Front desk" });
    expect(bench.state.owned).toMatchObject([{ agent: null, alias: "Front desk" }]);
  });

  test("keeps alias and subaccount when they are left out, and clears them when empty", async () => {
    const digits = await bench.bought(undefined, { subaccount: subaccounts()[0] });
    await bench.update(digits, { alias: "Front desk" });
    await bench.update(digits, { app_id: agents()[1] });
    expect(bench.state.owned).toMatchObject([{ alias: "Front desk", subaccount: subaccounts()[0] }]);
    await bench.update(digits, { app_id: "", alias: "", subaccount: "" });
    expect(bench.state.owned).toMatchObject([{ agent: null, alias: null, subaccount: null }]);
  });

  test("does not know the reading names of its fields", async () => {
    const digits = await bench.bought();
    await bench.update(digits, { sub_account: subaccounts()[0] });
    expect(bench.state.owned).toMatchObject([{ subaccount: null }]);
  });

  test("takes an outbound trunk without a word", async () => {
    const digits = await bench.bought();
    expect((await bench.update(digits, { app_id: plivoOutboundTrunkId })).status).toBe(202);
    expect(bench.state.owned).toMatchObject([{ agent: plivoOutboundTrunkId }]);
  });

  test.each([
    ["app_id", { app_id: "12345678901234567" }],
    ["app_id", { app_id: 12345 }],
    ["app_id", { app_id: null }],
    ["subaccount", { subaccount: "SA000000000000000000" }],
    ["alias", { alias: 5 }],
    ["cnam_lookup", { cnam_lookup: "on" }],
    ["cnam_callback_method", { cnam_callback_method: "PUT" }],
    ["profile_uuid", { caller_reputation: "enabled" }],
    ["compliance_application_id", { compliance_application_id: "x" }],
    ["verification_info", { verification_info: [] }],
    ["parameters", {}],
  ])("refuses what it does not know, naming %s, and changes nothing", async (name, body) => {
    const digits = await bench.bought(undefined, { app_id: agents()[0] });
    const before = bench.state;
    const { status, json } = await bench.update(digits, { ...body });
    expect(status).toBe(400);
    expect(json.error).toContain(name);
    expect(bench.state).toEqual(before);
  });

  test("a number that is not owned is a 404", async () => {
    expect((await bench.update("14155550123", { alias: "x" })).status).toBe(404);
  });
});

describe("release", () => {
  test("answers 204 with nothing, and the number does not come back for sale", async () => {
    const digits = await bench.bought();
    const { status, text } = await bench.call(`Number/${digits}/`, { method: "DELETE" });
    expect([status, text]).toEqual([204, ""]);
    expect((await bench.call(`Number/${digits}/`)).status).toBe(404);
    expect((await bench.buy(digits)).status).toBe(404);
    expect(bench.state).toEqual({ owned: [], purchases: 1, releases: 1 });
  });
});
