import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { defined } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });

/** A request with headers that fetch does not let a program set. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET", body?: string) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const { port } = bench.sandbox;
      const asked = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
      });
      asked.on("error", reject).end(body);
    },
  );
}

const figure = (page: string, name: string) => new RegExp(`<dt>${name}</dt><dd>([^<]*)</dd>`).exec(page)?.[1];

describe("GET /", () => {
  test("shows the numbers of every account, what they cost, and what was asked", async () => {
    const digits = await bench.bought("country_iso=US&type=local", { app_id: bench.agents[0] });
    const { status, text } = await ask("/");
    expect(status).toBe(200);
    expect(text).toContain(`>+${digits}</th>`);
    expect(text).toContain(bench.agents[0]);
    expect(figure(text, "Numbers")).toBe("1");
    expect(figure(text, "Spent")).toBe("0.80 USD");
    expect(text).toMatch(
      new RegExp(`<b class="good">20[12]</b> plivo POST\\s*<code>/v1/[^<]*/PhoneNumber/${digits}/</code>`),
    );
    expect(text).not.toContain(bench.token);
  });

  test("shows as text what came from outside, in numbers and in calls", async () => {
    const hostile = "<script>alert(1)</script>";
    bench.control.changeNumbers({
      vendor: "plivo",
      own: [{ e164: "+14155550123", country: "US", alias: hostile }],
    });
    await bench.call(`Number/?x=${encodeURIComponent(hostile)}`);
    await bench.update("14155550123", { alias: hostile });
    const { text } = await ask("/");
    expect(text.match(/<script>/g)).toHaveLength(2);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("may talk to the sandbox only, is in no frame, and is not kept", async () => {
    const { headers, text } = await ask("/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(text).not.toMatch(/https?:/);
  });

  test("is no call of a vendor", async () => {
    await ask("/");
    expect(bench.control.calls()).toEqual([]);
  });
});

describe("GET /_events", () => {
  test("sends what changed, and only that, until nobody listens", async () => {
    const listening = new AbortController();
    const { body } = await fetch(`${bench.sandbox.url}/_events`, { signal: listening.signal });
    const reader = defined(body).pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    const next = async (): Promise<Record<string, string>> => {
      while (!rest.includes("\n\n")) rest += (await reader.read()).value ?? "";
      const [event = "", ...others] = rest.split("\n\n");
      rest = others.join("\n\n");
      return JSON.parse(event.replace(/^data: /, "")) as Record<string, string>;
    };
    expect(Object.keys(await next())).toEqual(["summary", "numbers", "agents", "vendors", "faults", "calls"]);
    bench.control.postFault({ vendor: "plivo", operation: "buy", fault: "taken" });
    const faults = await next();
    expect(Object.keys(faults)).toEqual(["faults"]);
    expect(faults.faults).toContain("taken");
    bench.control.judgeDocuments({ vendor: "plivo", country: "IN", accepted: true });
    expect((await next()).vendors).toContain("documents accepted for IN");
    listening.abort();
  });
});

describe("money spent", () => {
  const spent = async () => figure((await ask("/")).text, "Spent");

  test("is setup and rent when bought, and rent at each renewal", async () => {
    bench.control.changeNumbers({
      vendor: "plivo",
      add: [{ e164: "+19072340001", country: "US", price: "2", setupPrice: "0.5" }],
    });
    await bench.buy("19072340001");
    expect(await spent()).toBe("2.50 USD");
    bench.control.advance({ advance: "95d" });
    expect(await spent()).toBe("8.50 USD");
    await bench.call("Number/19072340001/", { method: "DELETE" });
    bench.control.advance({ advance: "95d" });
    expect(await spent()).toBe("8.50 USD");
  });

  test("is nothing for what is owned from before, or was not sold", async () => {
    bench.control.changeNumbers({ vendor: "plivo", own: [{ e164: "+14155550123", country: "US" }] });
    bench.control.postFault({ vendor: "plivo", operation: "buy", fault: "taken" });
    await bench.buy(await bench.freeNumber());
    expect(await spent()).toBe("0.00 USD");
  });
});

describe("what a page of another site asks for", () => {
  const fault = JSON.stringify({ vendor: "plivo", operation: "buy", fault: "taken" });
  const own = () => `127.0.0.1:${bench.sandbox.port}`;

  test.each([
    ["another site", () => "https://evil.example"],
    ["another port of this machine", () => "http://127.0.0.1:1"],
    ["the same name by another scheme", () => `https://${own()}`],
    ["a file or a sandboxed frame", () => "null"],
  ])("is refused: of %s", async (_what, origin) => {
    const asked = { origin: origin(), "content-type": "text/plain" };
    for (const [path, method] of [
      ["/_sandbox/faults", "POST"],
      ["/_sandbox/reset", "POST"],
      ["/_sandbox/calls", "DELETE"],
      ["/_sandbox", "GET"],
      ["/_events", "GET"],
      ["/", "GET"],
    ] as const) {
      expect((await ask(path, asked, method, method === "POST" ? fault : undefined)).status).toBe(403);
    }
    expect(bench.control.faults()).toEqual([]);
  });

  test.each(["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2", "[::2]"])(
    "is refused where the name %s was made to point here",
    async (name) => {
      const host = `${name}:${bench.sandbox.port}`;
      for (const path of ["/", "/_events", "/_sandbox", "/_sandbox/state"]) {
        const { status, text } = await ask(path, { host });
        expect(status).toBe(403);
        expect(JSON.parse(text)).toEqual({ error: expect.stringContaining(name) });
      }
      expect((await ask("/_sandbox/faults", { host, origin: `http://${host}` }, "POST", fault)).status).toBe(
        403,
      );
      expect(bench.control.faults()).toEqual([]);
    },
  );

  test.each(["127.0.0.1", "localhost", "LOCALHOST", "phones.localhost", "[::1]"])(
    "is answered where this machine is called %s",
    async (name) => {
      const host = `${name}:${bench.sandbox.port}`;
      expect((await ask("/", { host })).status).toBe(200);
      expect((await ask("/_sandbox/faults", { host, origin: `http://${host}` }, "POST", fault)).status).toBe(
        200,
      );
    },
  );

  test("is answered without an origin, as to programs", async () => {
    expect((await ask("/_sandbox/faults", {}, "POST", fault)).status).toBe(200);
  });
});
