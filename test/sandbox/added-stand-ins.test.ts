import { afterEach, describe, expect, test } from "vitest";
import { readConfiguration } from "../../provider/host/configuration";
import type { VendorDefinition } from "../../provider/vendors/vendor";
import { StandInError, type StandInFactory, startSandbox } from "../../sandbox/index";
import { useSandbox } from "../support/sandbox";
import { type Call, send } from "../support/send";
import tiny from "./tiny-stand-in";

const bench = useSandbox({ standIns: [tiny], stock: 20 });

function info() {
  const found = bench.control.vendors().tiny;
  if (found === undefined) throw new Error("no tiny");
  return found;
}

function call(path: string, request: Call = {}) {
  const { baseUrl, credentials } = info();
  return send(`${baseUrl}${path}`, { "x-tiny-key": credentials.tinyKey ?? "" }, request);
}

async function freeNumber(): Promise<string> {
  const [row] = JSON.parse((await call("/free")).text) as { e164: string }[];
  return row?.e164 ?? "";
}

async function buy(number: string) {
  return call("/numbers", { method: "POST", body: { number, bot: "bot-1" } });
}

describe("an added stand-in", () => {
  test("is told beside the built-in ones, which stay as they are", async () => {
    const { json } = await bench.controlCall("");
    expect(json).toMatchObject({
      vendors: {
        tiny: {
          baseUrl: `${bench.sandbox.url}/tiny`,
          credentials: { tinyKey: expect.stringMatching(/^[0-9a-f]{20}$/) },
          agents: ["bot-1", "bot-2"],
        },
      },
    });
    const plain = await startSandbox();
    const names = Object.keys(plain.control.vendors());
    const { plivo } = plain.control.vendors();
    await plain.close();
    expect(Object.keys(bench.control.vendors())).toEqual([...names, "tiny"]);
    expect(bench.plivo.credentials).toEqual(plivo?.credentials);
  });

  test("sells, and counts in the state", async () => {
    const number = await freeNumber();
    expect((await buy(number)).status).toBe(201);
    expect(bench.control.state().tiny).toMatchObject({
      owned: [{ e164: number, id: number.slice(1), agent: "bot-1", status: "active" }],
      purchases: 1,
      releases: 0,
    });
    expect((await call(`/numbers/${number.slice(1)}`, { method: "DELETE" })).status).toBe(204);
    expect(bench.control.state().tiny).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });

  test("meets every kind of fault", async () => {
    const post = (fault: "500-after" | "reset-after" | "taken" | "no-funds") =>
      bench.control.postFault({ vendor: "tiny", operation: "buy", fault });
    post("500-after");
    const number = await freeNumber();
    expect(bench.control.state().tiny?.purchases).toBe(0);
    const failed = await buy(number);
    expect([failed.status, failed.json]).toEqual([503, { tiny: "server-error" }]);
    expect(bench.control.state().tiny?.purchases).toBe(1);

    post("reset-after");
    await expect(buy(await freeNumber())).rejects.toThrow();
    expect(bench.control.state().tiny?.purchases).toBe(2);

    bench.control.reset();
    post("no-funds");
    expect((await buy(number)).json).toEqual({ tiny: "no-funds" });
    post("taken");
    expect((await buy(number)).status).toBe(404);
    expect((await buy(number)).status).toBe(409);
    expect(bench.control.state().tiny?.purchases).toBe(0);
  });

  test("hides what was bought for the lag of the list", async () => {
    const number = await freeNumber();
    bench.control.postFault({ vendor: "tiny", operation: "buy", fault: "list-lag", delayMs: 600_000 });
    await buy(number);
    expect((await call("/numbers")).text).toBe("[]");
    expect(bench.control.state().tiny?.owned).toHaveLength(1);
  });

  test("takes part in stock and clock", async () => {
    const e164 = "+19072340001";
    bench.control.changeNumbers({ vendor: "tiny", add: [{ e164, country: "US" }] });
    expect(JSON.parse((await call("/free")).text)).toContainEqual({ e164, monthlyPrice: "1.50" });
    await buy(e164);
    const renewsAt = () => bench.control.state().tiny?.owned[0]?.renewsAt ?? "";
    const before = renewsAt();
    bench.control.advance({ advance: "40d" });
    expect(renewsAt() > before).toBe(true);
  });

  test("has its calls logged, without its key", async () => {
    const { tinyKey } = info().credentials;
    await call(`/free?key=${tinyKey}`, { method: "GET" });
    await call("/numbers", { method: "POST", body: { number: "+1", key: tinyKey } });
    const log = bench.control.calls("tiny");
    expect(log).toMatchObject([
      { vendor: "tiny", method: "GET", path: "/free", query: { key: "[redacted]" }, status: 200 },
      { vendor: "tiny", method: "POST", path: "/numbers", body: { number: "+1", key: "[redacted]" } },
    ]);
    expect(JSON.stringify(log)).not.toContain(tinyKey);
  });

  test("is opened afresh by a reset, with the same key", async () => {
    const before = info();
    await buy(await freeNumber());
    bench.control.reset();
    expect(info()).toEqual(before);
    expect(bench.control.state().tiny).toEqual({ owned: [], purchases: 0, releases: 0 });
  });

  test("has its rate limit enforced", async () => {
    const sandbox = await startSandbox({ standIns: [tiny] });
    const found = sandbox.control.vendors().tiny;
    const replies = [];
    for (let turn = 0; turn < 6; turn++) {
      replies.push(
        await send(`${found?.baseUrl}/numbers`, { "x-tiny-key": found?.credentials.tinyKey ?? "" }, {}),
      );
    }
    await sandbox.close();
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(replies.at(-1)?.json).toEqual({ tiny: "rate-limited" });
  });
});

