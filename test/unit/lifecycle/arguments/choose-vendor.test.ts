import { afterEach, describe, expect, it } from "vitest";
import { accountEntry, contextOfAccounts } from "../../../support/accounts";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const [east, west] = [useSandbox({ seed: "1" }), useSandbox({ seed: "2" })];

const both = () => contextOfAccounts({ east: accountEntry(east), west: accountEntry(west) });

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
    const run = await contextOfAccounts({});
    const failure = onlyFailure(await checkNew(run, { ...plain, account: "east" }));
    expect(failure.reason).toContain("It has none");
  });

  it("where its vendor is none", async () => {
    const run = await contextOfAccounts({ east: { vendor: "twilio" } });
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
