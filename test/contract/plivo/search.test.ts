import { describe, expect, it } from "vitest";
import { RefusedError } from "../../../provider/domain/errors";
import type { NumberCapability } from "../../../provider/domain/names";
import { plivo } from "../../../provider/vendors/plivo";
import { plivoOptions } from "../../../provider/vendors/plivo/options";
import { plivoSearchFailures } from "../../../provider/vendors/plivo/search";
import type { Offer, SearchQuery } from "../../../provider/vendors/vendor";
import { Lab, refusal, take } from "../lab";
import { plivoFixture } from "./support";

const lab = new Lab(plivo, plivoFixture);

async function search(query: Partial<SearchQuery>): Promise<Offer[]> {
  const vendor = await lab.connect();
  return take(vendor.search({ country: "US", type: undefined, criteria: {}, options: {}, ...query }));
}

/** The parameters of the first call, without those of paging. */
function sent(): Record<string, string> {
  const { limit: _, offset: __, country_iso: ___, ...rest } = lab.calls[0]?.query ?? {};
  return rest;
}

describe("places", () => {
  it("region and locality together: the region is asked for, the locality filtered", async () => {
    const offers = await search({ criteria: { region: "California", locality: "San Francisco" } });
    expect(sent()).toEqual({ type: "fixed", region: "California" });
    expect(offers).not.toHaveLength(0);
    expect(offers.filter(({ e164 }) => !e164.startsWith("+1415"))).toEqual([]);
  });

  it("region and locality that do not go together find nothing", async () => {
    expect(await search({ criteria: { region: "California", locality: "Boston" } })).toEqual([]);
  });

  it("a locality is asked for as the city of a local number", async () => {
    await search({ criteria: { locality: "Boston" } });
    expect(sent()).toEqual({ type: "local", city: "Boston" });
  });

  it.each(["mobile", "tollfree", "national"] as const)("of %s numbers cannot be searched by", (type) => {
    const failures = plivoSearchFailures({ region: "California", locality: "Boston" }, type);
    expect(failures.map(({ criterion }) => criterion)).toEqual(["region", "locality"]);
    expect(failures[0]?.reason).toContain(`type: "${type}"`);
  });

  it.each(["local", undefined] as const)("of numbers of type %s can be searched by", (type) => {
    expect(plivoSearchFailures({ region: "California", locality: "Boston" }, type)).toEqual([]);
  });

  it("of local numbers can be searched by with the type said", async () => {
    expect(await search({ type: "local", criteria: { region: "California" } })).not.toHaveLength(0);
  });
});

describe("capabilities", () => {
  const capable: [NumberCapability[], string][] = [
    [["voice"], "voice"],
    [["sms"], "sms"],
    [["mms"], "mms"],
    [["sms", "voice"], "voice,sms"],
    [["mms", "voice"], "mms"],
    [["mms", "sms"], "mms"],
    [["mms", "voice", "sms"], "voice,sms,mms"],
  ];

  it.each(capable)("%j are asked for in a form that Plivo has: %s", async (capabilities, services) => {
    const offers = await search({ criteria: { capabilities } });
    expect(sent()).toEqual({ services });
    expect(offers).not.toHaveLength(0);
    // Rows often lack mms_enabled; what was asked for together with it must show all the same.
    const shown = capabilities.filter((each) => each !== "mms");
    expect(offers.filter((offer) => !shown.every((each) => offer.capabilities.includes(each)))).toEqual([]);
  });

  it("numbers that can only talk are not found by other wishes", async () => {
    const voiceOnly = { e164: plivoFixture.testNumber(0), country: "US", capabilities: ["voice" as const] };
    lab.numbers({ add: [voiceOnly] });
    for (const [capabilities] of capable.slice(1)) {
      expect(await search({ criteria: { ...plivoFixture.testRange, capabilities } })).toEqual([]);
    }
  });

  it("numbers without voice are not found by voice and mms", async () => {
    const silent = {
      e164: plivoFixture.testNumber(0),
      country: "US",
      capabilities: ["sms" as const, "mms" as const],
    };
    lab.numbers({ add: [silent] });
    expect(await search({ criteria: { ...plivoFixture.testRange, capabilities: ["voice", "mms"] } })).toEqual(
      [],
    );
    expect(
      await search({ criteria: { ...plivoFixture.testRange, capabilities: ["sms", "mms"] } }),
    ).toHaveLength(1);
  });
});

describe("leading digits", () => {
  it("of area code and prefix are one pattern: the longer", async () => {
    await search({ criteria: { areaCode: "415", prefix: "4152" } });
    expect(sent()).toEqual({ pattern: "4152" });
  });

  it("are the ones after the country code, not the first ones", async () => {
    lab.numbers({ add: [{ e164: "+442079460018", country: "GB" }] });
    const offers = await search({ country: "GB", criteria: { areaCode: "20" } });
    expect(offers.map(({ e164 }) => e164)).toContain("+442079460018");
    expect(offers.filter(({ e164 }) => !e164.startsWith("+4420"))).toEqual([]);
  });
});

describe("options that only Plivo has", () => {
  const own = [
    { e164: "+14157776600", country: "US" },
    { e164: "+14158886600", country: "US" },
  ];

  it("npanxx narrows to an exchange, localCallingArea widens it again", async () => {
    lab.numbers({ add: own });
    const narrow = await search({ options: { npanxx: "415777" } });
    expect(sent()).toEqual({ npanxx: "415777" });
    expect(narrow.every(({ e164 }) => e164.startsWith("+1415777"))).toBe(true);
    const wide = await search({ options: { npanxx: "415777", localCallingArea: true } });
    expect(wide.map(({ e164 }) => e164)).toEqual(expect.arrayContaining(own.map(({ e164 }) => e164)));
    expect(wide.length).toBeGreaterThan(narrow.length);
  });

  it.each([{ lata: 722 }, { rateCenter: "SNFC CNTRL" }])("%j finds the numbers there", async (options) => {
    const offers = await search({ options });
    expect(offers).not.toHaveLength(0);
    expect(offers.filter(({ e164 }) => !e164.startsWith("+1415"))).toEqual([]);
  });

  it("go with every criterion", async () => {
    const offers = await search({ criteria: { areaCode: "212" }, options: { lata: 722 } });
    expect(sent()).toEqual({ pattern: "212", lata: "722" });
    expect(offers).toEqual([]);
  });

  it("outside of their countries are the vendor's refusal", async () => {
    const error = await refusal(RefusedError, search({ country: "GB", options: { npanxx: "415777" } }));
    expect(error.details.vendorMessage).toContain("npanxx");
  });

  it.each([
    { npanxx: "41577" },
    { npanxx: 415777 },
    { lata: 1.5 },
    { lata: "722" },
    { rateCenter: "" },
    { city: "x" },
  ])("are strict: %j is refused", (options) => {
    expect(plivoOptions.safeParse(options).success).toBe(false);
  });
});
