import { afterEach, describe, expect, it } from "vitest";
import { checkNew, onlyFailure, plain, properties, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

describe("an argument at fault is named, and nothing is asked of the vendor", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it.each([
    ["vendor of no type", { vendor: 7 }, "vendor", /invalid/],
    ["unknown argument", { vendorr: "plivo" }, "vendorr", /is unknown.*vendor, account, country/],
    ["unknown criterion", { search: { area: "415" } }, "search[0].area", /is unknown.*areaCode, prefix/],
    ["second of two criteria", { search: [{}, { zip: "1" }] }, "search[1].zip", /is unknown/],
    ["empty text", { country: " " }, "country", /must not be empty/],
    ["empty search", { search: [] }, "search", /must not be empty/],
    ["area code with letters", { search: { areaCode: "41a" } }, "search[0].areaCode", /1 to 6 digits/],
    ["area code as number", { search: { areaCode: 415 } }, "search[0].areaCode", /expected string/],
    ["no capability", { search: { capabilities: [] } }, "search[0].capabilities", /at least one/],
    ["unknown capability", { search: { capabilities: ["fax"] } }, "search[0].capabilities[0]", /"voice"/],
    ["unknown type", { type: "pager" }, "type", /"local"/],
    ["price of nothing", { maxMonthlyPrice: 0 }, "maxMonthlyPrice", /above 0/],
    ["price as text", { maxMonthlyPrice: "2" }, "maxMonthlyPrice", /expected number/],
    ["empty agent", { agent: "" }, "agent", /must not be empty/],
    ["option that is no object", { vendorOptions: "npanxx" }, "vendorOptions", /expected record/],
  ])("%s", async (_, args, property, reason) => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, ...args }));
    expect(failure.property).toBe(property);
    expect(failure.reason).toMatch(reason);
    expect(failure.reason.startsWith(`${property}: `)).toBe(true);
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
});
