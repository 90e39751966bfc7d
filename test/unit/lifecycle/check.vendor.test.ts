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
    expect(bench.calls.map(({ path }) => path)).toContain(
      `/v1/Account/${bench.authId}/Application/..%2FNumber/`,
    );
  });

  it("a subaccount", async () => {
    const failure = await failureOf({ subaccount: "SA000000000000000000" });
    expect(failure.property).toBe("subaccount");
    expect(failure.reason).toContain("no such subaccount: SA000000000000000000");
  });

  it("a region of numbers that are not local", async () => {
    const failure = await failureOf({ type: "tollfree", search: { region: "California" } });
    expect(failure.property).toBe("search[0].region");
    expect(failure.reason).toContain("only local numbers can be searched by it");
  });

  it("numbers that start with two different codes", async () => {
    const failure = await failureOf({ search: { areaCode: "415", prefix: "212" } });
    expect(failure.property).toBe("search[0].prefix");
    expect(failure.reason).toContain("no number starts with both 415 and 212");
  });
});

describe("a price ceiling", () => {
  it("below every price names the cheapest number, and what was searched", async () => {
    bench.numbers({ add: testNumbers(3, "2.50"), price: [{ e164: testNumber(1), price: "1.90" }] });
    const failure = await failureOf({ search: { areaCode: "907" }, maxMonthlyPrice: 1.89 });
    expect(failure.property).toBe("maxMonthlyPrice");
    expect(failure.reason).toContain(
      `above maxMonthlyPrice 1.89; the cheapest is ${testNumber(1)} for 1.90 USD a month (US, areaCode 907)`,
    );
  });

  it("names the cheapest over all criteria", async () => {
    bench.numbers({ add: testNumbers(1, "0.30") });
    const failure = await failureOf({
      search: [{ areaCode: "415" }, { areaCode: "907" }],
      maxMonthlyPrice: 0.1,
    });
    expect(failure.reason).toContain(`the cheapest is ${testNumber(0)} for 0.30 USD`);
  });

  it("holds for an exact number too", async () => {
    bench.numbers({ add: testNumbers(1, "2.50") });
    const failure = await failureOf({ number: testNumber(0), maxMonthlyPrice: 2.49 });
    expect(failure.property).toBe("maxMonthlyPrice");
    expect(failure.reason).toContain(`${testNumber(0)} for 2.50 USD`);
  });

  it("lets through what costs exactly as much", async () => {
    bench.numbers({ add: testNumbers(1, "2.50") });
    const { inputs, failures } = await checkNew(await bench.context(), {
      ...plain,
      search: { areaCode: "907" },
      maxMonthlyPrice: 2.5,
    });
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual([testNumber(0)]);
  });
});

describe("a vendor that does not answer as it should is the vendor's failure", () => {
  it("no JSON", async () => {
    bench.fault("search", "malformed-after");
    const failure = await failureOf({});
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("plivo search: the answer is no JSON (HTTP 200");
  });

  it("a host that does not answer", async () => {
    const told = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": bench.token,
      "phone:plivoBaseUrl": "http://127.0.0.1:1",
    });
    const failure = onlyFailure(await checkNew(told, plain));
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("nothing was changed");
  });
});
