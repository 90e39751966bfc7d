import { afterEach, describe, expect, it } from "vitest";
import { openContext } from "../../../../provider/pulumi/runtime";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../../support/checking";
import { type Bench, configuration, noStacks, type Told, useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const [east, west] = [useSandbox({ seed: "1" }), useSandbox({ seed: "2" })];

const entry = (bench: Bench) => ({
  vendor: "plivo",
  baseUrl: bench.plivo.baseUrl,
  plivoAuthId: bench.authId,
  plivoAuthToken: bench.token,
});

async function told(accounts: object, more: Readonly<Record<string, string>> = {}): Promise<Told> {
  const lines: string[] = [];
  const config = configuration({ "phone:accounts": JSON.stringify(accounts), ...more });
  return { context: await openContext(config, { tell: (line) => lines.push(line), cli: noStacks }), lines };
}

const both = () => told({ east: entry(east), west: entry(west) });

describe("an argument at fault is named, and nothing is asked of the vendor", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it.each([["unknown vendor", { vendor: "twilio" }, "vendor", /plivo/]])(
    "%s",
    async (_, args, property, reason) => {
      const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, ...args }));
      expect(failure.property).toBe(property);
      expect(failure.reason).toMatch(reason);
      expect(failure.reason.startsWith(`${property}: `)).toBe(true);
    },
  );

  it("no vendor at all names every vendor and the configuration key", async () => {
    const { reason } = onlyFailure(await checkNew(await bench.context(), { country: "US" }));
    expect(reason).toMatch(/bolna, plivo, ravan, sondos, cald, or set phone:vendor/);
  });

  it("a vendor in phone:vendor that is none is named as the configuration's", async () => {
    const failure = onlyFailure(
      await checkNew(await bench.context({ "phone:vendor": "twilio" }), { country: "US" }),
    );
    expect(failure.property).toBe("phone:vendor");
    expect(failure.reason).toContain('"twilio" is not a known vendor');
  });
});

describe("an account at fault is named", () => {
  it.each([
    [
      { ...plain, account: "north" },
      /^account: "north" is not an entry of phone:accounts\. Known are east, west\./,
    ],
    [{ ...plain, vendor: "bolna", account: "east" }, /^account: "east" is an account of plivo, not of bolna/],
  ])("%j", async (args, reason) => {
    expect(onlyFailure(await checkNew(await both(), args)).reason).toMatch(reason);
  });

  it("where there are none", async () => {
    const run = await told({});
    const failure = onlyFailure(await checkNew(run, { ...plain, account: "east" }));
    expect(failure.reason).toContain("It has none");
  });

  it("where its vendor is none", async () => {
    const run = await told({ east: { vendor: "twilio" } });
    const failure = onlyFailure(await checkNew(run, { country: "US", account: "east" }));
    expect(failure.reason).toContain('phone:accounts.east.vendor: "twilio" is not a known vendor');
  });
});

describe("several accounts of one vendor", () => {
  it("tell the vendor, which need not be named beside them", async () => {
    const { inputs, failures } = await checkNew(await both(), { country: "US", account: "west" });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ vendor: "plivo", account: "west" });
  });
});
