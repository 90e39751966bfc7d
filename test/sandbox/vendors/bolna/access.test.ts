import { describe, expect, test } from "vitest";
import { type Reply, send } from "../../../support/send";
import { useBolna } from "./bench";

const bolna = useBolna();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("GET /_sandbox tells address, key and agents in their documented forms", async () => {
  const { json } = await bolna.bench.controlCall("");
  expect(json.vendors).toMatchObject({
    bolna: {
      baseUrl: `${bolna.bench.sandbox.url}/bolna`,
      credentials: { bolnaApiKey: expect.stringMatching(/^bn-[0-9a-f]{32}$/) },
      agents: [expect.stringMatching(uuid), expect.stringMatching(uuid)],
    },
  });
});

describe("keys", () => {
  test.each(["/phone-numbers/all", "/phone-numbers/search?country=US", "/user/me"])(
    "a wrong one is a 403 at %s",
    async (path) => {
      const { status, json } = await bolna.callAs("bn-wrong", path);
      expect([status, json]).toEqual([403, { detail: "Unrecognized access token" }]);
    },
  );

  test("a wrong one buys nothing", async () => {
    expect((await bolna.buy(await bolna.freeNumber(), "bn-wrong")).status).toBe(403);
    expect(bolna.state.purchases).toBe(0);
  });

  test.each<Record<string, string>[]>([
    [{}],
    [{ authorization: "Basic abc" }],
    [{ authorization: "Bearer" }],
  ])("none, with headers %j, is a 401 and a 403 in turn", async (headers) => {
    const ask = () => send(`${bolna.info.baseUrl}/phone-numbers/all`, headers, {});
    const replies = [await ask(), await ask()];
    expect(replies.map(({ status, json }) => [status, json])).toEqual([
      [401, { error: 401, message: "Access denied" }],
      [403, { detail: expect.any(String) }],
    ]);
  });

  test("the scheme may be written in small letters", async () => {
    const headers = { authorization: `bearer ${bolna.apiKey}` };
    expect((await send(`${bolna.info.baseUrl}/phone-numbers/all`, headers, {})).status).toBe(200);
  });

  test("never come into the log of calls", async () => {
    const [subaccount] = await bolna.subaccounts();
    await bolna.search(`country=US&region=${bolna.apiKey}`);
    await bolna.setUp({ agent_id: subaccount?.api_key, phone_number_id: bolna.apiKey });
    const { text } = await bolna.bench.controlCall("/calls?vendor=bolna");
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(bolna.apiKey);
    expect(text).not.toContain(subaccount?.api_key);
  });
});

describe("paths", () => {
  test.each([
    ["GET", "/phone-numbers", 404],
    ["GET", "/phone-numbers/all/", 404],
    ["GET", "/v1/phone-numbers/all", 404],
    ["POST", "/inbound/setup/", 404],
    ["GET", "/phone-numbers/3c90c3cc0d444b5088888dd25736052a", 405],
    ["PATCH", "/phone-numbers/3c90c3cc0d444b5088888dd25736052a", 405],
    ["GET", "/phone-numbers/buy", 405],
    ["POST", "/phone-numbers/search", 405],
    ["DELETE", "/inbound/setup", 405],
  ])("%s %s is a %i", async (method, path, status) => {
    const reply = await bolna.call(path, { method });
    expect(reply.status).toBe(status);
    expect(reply.json).toEqual({ detail: expect.any(String) });
  });

  test.each(["{", "[]", '"text"'])("a body of %s is a 400 in the documented form", async (rawBody) => {
    const { status, json } = await bolna.call("/phone-numbers/buy", { method: "POST", rawBody });
    expect(status).toBe(400);
    expect(json).toEqual({ error: expect.any(Number), message: expect.any(String) });
  });
});

describe("neighbours", () => {
  test("GET /user/me", async () => {
    const { json } = await bolna.call("/user/me");
    expect(json).toEqual({
      id: expect.stringMatching(uuid),
      name: expect.any(String),
      email: expect.any(String),
      wallet: expect.any(Number),
      concurrency: { max: 10, current: 0 },
    });
  });

  test("the agents of GET /_sandbox can be listed and read, others not", async () => {
    const rows = await bolna.rows("/v2/agent/all");
    expect(rows.map(({ id }) => id)).toEqual(bolna.agents);
    expect((await bolna.call(`/v2/agent/${bolna.agents[0]}`)).json).toEqual(rows[0]);
    const other = "/v2/agent/3c90c3cc-0d44-4b50-8888-8dd25736052a";
    const statuses = [(await bolna.call(other)).status, (await bolna.call(other)).status];
    expect(statuses).toEqual([404, 400]);
  });

  test("some numbers lose a deleted agent, others go on naming it", async () => {
    const [agent] = bolna.agents;
    for (let turn = 0; turn < 12; turn++) {
      await bolna.setUp({ agent_id: agent, phone_number_id: (await bolna.bought()).id });
    }
    const { status, json } = await bolna.call(`/v2/agent/${agent}`, { method: "DELETE" });
    expect([status, json]).toEqual([200, { message: "success", state: "deleted" }]);
    expect(new Set(bolna.state.owned.map((row) => row.agent))).toEqual(new Set([agent, null]));
    expect(bolna.agents).not.toContain(agent);
  });
});

describe("rate limit", () => {
  const limited = useBolna({ rateLimit: true, stock: 0 });

  test("1001st call of a minute is a 429, without Retry-After", async () => {
    const replies: Reply[] = [];
    // Fewer at once than a listening socket keeps waiting (511 in Node.js): connections beyond may be reset by the kernel.
    for (const wave of [250, 250, 250, 253]) {
      replies.push(
        ...(await Promise.all(Array.from({ length: wave }, () => limited.call("/phone-numbers/all")))),
      );
    }
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.json).toEqual({ error: 429, message: expect.any(String) });
    expect(refused[0]?.headers.get("retry-after")).toBeNull();
  });
});
