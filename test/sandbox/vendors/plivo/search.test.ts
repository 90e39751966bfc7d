import { describe, expect, test } from "vitest";
import { useSandbox } from "../../../support/sandbox";
import type { Json } from "../../../support/send";

const bench = useSandbox();

describe("search", () => {
  test.each([
    ["type=local", (row: Json) => row.sub_type === "local" && row.type === "fixed"],
    ["type=fixed", (row: Json) => row.type === "fixed"],
    ["type=mobile", (row: Json) => row.type === "mobile"],
    ["type=tollfree", (row: Json) => row.type === "tollfree" && row.city === null],
    ["pattern=415", (row: Json) => String(row.number).startsWith("1415")],
    ["type=fixed&region=California", (row: Json) => String(row.region).startsWith("California")],
    ["type=local&city=houston", (row: Json) => row.city === "HOUSTON"],
    ["services=voice", (row: Json) => row.voice_enabled === true],
    ["services=voice,sms", (row: Json) => row.sms_enabled === true],
    ["services=voice,sms,mms", (row: Json) => row.sms_enabled === true && row.mms_enabled !== false],
    ["lata=722", (row: Json) => Number(row.lata) === 722],
    ["rate_center=austin", (row: Json) => row.rate_center === "AUSTIN"],
  ])("honours %s", async (query, fits) => {
    const rows = await bench.search(`country_iso=US&${query}`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toSatisfy(fits);
  });

  test("finds an exchange, and its local calling area when asked to", async () => {
    const npanxx = (await bench.freeNumber("country_iso=US&pattern=415")).slice(1, 7);
    const exchange = await bench.call(`PhoneNumber/?country_iso=US&npanxx=${npanxx}`);
    const area = await bench.call(`PhoneNumber/?country_iso=US&npanxx=${npanxx}&local_calling_area=true`);
    for (const row of exchange.json.objects as Json[]) expect(String(row.number).slice(1, 7)).toBe(npanxx);
    const total = ({ json }: { json: Json }) => (json.meta as { total_count: number }).total_count;
    expect(total(area)).toBeGreaterThan(total(exchange));
  });

  test("knows one more country, and none besides", async () => {
    const rows = await bench.search("country_iso=GB");
    expect(new Set(rows.map(({ sub_type }) => sub_type))).toEqual(new Set(["local", "mobile"]));
    expect(await bench.search("country_iso=GB&pattern=20")).not.toEqual([]);
    expect(await bench.search("country_iso=DE")).toEqual([]);
  });

  test.each([
    ["", "country_iso"],
    ["country_iso=us", "country_iso"],
    ["country_iso=US&type=landline", "type"],
    ["country_iso=US&pattern=4*5", "pattern"],
    ["country_iso=US&npanxx=415", "npanxx"],
    ["country_iso=GB&npanxx=415555", "npanxx"],
    ["country_iso=US&local_calling_area=true", "local_calling_area"],
    ["country_iso=US&npanxx=415555&local_calling_area=1", "local_calling_area"],
    ["country_iso=US&region=California", "region"],
    ["country_iso=US&type=local&region=California", "region"],
    ["country_iso=US&city=Houston", "city"],
    ["country_iso=US&type=fixed&city=Houston", "city"],
    ["country_iso=US&services=sms,mms", "services"],
    ["country_iso=US&lata=x", "lata"],
    ["country_iso=GB&rate_center=x", "rate_center"],
    ["country_iso=US&limit=0", "limit"],
    ["country_iso=US&offset=-1", "offset"],
  ])("refuses %j, naming %s", async (query, name) => {
    const { status, json } = await bench.call(`PhoneNumber/?${query}`);
    expect(status).toBe(400);
    expect(json.error).toContain(name);
  });

  test("rows are as documented, with both forms of what is open", async () => {
    const rows = await bench.search("country_iso=US&pattern=415");
    for (const row of rows) {
      expect(row).toMatchObject({
        prefix: "415",
        city: "SAN FRANCISCO",
        country: "UNITED STATES",
        setup_rate: "0.00000",
        monthly_rental_rate: "0.80000",
        restriction: null,
        resource_uri: `/v1/Account/${bench.authId}/PhoneNumber/${row.number}/`,
      });
    }
    expect(new Set(rows.map(({ lata }) => typeof lata))).toEqual(new Set(["number"]));
    expect(new Set(rows.map((row) => "mms_enabled" in row))).toEqual(new Set([true, false]));
  });

  test("has twenty rows where a client asks for more", async () => {
    const { json } = await bench.call("PhoneNumber/?country_iso=US&limit=100");
    expect(json.meta).toMatchObject({ limit: 20 });
    expect(json.objects).toHaveLength(20);
  });

  test("finds local numbers of India as fixed ones only", async () => {
    bench.control.changeNumbers({ vendor: "plivo", add: [{ e164: "+918065531988", country: "IN" }] });
    expect(await bench.search("country_iso=IN&type=local")).toEqual([]);
    const [row] = await bench.search("country_iso=IN&type=fixed");
    expect(row).toMatchObject({ number: "918065531988", type: "fixed", sub_type: "local" });
  });

  test("pages by relative addresses that keep the criteria", async () => {
    const first = await bench.call("PhoneNumber/?country_iso=US&type=tollfree&limit=20");
    expect(first.json.meta).toEqual({
      limit: 20,
      offset: 0,
      total_count: 50,
      next: `/v1/Account/${bench.authId}/PhoneNumber/?country_iso=US&type=tollfree&limit=20&offset=20`,
      previous: null,
    });
    const last = await bench.call("PhoneNumber/?country_iso=US&type=tollfree&offset=40");
    expect(last.json.meta).toMatchObject({ next: null, previous: expect.stringContaining("offset=20") });
    expect(last.json.objects).toHaveLength(10);
  });
});
