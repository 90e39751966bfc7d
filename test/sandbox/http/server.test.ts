import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { type SandboxOptions, startSandbox } from "../../../sandbox/index";
import { useSandbox } from "../../support/sandbox";

describe("rate limit", () => {
  const bench = useSandbox({ rateLimit: true });
  const many = 305;

  test("301st call is a 429 in the vendor's words; control calls do not count", async () => {
    for (let turn = 0; turn < 20; turn++) await bench.controlCall("/state");
    const replies = await Promise.all(Array.from({ length: many }, () => bench.call("Number/")));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(many - 300);
    expect(refused[0]?.json.error).toEqual(expect.any(String));
    expect(refused[0]?.headers.get("retry-after")).toBeNull();
    await bench.controlCall("/reset", { method: "POST" });
    expect((await bench.call("Number/")).status).toBe(200);
  });

  test("a call over the limit uses up no fault", async () => {
    await Promise.all(Array.from({ length: 300 }, () => bench.call("Number/")));
    bench.control.postFault({ vendor: "plivo", operation: "list", fault: "500-before" });
    expect((await bench.call("Number/")).status).toBe(429);
    expect(bench.control.faults()).toHaveLength(1);
  });
});

describe("without a rate limit", () => {
  const bench = useSandbox({ rateLimit: false, stock: 0 });

  test("any number of calls is answered", async () => {
    const replies = await Promise.all(Array.from({ length: 310 }, () => bench.call("Number/")));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test("stock 0 leaves no US numbers, and the other country as it is", async () => {
    expect((await bench.call("PhoneNumber/?country_iso=US")).json.objects).toEqual([]);
    expect((await bench.search("country_iso=GB")).length).toBe(20);
  });

  test("a body beyond the bound is refused", async () => {
    const body = { alias: "x".repeat(100_000) };
    expect((await bench.update("14155550123", body)).status).toBe(413);
    expect(bench.control.calls().at(-1)).toMatchObject({ body: null, status: 413 });
  });

  test("an unknown vendor is a 404", async () => {
    expect((await fetch(`${bench.sandbox.url}/nobody/v1/`)).status).toBe(404);
  });
});

describe("starting and stopping", () => {
  test.each([
    ["port", { port: -1 }],
    ["latency", { latency: 1.5 }],
    ["stock", { stock: 1e9 }],
    ["ports", { ports: 1 }],
  ])("a bad option is refused by name: %s", async (name, options) => {
    await expect(startSandbox(options as SandboxOptions)).rejects.toThrow(name);
  });

  test("a port in use is an error", async () => {
    const first = await startSandbox();
    await expect(startSandbox({ port: first.port })).rejects.toThrow("EADDRINUSE");
    await first.close();
  });

  test("listens on the loopback address only", async () => {
    const sandbox = await startSandbox();
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
    // Another loopback address has the port to itself.
    const other = createServer();
    await new Promise<void>((resolve, reject) => {
      other.once("error", reject);
      other.listen(sandbox.port, "127.0.0.2", resolve);
    });
    await new Promise((resolve) => other.close(resolve));
    await sandbox.close();
  });

  test("close does not wait for calls that are held, and can be called twice", async () => {
    const sandbox = await startSandbox({ latency: 60_000 });
    const call = fetch(`${sandbox.url}/plivo/v1/Account/x/`);
    const cut = expect(call).rejects.toThrow();
    await expect.poll(() => sandbox.control.calls()).toHaveLength(1);
    await Promise.all([sandbox.close(), sandbox.close()]);
    await cut;
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  test("latency answers all the same", async () => {
    const sandbox = await startSandbox({ latency: 1 });
    expect((await fetch(`${sandbox.url}/plivo/v1/Account/x/`)).status).toBe(401);
    await sandbox.close();
  });
});
