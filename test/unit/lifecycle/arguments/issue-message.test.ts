import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../../provider/lifecycle/arguments/parse";
import { unsupportedArguments } from "../../../../provider/lifecycle/arguments/unsupported";
import { plivo } from "../../../../provider/vendors/plivo";

const textArguments = [
  "vendor",
  "account",
  "country",
  "number",
  "adopt",
  "agent",
  "subaccount",
  "alias",
  "nothingBought",
];
const textCriteria = ["areaCode", "prefix", "contains", "region", "locality"];

function onlyReason(args: Readonly<Record<string, unknown>>): { property: string; reason: string } {
  const { failures } = parseArguments(args);
  expect(failures).toHaveLength(1);
  return { property: failures[0]?.property ?? "", reason: failures[0]?.reason ?? "" };
}

describe("a number where text is expected", () => {
  const places = [
    ...textArguments.map((name) => ({ property: name, args: (value: unknown) => ({ [name]: value }) })),
    ...textCriteria.flatMap((name) => [
      { property: `search[0].${name}`, args: (value: unknown) => ({ search: { [name]: value } }) },
      { property: `search[1].${name}`, args: (value: unknown) => ({ search: [{}, { [name]: value }] }) },
    ]),
  ];

  it("is told with the argument and the option of pulumi config set, wherever it stands", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.integer(), ({ property, args }, value) => {
        const failure = onlyReason(args(value));
        expect(failure.property).toBe(property);
        expect(failure.reason).toMatch(
          /^[^:]+: invalid input: expected string, received number\. Write it in quotes;/,
        );
        expect(failure.reason).toContain("pulumi config set --path --type string");
      }),
    );
  });

  it("has lost digits where there are more than a number holds, and is not repeated", () => {
    const agents = JSON.parse('{ "x": 22954492460471329 }') as { x: number };
    const { reason } = onlyReason({ agent: agents.x });
    expect(reason).toContain("Its last digits are lost already. Write it in quotes");
    expect(reason).not.toContain("2295449246");
    expect(onlyReason({ search: { areaCode: 415 } }).reason).not.toContain("lost");
  });

  it("is told for the options of a vendor as well", () => {
    const [failure] = unsupportedArguments(plivo, { vendorOptions: { complianceApplicationId: 12 } }, []);
    expect(failure?.property).toBe("vendorOptions.complianceApplicationId");
    expect(failure?.reason).toContain("pulumi config set --path --type string");
    const [lata] = unsupportedArguments(plivo, { vendorOptions: { lata: "722" } }, []);
    expect(lata?.reason).toContain("--type float");
  });
});

describe("text where something else is expected", () => {
  it.each(["2", "2.50", "two", ""])("a price: %j", (value) => {
    const { reason } = onlyReason({ maxMonthlyPrice: value });
    expect(reason).toMatch(
      /expected number, received string\. Write it without quotes; .*getNumber.*--type float/,
    );
  });

  it.each(["deletionProtection", "replaceable"])("%s", (name) => {
    const { reason } = onlyReason({ [name]: "true" });
    expect(reason).toMatch(
      /expected boolean, received string\. Write it without quotes; .*getBoolean.*--type bool/,
    );
  });
});

it.each([{ search: '{"areaCode":"415"}' }, { vendorOptions: "{}" }, { search: { capabilities: "voice" } }])(
  "text in the place of an object or a list comes from getObject: %j",
  (args) => {
    expect(onlyReason(args).reason).toMatch(/received string\. Write it without quotes; .* by getObject\.$/);
  },
);

it.each(["agent", "maxMonthlyPrice", "replaceable"])("null is left out: %s", (name) => {
  expect(onlyReason({ [name]: null }).reason).toContain("Leave it out instead of null");
});

it.each([
  [{ agnet: "x" }, /Did you mean agent\?/],
  [{ search: { areacode: "415" } }, /Did you mean areaCode\?/],
])("the name that is meant is told: %j", (args, reason) => {
  expect(onlyReason(args).reason).toMatch(reason);
});

describe("characters that show nothing", () => {
  it.each([
    [{ agent: "a\u200bb" }, "agent", "U+200B"],
    [{ agent: "a\u200db" }, "agent", "U+200D"],
    [{ country: "US\u200e" }, "country", "U+200E"],
    [{ subaccount: "SA\u0000" }, "subaccount", "U+0000"],
    [{ search: { region: "Cali\u00adfornia" } }, "search[0].region", "U+00AD"],
  ])("are named in names: %j", (args, property, name) => {
    const failure = onlyReason(args);
    expect(failure.property).toBe(property);
    expect(failure.reason).toContain(`has ${name}, which shows nothing. Write it without that.`);
  });

  it("are left out of digits, and blanks of every kind are blanks", () => {
    const { args, failures } = parseArguments({
      agent: "\u00a0\ufeffagent-1\u3000",
      search: { areaCode: "\u202a415\u202c", locality: "San\u00a0Francisco" },
      alias: "👩\u200d💻 desk",
    });
    expect(failures).toEqual([]);
    expect(args).toMatchObject({
      agent: "agent-1",
      search: [{ areaCode: "415", locality: "San Francisco" }],
      alias: "👩\u200d💻 desk",
    });
  });

  it("digits of other scripts are none", () => {
    expect(onlyReason({ search: { areaCode: "४१५" } }).reason).toContain("must be 1 to 6 digits, 0 to 9");
  });
});
