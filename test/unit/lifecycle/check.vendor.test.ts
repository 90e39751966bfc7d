import { describe, expect, it } from "vitest";
import { plivoInboundTrunkId, plivoOutboundTrunkId } from "../../../sandbox";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../support/checking";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const failureOf = async (args: object, config = {}) =>
  onlyFailure(await checkNew(await bench.context(config), { ...plain, ...args }));

describe("what the vendor has not", () => {
  it("a search that finds nothing says what was searched, criterion by criterion", async () => {
    const search = [{ areaCode: "999", capabilities: ["voice", "sms"] }, { locality: "Atlantis" }];
    const failure = await failureOf({ type: "local", search, vendorOptions: { lata: 722 } });
    expect(failure.property).toBe("search");
    expect(failure.reason).toContain(
      "US, type local, areaCode 999, capabilities voice+sms, lata 722; then US, type local, locality Atlantis, lata 722",
    );
  });

  it("a number that is not for sale", async () => {
    const failure = await failureOf({ number: testNumber(1) });
    expect(failure.property).toBe("number");
    expect(failure.reason).toContain(`${testNumber(1)} is not for sale`);
  });

  it("a number that somebody else has bought", async () => {
    bench.numbers({ add: testNumbers(1), take: [testNumber(0)] });
    expect((await failureOf({ number: testNumber(0) })).reason).toContain("is not for sale");
  });

  it("a number of another type than asked for", async () => {
    bench.numbers({ add: testNumbers(1) });
    const failure = await failureOf({ number: testNumber(0), type: "mobile" });
    expect(failure.property).toBe("type");
    expect(failure.reason).toContain(`${testNumber(0)} is a local number, not mobile`);
  });

  it("an application", async () => {
    const failure = await failureOf({ agent: "12345678901234567" });
    expect(failure.property).toBe("agent");
    expect(failure.reason).toContain("no such application: 12345678901234567");
  });

  it("an outbound trunk is no agent, an inbound one is", async () => {
    expect((await failureOf({ agent: plivoOutboundTrunkId })).reason).toContain(
      "an outbound trunk cannot answer calls",
    );
    const { failures } = await checkNew(await bench.context(), { ...plain, agent: plivoInboundTrunkId });
    expect(failures).toEqual([]);
  });

  it("an agent id that tries to leave its place in the path", async () => {
    expect((await failureOf({ agent: "../Number" })).property).toBe("agent");
    expect(bench.calls.filter(({ path }) => /Number\/|Application/.test(path))).toEqual([]);
  });

  it("a subaccount", async () => {
    const failure = await failureOf({ subaccount: "SA000000000000000000" });
    expect(failure.property).toBe("subaccount");
    expect(failure.reason).toContain("no such subaccount: SA000000000000000000");
  });
});
