import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { useSandbox } from "../../../support/sandbox";
import type { Json } from "../../../support/send";

// What Plivo's own clients do that no page of its documentation says. Seen on the wire with plivo 4.79.0 of npm
// and plivo 4.63.0 of PyPI, each of which is at home with Plivo itself.
const bench = useSandbox();

/** The Node client writes "no parameters" so, whatever the method. */
const nothing = '""';

/** `fetch` sends no body with GET, the Node client does. */
async function getWithBody(path: string, body: string): Promise<{ status: number; json: Json }> {
  const { plivoAuthId, plivoAuthToken } = bench.plivo.credentials;
  return new Promise((resolve, reject) => {
    const call = request(
      `${bench.plivo.baseUrl}/v1/Account/${plivoAuthId}/${path}`,
      {
        method: "GET",
        auth: `${plivoAuthId}:${plivoAuthToken}`,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      async (reply) => {
        const text = (await reply.setEncoding("utf8").toArray()).join("");
        resolve({ status: reply.statusCode ?? 0, json: JSON.parse(text) as Json });
      },
    );
    call.on("error", reject).end(body);
  });
}

describe("the Node client", () => {
  test("lists and reads subaccounts with a body that says nothing", async () => {
    const [authId] = bench.plivo.subaccounts ?? [];
    const list = await getWithBody("Subaccount/", nothing);
    expect(list.status).toBe(200);
    expect(list.json.objects).toHaveLength(2);
    expect(await getWithBody(`Subaccount/${authId}/`, nothing)).toMatchObject({
      status: 200,
      json: { auth_id: authId },
    });
  });

  test("releases with a body that says nothing", async () => {
    const digits = await bench.bought();
    const { status } = await bench.call(`Number/${digits}/`, { method: "DELETE", rawBody: nothing });
    expect(status).toBe(204);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  test("reads the account with two slashes at the end", async () => {
    const { status, json } = await bench.call("/");
    expect(status).toBe(200);
    expect(json.auth_id).toBe(bench.authId);
  });

  test("any other body of a GET is refused", async () => {
    expect((await getWithBody("Number/", '{"limit":1}')).status).toBe(400);
  });
});

describe("the Python client", () => {
  test("writes yes and no with a capital", async () => {
    const digits = await bench.freeNumber("country_iso=US&pattern=415");
    const exchange = `PhoneNumber/?country_iso=US&npanxx=${digits.slice(1, 7)}&local_calling_area=`;
    const total = async (flag: string) => (await bench.call(exchange + flag)).json.meta as Json;
    const wide = (await total("True")).total_count as number;
    expect(wide).toBe((await total("true")).total_count);
    expect(wide).toBeGreaterThan((await total("False")).total_count as number);
  });

  test("takes a 401 for what it is, as its body is not JSON", async () => {
    const { status, headers, text } = await bench.callAs(bench.authId, "wrong", "Number/");
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });
});
