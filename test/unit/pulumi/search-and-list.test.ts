import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArgumentError } from "../../../provider/domain/errors";
import { listNumbers, searchNumbers } from "../../../provider/pulumi/search-and-list";
import { errorOfClass } from "../../support/expect";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 100 });
beforeAll(() => {
  process.env.PHONE_SANDBOX = bench.sandbox.url;
});
afterAll(() => {
  delete process.env.PHONE_SANDBOX;
});

describe("searchNumbers", () => {
  it("finds what is for sale, twenty at most unless said otherwise, and buys nothing", async () => {
    expect(await searchNumbers({ vendor: "plivo", country: "us", areaCode: "415" })).toHaveLength(20);
    expect(await searchNumbers({ vendor: "plivo", country: "US", limit: 3 })).toHaveLength(3);
    expect(bench.writes).toEqual([]);
  });

  it.each(["bolna", "plivo", "ravan", "sondos"] as const)(
    "searches at %s, which may have no options of its own",
    async (vendor) => {
      expect(await searchNumbers({ vendor, country: "US", limit: 2 })).toHaveLength(2);
    },
  );

  it.each([
    [{ areaCode: "x" }, "areaCode"],
    [{ country: "UK" }, "country"],
    [{ areaCode: "415", prefix: "212" }, "prefix"],
    [{ type: "tollfree", region: "California" }, "region"],
    [{ vendorOptions: { npa: "415" } }, "vendorOptions.npa"],
  ] as const)("refuses what it cannot honour, by name: %j", async (query, argument) => {
    const asked = searchNumbers({ vendor: "plivo", country: "US", ...query });
    expect((await errorOfClass(ArgumentError, asked)).details.argument).toBe(argument);
  });
});

describe("a call from a program without types", () => {
  it.each([undefined, null, "plivo", []])("searchNumbers(%j) is refused by name", async (query) => {
    const error = await errorOfClass(ArgumentError, searchNumbers(query as never));
    expect(error.details.argument).toBe("query");
  });

  it.each([null, "plivo", []])("listNumbers(%j) is refused by name", async (owner) => {
    const error = await errorOfClass(ArgumentError, listNumbers(owner as never));
    expect(error.details.argument).toBe("owner");
  });
});

describe("searchNumbers reads criteria as the resource does", () => {
  it.each([
    [{ country: "GB", areaCode: "020" }, "areaCode", "without the leading 0: 20"],
    [{ country: "IN", prefix: "080" }, "prefix", "without the leading 0: 80"],
    [{ areaCode: 415 }, "areaCode", "--type string"],
    [{ country: 1 }, "country", "--type string"],
    [{ vendor: 5 }, "vendor", "--type string"],
    [{ account: 5 }, "account", "--type string"],
    [
      { vendorOptions: { complianceApplicationId: 5 } },
      "vendorOptions.complianceApplicationId",
      "--type string",
    ],
    [{ areaCode: "४१५" }, "areaCode", "0 to 9"],
    [{ areacode: "415" }, "areacode", "Did you mean areaCode?"],
  ])("%j", async (query, argument, reason) => {
    const asked = searchNumbers({ vendor: "plivo", country: "US", ...(query as object) });
    const error = await errorOfClass(ArgumentError, asked);
    expect(error.details.argument).toBe(argument);
    expect(error.message).toContain(reason);
  });

  it("marks that show nothing are nothing", async () => {
    const found = await searchNumbers({
      vendor: "plivo",
      country: "US",
      areaCode: "\u202a415\u202c",
      limit: 1,
    });
    expect(found[0]?.e164).toMatch(/^\+1415/);
  });
});

describe("listNumbers", () => {
  it("tells every number of the account", async () => {
    bench.numbers({ own: testNumbers(25) });
    const numbers = await listNumbers({ vendor: "plivo" });
    expect(numbers.map(({ e164 }) => e164).toSorted()).toEqual(
      testNumbers(25).map((_, index) => testNumber(index)),
    );
  });
});
