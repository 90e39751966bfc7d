import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { readConfiguration } from "../../../provider/host/configuration";
import { plivo } from "../../../provider/vendors/plivo";
import { type Sandbox, startSandbox } from "../../../sandbox";
import { errorOfClass } from "../../support/expect";
import { configuration } from "../../support/sandbox";

const token = "a-token-of-24-characters";

describe("a sandbox that others than this machine can call", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ host: "0.0.0.0", token, stock: 1 });
  });
  afterAll(() => sandbox.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}${path}`, { headers, redirect: "manual" });

  it.each([
    "/",
    "/_events",
    "/_sandbox",
    "/_sandbox/state",
    "/_sandbox/calls",
    "/?token=another-token-of-24-chars",
  ])("gives %s to nobody without the token", async (path) => {
    for (const headers of [
      {},
      { authorization: "Bearer another-token-of-24-chars" },
      { authorization: `Basic ${token}` },
      { cookie: "sandbox_token=another" },
    ]) {
      const answer = await get(path, headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain(token);
    }
  });

  it("takes the token in a header, under whatever name it is reached", async () => {
    expect((await get("/_sandbox", { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await statusAt("sandbox.internal:4999", { authorization: `Bearer ${token}` })).toBe(200);
  });

  it("takes the token once in the address of the page, and keeps it where no script and no other site has it", async () => {
    const first = await get(`/?token=${token}`);
    expect([first.status, first.headers.get("location")]).toEqual([303, "/"]);
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const kept = { cookie: cookie.split(";")[0] ?? "" };
    expect((await get("/", kept)).status).toBe(200);
    expect((await get("/_sandbox/state", kept)).status).toBe(200);
    expect((await get("/_sandbox/state", { ...kept, origin: "http://other.example" })).status).toBe(403);
    expect((await get("/_sandbox/state", { ...kept, origin: sandbox.url })).status).toBe(200);
  });

  it("takes the token in no other address", async () => {
    expect((await get(`/_sandbox?token=${token}`)).status).toBe(401);
  });

  it("has keys that are not those that everybody knows", async () => {
    const usual = await startSandbox({ stock: 0 });
    const [open, known] = [sandbox.control.vendors(), usual.control.vendors()];
    await usual.close();
    for (const vendor of Object.keys(known)) {
      expect(open[vendor]?.credentials).not.toEqual(known[vendor]?.credentials);
    }
  });

  it("is used by a program that has the token, and refused by name to one that has not", async () => {
    const settings = (values: Record<string, string>, environment = {}) =>
      readConfiguration(configuration({ "phone:sandbox": sandbox.url, ...values }), environment).settings(
        plivo,
      );
    const { plivo: standIn } = sandbox.control.vendors();
    const expected = { authToken: standIn?.credentials.plivoAuthToken };
    expect((await settings({ "phone:sandboxToken": token })).keys).toMatchObject(expected);
    expect((await settings({}, { PHONE_SANDBOX_TOKEN: token })).keys).toMatchObject(expected);
    const wrong = "a-wrong-token-0123456789";
    for (const values of [{}, { "phone:sandboxToken": wrong }]) {
      const error = await errorOfClass(ConfigurationError, settings(values));
      expect(error.details.argument).toBe("phone:sandboxToken (or PHONE_SANDBOX_TOKEN)");
      expect(error.message).not.toContain(wrong);
    }
  });

  function statusAt(host: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(`${sandbox.url}/_sandbox`, { headers: { ...headers, host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on("error", reject);
      asked.end();
    });
  }
});

it.each(["0.0.0.0", "::", "192.168.0.10", "example.com"])(
  "a sandbox listens on %s only with a token",
  async (host) => {
    await expect(startSandbox({ host })).rejects.toThrow(/^startSandbox: token: must be given where others/);
    await expect(startSandbox({ host, token: "short" })).rejects.toThrow(/token: must be at least 16/);
  },
);

it("the address of a sandbox is told without the password in it", async () => {
  const url = "http://name:a-password-0123456789@127.0.0.1:1";
  const { settings } = readConfiguration(configuration({ "phone:sandbox": url }), {});
  const error = await errorOfClass(ConfigurationError, settings(plivo));
  expect(error.message).toContain("http://127.0.0.1:1 does not answer");
  expect(error.message).not.toContain("a-password");
});
