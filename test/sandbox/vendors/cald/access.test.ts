import { expect, test } from "vitest";
import { useCald } from "./bench";

const cald = useCald();

test("GET /_sandbox tells the key in its documented form, and two agents", () => {
  expect(cald.info).toEqual({
    baseUrl: expect.stringMatching(/\/cald$/),
    credentials: { caldApiKey: expect.stringMatching(/^caldLive[0-9a-f]{32}$/) },
    agents: [expect.any(String), expect.any(String)],
  });
  expect(new Set(cald.agents).size).toBe(2);
});

test("only the bare key opens the account; anything else is a 401 and a 403 in turn", async () => {
  const statuses: number[] = [];
  for (const authorization of [`Bearer ${cald.key}`, "", "wrong", `${cald.key}x`]) {
    statuses.push((await cald.callAs(authorization, "agents")).status);
  }
  expect(statuses).toEqual([401, 403, 401, 403]);
  expect((await fetch(`${cald.info.baseUrl}/client/api/v1/phonenumbers`, { method: "POST" })).status).toBe(
    401,
  );
  expect((await cald.call("agents")).status).toBe(200);
  expect(cald.state.purchases).toBe(0);
});

test.each(["phonenumbers/", "phoneNumbers", "phone-numbers", "agents/", "campaigns", "phonenumbers/a/b"])(
  "%s is no path of Cald's",
  async (path) => {
    expect((await cald.call(path, { method: "POST" })).status).toBe(404);
    expect(cald.state.purchases).toBe(0);
  },
);

test("the base path belongs to every path", async () => {
  for (const path of ["/phonenumbers", "/api/v1/phonenumbers", "/client/api/v2/phonenumbers"]) {
    expect((await cald.origin(path, cald.key, { method: "POST" })).status).toBe(404);
  }
});

test.each([
  ["GET", "phonenumbers"],
  ["GET", "phonenumbers/abc"],
  ["PUT", "phonenumbers/abc"],
  ["POST", "phonenumbers/abc"],
  ["POST", "agents"],
  ["DELETE", "agents/abc"],
])("%s %s is not there: 404 and 405 in turn", async (method, path) => {
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn++) statuses.push((await cald.call(path, { method })).status);
  expect(statuses).toEqual([404, 405, 404]);
});

test("no number can be read, whether the account has it or not", async () => {
  const id = await cald.bought();
  expect((await cald.call(`phonenumbers/${id}`)).status).toBeOneOf([404, 405]);
  expect((await cald.call("phonenumbers")).status).toBeOneOf([404, 405]);
});

test("an error is told as message, as error and as plain text in turn", async () => {
  const told: unknown[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const { headers, text, status } = await cald.update("abc", {});
    told.push([status, headers.get("content-type"), text]);
  }
  const message = [404, "application/json", '{"message":"Phone number not found"}'];
  expect(told).toEqual([
    message,
    [404, "application/json", '{"error":"Phone number not found"}'],
    [404, "text/plain", "Phone number not found"],
    message,
  ]);
});

test.each(["{", "[]", '"text"', "null"])("a body of %s is refused, and changes nothing", async (rawBody) => {
  const id = await cald.bought({ agentId: cald.agents[0] });
  expect((await cald.call("phonenumbers", { method: "POST", rawBody })).status).toBe(400);
  expect((await cald.call(`phonenumbers/${id}`, { method: "PATCH", rawBody })).status).toBe(422);
  expect(cald.state).toMatchObject({ owned: [{ agent: cald.agents[0] }], purchases: 1 });
});

test("a body beyond the bound is refused", async () => {
  expect((await cald.buy({ prefix: "x".repeat(100_000) })).status).toBe(413);
});

test("agents: all, one, unknown", async () => {
  const { status, json } = await cald.call("agents");
  expect(status).toBe(200);
  const agents = json.agents as Record<string, unknown>[];
  expect(agents.map(({ agentId }) => agentId)).toEqual(cald.agents);
  expect(agents[0]).toEqual({
    agentId: cald.agents[0],
    name: expect.any(String),
    maxCallDuration: 10,
    recordingSettings: { enable: false },
    instructions: expect.any(String),
    greeting: expect.any(String),
    transferSettings: { enable: false, rule: "", phoneNumber: "" },
    machineSettings: { enable: false },
    voicemailSettings: { enable: false, voicemail: "" },
    webhookSettings: { enable: false, url: "" },
    smsSettings: { enable: false, rule: "", message: "" },
    voice: "standard_male",
  });
  expect((await cald.call(`agents/${cald.agents[1]}`)).json).toEqual(agents[1]);
  expect((await cald.call("agents/nobody")).status).toBe(404);
});

test("the key never gets into the list of calls", async () => {
  await cald.buy({ prefix: "+1415", agentId: `my ${cald.key}` });
  const calls = JSON.stringify(cald.control.calls("cald"));
  expect(calls).not.toContain(cald.key);
  expect(calls).toContain("my [redacted]");
});
