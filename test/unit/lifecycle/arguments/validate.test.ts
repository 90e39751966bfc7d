import { afterEach, describe, expect, it } from "vitest";
import { checkNew, onlyFailure, plain, properties, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });
provingNothingChanged(bench);

describe("an argument at fault is named, and nothing is asked of the vendor", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it.each([
    ["unknown vendor", { vendor: "twilio" }, "vendor", /plivo/],
    ["vendor of no type", { vendor: 7 }, "vendor", /invalid/],
    ["unknown argument", { vendorr: "plivo" }, "vendorr", /is unknown.*vendor, account, country/],
    ["unknown criterion", { search: { area: "415" } }, "search[0].area", /is unknown.*areaCode, prefix/],
    ["second of two criteria", { search: [{}, { zip: "1" }] }, "search[1].zip", /is unknown/],
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
    ["country that is not ISO", { country: "XX" }, "country", /"XX" is not an ISO 3166-1/],
    ["UK for GB", { country: "UK" }, "country", /"GB"/],
    ["no country", { country: undefined }, "country", /is missing/],
    ["empty text", { country: " " }, "country", /must not be empty/],
    ["search beside number", { number: "+14155550100", search: {} }, "search", /Leave one of them out/],
    ["empty search", { search: [] }, "search", /must not be empty/],
    ["area code with letters", { search: { areaCode: "41a" } }, "search[0].areaCode", /1 to 6 digits/],
    ["area code as number", { search: { areaCode: 415 } }, "search[0].areaCode", /expected string/],
    ["no capability", { search: { capabilities: [] } }, "search[0].capabilities", /at least one/],
    ["unknown capability", { search: { capabilities: ["fax"] } }, "search[0].capabilities[0]", /"voice"/],
    ["unknown type", { type: "pager" }, "type", /"local"/],
    ["price of nothing", { maxMonthlyPrice: 0 }, "maxMonthlyPrice", /above 0/],
    ["price as text", { maxMonthlyPrice: "2" }, "maxMonthlyPrice", /expected number/],
    ["empty agent", { agent: "" }, "agent", /must not be empty/],
    ["unknown option", { vendorOptions: { npa: "415" } }, "vendorOptions.npa", /plivo has no such option/],
    ["malformed option", { vendorOptions: { npanxx: "415" } }, "vendorOptions.npanxx", /six digits/],
    ["option that is no object", { vendorOptions: "npanxx" }, "vendorOptions", /expected record/],
  ])("%s", async (_, args, property, reason) => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, ...args }));
    expect(failure.property).toBe(property);
    expect(failure.reason).toMatch(reason);
    expect(failure.reason.startsWith(`${property}: `)).toBe(true);
  });

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

describe("several arguments at fault", () => {
  it("are all reported at once when their form is wrong", async () => {
    const { failures } = await checkNew(await bench.context(), {
      vendor: "twilio",
      country: 1,
      type: "pager",
      search: [{ areaCode: "x", zip: "1" }],
      number: "",
      adopt: "+14155550100",
      agent: 7,
      subaccount: "",
      alias: false,
      maxMonthlyPrice: -1,
      colour: "red",
    });
    expect(properties(failures).toSorted()).toEqual([
      "agent",
      "alias",
      "colour",
      "country",
      "maxMonthlyPrice",
      "number",
      "search[0].areaCode",
      "search[0].zip",
      "subaccount",
      "type",
      "vendor",
    ]);
  });

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

  it("are answered by one line: which number, from whom, for how much, and why this one", async () => {
    bench.numbers({ add: [{ e164: "+19072340000", country: "US", price: "1.5", setupPrice: "2" }] });
    const told = await bench.context();
    await checkNew(told, { ...plain, search: [{ areaCode: "999" }, { areaCode: "907" }] });
    expect(told.lines).toEqual([
      "line: picked +19072340000 from plivo for 1.50 USD a month, 2.00 USD to set up (search[1])",
    ]);
  });

  it("given as candidates or quote by hand are thrown away", async () => {
    const { inputs } = await checkNew(await bench.context(), {
      ...plain,
      candidates: ["+14155550100"],
      quote: { matched: 9 },
    });
    expect(inputs.candidates).not.toContain("+14155550100");
    expect(inputs.quote).toMatchObject({ matched: 0 });
  });
});
