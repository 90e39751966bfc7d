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