describe("phone:sandbox and a vendor that a module adds", () => {
  const settingsOf = (config: string) => {
    const values: Record<string, string> = { "phone:sandbox": bench.sandbox.url };
    const definition: Pick<VendorDefinition<"key">, "name" | "keys"> = {
      name: config === "tinyKey" ? "tiny" : "tiny2",
      keys: { key: { config, environment: "TINY_KEY", secret: true } },
    };
    return readConfiguration({ get: (key) => values[key] }, {}).settings(
      definition as VendorDefinition<"key">,
    );
  };

  test("it is given the address and the keys of its stand-in", async () => {
    const { baseUrl, credentials } = info();
    expect(await settingsOf("tinyKey")).toEqual({ baseUrl, keys: { key: credentials.tinyKey } });
  });

  test("without a stand-in, the error says how to add one", async () => {
    await expect(settingsOf("otherKey")).rejects.toThrow(/no stand-in for tiny2.*--stand-in/s);
  });
});

describe("what cannot be added", () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((sandbox) => sandbox.close())));

  const errorOf = async (standIns: unknown) => {
    try {
      opened.push(await startSandbox({ standIns: standIns as StandInFactory[] }));
      return undefined;
    } catch (error) {
      return error;
    }
  };

  test.each([
    ["nothing", undefined],
    ["text", "./tiny"],
    ["no open", { vendor: "tiny" }],
    ["open that is no function", { vendor: "tiny", open: {} }],
    ["no name", { open: tiny.open }],
    ["a name that is no path segment", { vendor: "Tiny/2", open: tiny.open }],
    ["the name of the control calls", { vendor: "_sandbox", open: tiny.open }],
  ])("%s is not a factory", async (_what, value) => {
    const error = await errorOf([tiny, value]);
    expect(error).toBeInstanceOf(StandInError);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as StandInError).source).toBe("standIns[1]");
    expect((error as StandInError).message).toMatch(/^standIns\[1\]: not a StandInFactory/);
  });

  test.each(["plivo", "tiny"])("%s has a stand-in already", async (vendor) => {
    const error = await errorOf([tiny, { ...tiny, vendor }]);
    expect(error).toBeInstanceOf(StandInError);
    expect((error as StandInError).message).toBe(
      `standIns[1]: the sandbox already has a stand-in for "${vendor}". Give this one another name.`,
    );
  });

  test("what is not a list is a TypeError that names the option", async () => {
    const error = await errorOf(tiny);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain("standIns");
  });
});
