import { afterEach, describe, expect, it, vi } from "vitest";
import { UnclearPurchaseError, UnreachableError } from "../../../provider/domain/errors";
import { exchange } from "../../../provider/http/transport";
import { connectProxy } from "../../support/connect-proxy";
import { errorOfClass } from "../../support/expect";
import { buying, clientOf, reading, sendOrThrow } from "../../support/http-client";
import { serve } from "../../support/server";

const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];
// A host that nobody has: only a proxy leads to it.
const vendor = "http://api.vendor.test";
const credentials = "somebody:pa55word";

function environment(values: Readonly<Record<string, string>>): void {
  for (const name of variables) vi.stubEnv(name, values[name]);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const portOf = (url: string) => Number(new URL(url).port);

describe("a proxy", () => {
  it.each(["HTTP_PROXY", "http_proxy"])("of %s leads to the vendor", async (variable) => {
    const server = await serve([{ body: '{"fine":true}' }]);
    const proxy = await connectProxy({ leadsTo: portOf(server.url) });
    environment({ [variable]: `http://${proxy.address}` });
    expect(await sendOrThrow(clientOf(vendor), buying)).toEqual({ fine: true });
    expect(proxy.asked).toEqual(["api.vendor.test:80"]);
    expect(server.requests).toHaveLength(1);
  });

  it("is named without http:// too, and knows its user", async () => {
    const server = await serve([{}]);
    const proxy = await connectProxy({ leadsTo: portOf(server.url), credentials });
    environment({ HTTP_PROXY: `${credentials}@${proxy.address}` });
    await sendOrThrow(clientOf(vendor), reading);
    expect(server.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  it.each(["http://127.0.0.1", "http://localhost"])(
    "never stands before this machine, which is %s",
    async (host) => {
      const server = await serve([{}]);
      const proxy = await connectProxy({ leadsTo: 1 });
      environment({ HTTP_PROXY: `http://${proxy.address}`, HTTPS_PROXY: `http://${proxy.address}` });
      await sendOrThrow(clientOf(`${host}:${portOf(server.url)}`), reading);
      expect(proxy.asked).toEqual([]);
    },
  );

  it.each([{ NO_PROXY: "other.test,.vendor.test" }, { no_proxy: "api.vendor.test" }, { NO_PROXY: "*" }])(
    "does not stand before the hosts of %j",
    async (exception) => {
      const proxy = await connectProxy({ leadsTo: 1 });
      environment({ HTTP_PROXY: `http://${proxy.address}`, ...exception });
      const error = await errorOfClass(UnreachableError, clientOf(vendor).send(buying));
      expect(error.message).toMatch(/the host name (is unknown|could not be looked up)/);
      expect(proxy.asked).toEqual([]);
    },
  );

  it.each([
    [{ credentials: "somebody:else" }, /the proxy of HTTP_PROXY, 127\.0\.0\.1:\d+, wants another user name/],
    [{ refusal: 403 }, /opens no way to api\.vendor\.test: it says 403/],
    [{ refusal: 502 }, /opens no way to api\.vendor\.test: it says 502/],
    [{ refusal: "cut" }, /api\.vendor\.test cannot be reached by the proxy of HTTP_PROXY, 127\.0\.0\.1:\d+/],
  ] as const)("that opens no way (%j) proves that nothing was bought", async (options, message) => {
    const proxy = await connectProxy({ leadsTo: 1, ...options });
    environment({ HTTP_PROXY: `http://${credentials}@${proxy.address}` });
    const error = await errorOfClass(UnreachableError, clientOf(vendor).send(buying));
    expect(error.mayHaveBought).toBe(false);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/pa55word|somebody/);
  });

  it("that does not answer proves that nothing was sent", async () => {
    const proxy = await connectProxy({ leadsTo: 1, refusal: "silence" });
    environment({ HTTP_PROXY: `http://${credentials}@${proxy.address}` });
    const request = { origin: vendor, path: "/", method: "POST", headers: {}, body: "{}" } as const;
    const end = await exchange(request, "purchase");
    expect(end).toMatchObject({ kind: "broken", sent: false });
    expect(end).toHaveProperty(
      "reason",
      expect.stringMatching(/by the proxy of HTTP_PROXY, .*: no answer in time$/),
    );
  }, 30_000);

  it("that is not there proves it too, and is named without its password", async () => {
    environment({ HTTP_PROXY: `http://${credentials}@127.0.0.1:1` });
    const error = await errorOfClass(UnreachableError, clientOf(vendor).send(buying));
    expect(error.mayHaveBought).toBe(false);
    expect(error.message).toContain("by the proxy of HTTP_PROXY, 127.0.0.1:1: the connection was refused");
    expect(error.message).not.toMatch(/pa55word|somebody/);
  });

  it("that breaks the open way off leaves a purchase unclear, which is sent once", async () => {
    const server = await serve([{ cut: "before" }]);
    const proxy = await connectProxy({ leadsTo: portOf(server.url) });
    environment({ HTTP_PROXY: `http://${proxy.address}` });
    const error = await errorOfClass(UnclearPurchaseError, clientOf(vendor).send(buying));
    expect(error.mayHaveBought).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it.each([502, 407])(
    "that answers in the vendor's place with %i leaves a purchase unclear",
    async (status) => {
      const server = await serve([{ status, body: "<html>Proxy</html>" }]);
      const proxy = await connectProxy({ leadsTo: portOf(server.url) });
      environment({ HTTP_PROXY: `http://${proxy.address}` });
      const client = clientOf(vendor);
      const error = client.failure(await client.send(buying));
      expect(error).toBeInstanceOf(UnclearPurchaseError);
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each(["socks5://127.0.0.1:1080", "http://"])("of no use (%s) is told by its variable", async (value) => {
    environment({ HTTPS_PROXY: value });
    const error = await errorOfClass(UnreachableError, clientOf("https://api.vendor.test").send(buying));
    expect(error.mayHaveBought).toBe(false);
    expect(error.message).toContain("HTTPS_PROXY is no address of a proxy that can be used");
  });
});
