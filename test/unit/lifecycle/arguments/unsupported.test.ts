import { afterEach, describe, expect, it } from "vitest";
import { unsupportedArguments } from "../../../../provider/lifecycle/arguments/unsupported";
import { plivo } from "../../../../provider/vendors/plivo";
import type { VendorDefinition } from "../../../../provider/vendors/vendor";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const failureOf = async (args: object, config = {}) =>
  onlyFailure(await checkNew(await bench.context(config), { ...plain, ...args }));

describe("an argument at fault is named, and nothing is asked of the vendor", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it.each([
    ["unknown option", { vendorOptions: { npa: "415" } }, "vendorOptions.npa", /plivo has no such option/],
    ["malformed option", { vendorOptions: { npanxx: "415" } }, "vendorOptions.npanxx", /six digits/],
  ])("%s", async (_, args, property, reason) => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, ...args }));
    expect(failure.property).toBe(property);
    expect(failure.reason).toMatch(reason);
    expect(failure.reason.startsWith(`${property}: `)).toBe(true);
  });
});

it("a label that is longer than the vendor takes is refused before anything is bought", async () => {
  const alias = "\u{1f4de}".repeat(51);
  const long = await checkNew(await bench.context(), { vendor: "sondos", country: "US", alias });
  expect(onlyFailure(long)).toMatchObject({
    property: "alias",
    reason: expect.stringContaining("sondos takes a nickname of 50 characters at most. Shorten it"),
  });
  const most = { vendor: "sondos", country: "US", alias: alias.slice(2) };
  expect((await checkNew(await bench.context(), most)).failures).toEqual([]);
  expect((await checkNew(await bench.context(), { ...plain, alias })).failures).toEqual([]);
});

describe("an agent that would be more than one part of an address", () => {
  const addresses = ["sip:desk@pbx.example/1", "a/../b", ".."];

  it.each(addresses)("is refused where agents are ids: %s", async (agent) => {
    const failure = await failureOf({ agent });
    expect(failure.property).toBe("agent");
    expect(failure.reason).toContain("must be an id as the vendor shows it");
    expect(bench.calls).toEqual([]);
  });

  it.each(addresses)("is taken where the vendor says that agents are addresses: %s", (agent) => {
    const { capabilities } = plivo;
    const definition: VendorDefinition = {
      ...plivo,
      capabilities: { ...capabilities, agent: { ...capabilities.agent, isAddress: true } },
    };
    expect(unsupportedArguments(definition, { vendor: "plivo", agent }, [])).toEqual([]);
  });
});

describe("what the vendor has not", () => {
  it("a region of numbers that are not local", async () => {
    const failure = await failureOf({ type: "tollfree", search: { region: "California" } });
    expect(failure.property).toBe("search[0].region");
    expect(failure.reason).toContain("only local numbers can be searched by it");
  });

  it.each([
    [{ country: "GB", search: { areaCode: "020" } }, "search[0].areaCode", "without the leading 0: 20"],
    [{ country: "IN", search: [{}, { areaCode: "080" }] }, "search[1].areaCode", "without the leading 0: 80"],
    [{ country: "DE", search: { prefix: "0301" } }, "search[0].prefix", "without the leading 0: 301"],
    [{ country: "US", search: { areaCode: "1415" } }, "search[0].areaCode", "without the leading 1: 415"],
    [
      { country: "GB", search: { areaCode: "0" } },
      "search[0].areaCode",
      "without the leading 0. It is dialled",
    ],
  ])("digits that are dialled before a number: %j", async (args, property, reason) => {
    const failure = await failureOf(args);
    expect(failure.property).toBe(property);
    expect(failure.reason).toContain(reason);
  });

  it("but the 0 of Italy, which is part of its numbers", async () => {
    bench.numbers({ add: [{ e164: "+390669812345", country: "IT" }] });
    const args = { ...plain, country: "IT", search: { areaCode: "06" } };
    const { inputs, failures } = await checkNew(await bench.context(), args);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ candidates: ["+390669812345"] });
  });

  it("numbers that start with two different codes", async () => {
    const failure = await failureOf({ search: { areaCode: "415", prefix: "212" } });
    expect(failure.property).toBe("search[0].prefix");
    expect(failure.reason).toContain("no number starts with both 415 and 212");
  });
});

describe("a subaccount", () => {
  it.each([
    ["bolna", "use the sub-account's own key: an entry of phone:accounts, named by account"],
    ["ravan", "leave subaccount out"],
    ["sondos", "leave subaccount out"],
    ["cald", "leave subaccount out"],
  ])("cannot be had at %s, which says what to do instead", async (vendor, instead) => {
    const args = { ...plain, vendor, subaccount: "SA1" };
    const { property, reason } = onlyFailure(await checkNew(await bench.context(), args));
    expect(property).toBe("subaccount");
    expect(reason).toContain(instead);
  });
});
