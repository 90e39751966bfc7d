import { afterEach, describe, expect, it } from "vitest";
import { checkNew, onlyFailure, plain, properties, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

describe("an argument at fault is named, and nothing is asked of the vendor", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it.each([
    [
      "malformed number",
      { country: undefined, number: "call me" },
      "number",
      /"call me" is not a phone number/,
    ],
    [
      "ten digits without a country",
      { country: undefined, number: "4155550100" },
      "number",
      /is not a phone number/,
    ],
    [
      "number of another country",
      { country: "GB", number: "+14155550100" },
      "number",
      /is a US number, not a GB number/,
    ],
    [
      "prefix for calls to abroad of another country",
      { country: undefined, number: "0011 65 6123 4567" },
      "number",
      /is not a phone number: it may be \+6561234567\. Write the one that is meant/,
    ],
    [
      "prefix for calls to abroad of the given country",
      { country: "AU", number: "0011 65 6123 4567" },
      "number",
      /\+6561234567 is a SG number, not a AU number\. Write it as \+6561234567, and leave country out/,
    ],
    ["+1 1", { number: "+1 1 415 555 0199" }, "number", /no number begins with 1/],
    ["digits of another script", { number: "+१४१५५५५०१००" }, "number", /the digit "१" \(U\+0967\)/],
    ["short code", { number: "40404" }, "number", /5 digits, and short codes are not rented/],
    ["vanity word", { number: "1-800-FLOWERS" }, "number", /it has letters/],
    ["old notation to buy", { country: "MX", number: "+5215512345678" }, "number", /has 11 digits .* adopt/],
    ["country that is not ISO", { country: "XX" }, "country", /"XX" is not an ISO 3166-1/],
    ["UK for GB", { country: "UK" }, "country", /"GB"/],
    ["no country", { country: undefined }, "country", /is missing/],
    ["search beside number", { number: "+14155550100", search: {} }, "search", /Leave one of them out/],
  ])("%s", async (_, args, property, reason) => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, ...args }));
    expect(failure.property).toBe(property);
    expect(failure.reason).toMatch(reason);
    expect(failure.reason.startsWith(`${property}: `)).toBe(true);
  });
});

it("a number with marks that show nothing is that number", async () => {
  bench.numbers({ add: [{ e164: "+14155550100", country: "US" }] });
  const { inputs, failures } = await checkNew(await bench.context(), {
    vendor: "plivo",
    number: "\u202a1\u00a0415\u200e 555\u20110100\u202c",
  });
  expect(failures).toEqual([]);
  expect(inputs).toMatchObject({ number: "+14155550100", country: "US", candidates: ["+14155550100"] });
});

describe("several arguments at fault", () => {
  it("are all reported at once when their meaning is wrong", async () => {
    const { failures } = await checkNew(await bench.context(), {
      vendor: "plivo",
      country: "XX",
      number: "call me",
      search: {},
      vendorOptions: { npa: "415", lata: 1.5 },
    });
    expect(properties(failures).toSorted()).toEqual([
      "country",
      "number",
      "search",
      "vendorOptions",
      "vendorOptions.lata",
      "vendorOptions.npa",
    ]);
  });

  it("are all reported at once when one has a wrong form and another a wrong meaning", async () => {
    const { failures } = await checkNew(await bench.context(), {
      ...plain,
      type: "pager",
      country: "XX",
      colour: "red",
    });
    expect(properties(failures).toSorted()).toEqual(["colour", "country", "type"]);
  });
});

describe("good arguments", () => {
  it("come back normalised", async () => {
    const { inputs, failures } = await checkNew(await bench.context({ "phone:vendor": "plivo" }), {
      country: " us ",
      search: { areaCode: "415" },
    });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ vendor: "plivo", country: "US", search: [{ areaCode: "415" }] });
  });

  it("may leave out the country when the number tells it", async () => {
    bench.numbers({ add: [{ e164: "+442079460018", country: "GB" }] });
    const { inputs, failures } = await checkNew(await bench.context(), {
      vendor: "plivo",
      number: "0044 20 7946 0018",
    });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ number: "+442079460018", country: "GB", candidates: ["+442079460018"] });
  });
});

describe("an agent that can have one number", () => {
  const entries = (sondosApiKey: string) => {
    const { baseUrl } = bench.info("sondos");
    const keyOf = (key: string) => ({ vendor: "sondos", baseUrl, sondosApiKey: key });
    const own = String(bench.info("sondos").credentials.sondosApiKey);
    return { "phone:accounts": JSON.stringify({ front: keyOf(own), back: keyOf(sondosApiKey) }) };
  };
  const wanted = (account: string) => ({
    account,
    country: "US",
    agent: String(bench.info("sondos").agents[0]),
  });

  it("is refused to a second one by another entry of the same account", async () => {
    const told = await bench.contextWithKeys(entries(String(bench.info("sondos").credentials.sondosApiKey)));
    expect((await checkNew(told, wanted("front"), "first")).failures).toEqual([]);
    const failure = onlyFailure(await checkNew(told, wanted("back"), "second"));
    expect(failure.property).toBe("agent");
    expect(failure.reason).toMatch(/can have one number only, and first names it, too/);
  });

  it("is another one in another account", async () => {
    const told = await bench.contextWithKeys(entries("sk_another_account"));
    expect((await checkNew(told, wanted("front"), "first")).failures).toEqual([]);
    const { failures } = await checkNew(told, wanted("back"), "second");
    expect(failures.map(({ reason }) => reason).join()).not.toContain("one number only");
  });
});
