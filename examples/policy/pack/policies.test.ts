import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
} from "@pulumi/policy";
import { PhoneNumber } from "pulumi-phone";
import { PhoneNumber as PluginNumber } from "pulumi-phone/plugin";
import { describe, expect, test } from "vitest";
import { bill, countries, production } from "./policies";

type Props = Record<string, unknown>;

/** Types are compared as by the engine. */
function resourceOf(type: string, props: Props) {
  const isType = (resource: { __pulumiType?: string }) => resource.__pulumiType === type;
  const asType = (resource: { __pulumiType?: string }) => (isType(resource) ? props : undefined);
  return { type, props, isType, asType };
}

/** What a policy says of a resource, given as the engine gives it. */
function said(
  policy: ResourceValidationPolicy,
  config: object,
  props: Props,
  { stack = "production", type = PhoneNumber.__pulumiType as string } = {},
): string[] {
  const violations: string[] = [];
  const args = {
    ...resourceOf(type, props),
    urn: `urn:pulumi:${stack}::phones::${type}::support`,
    getConfig: () => config,
  } as unknown as ResourceValidationArgs;
  for (const validate of [policy.validateResource ?? []].flat())
    validate(args, (text) => violations.push(text));
  return violations;
}

const classes = [
  ["pulumi-phone", PhoneNumber.__pulumiType],
  ["pulumi-phone/plugin", PluginNumber.__pulumiType],
] as const;

describe.each(classes)("a number of %s", (_module, type) => {
  const config = { stacks: ["production"] };
  const ceiling = "set maxMonthlyPrice: a number of production has a ceiling";
  const protection = "set deletionProtection: true: customers know the numbers of production";

  test.each([
    [{ maxMonthlyPrice: 2, deletionProtection: true }, []],
    [{ deletionProtection: true }, [ceiling]],
    [{ maxMonthlyPrice: 2, deletionProtection: false }, [protection]],
    [{}, [ceiling, protection]],
  ])("in production with %j", (props, violations) => {
    expect(said(production, config, props, { type })).toEqual(violations);
  });

  test("is one of production by its stack", () => {
    expect(said(production, config, {}, { type, stack: "dev" })).toEqual([]);
    expect(said(production, { stacks: ["prod-eu"] }, {}, { type, stack: "prod-eu" })).toEqual([
      ceiling,
      protection,
    ]);
  });

  test.each([
    ["US", []],
    ["GB", ["GB is not among the allowed countries: US, CA"]],
  ])("of %s", (country, violations) => {
    expect(said(countries, { allowed: ["US", "CA"] }, { country }, { type })).toEqual(violations);
  });
});

test("another resource is nobody's business", () => {
  const type = "pulumi:pulumi:Stack";
  expect(said(production, { stacks: ["production"] }, {}, { type })).toEqual([]);
  expect(said(countries, { allowed: ["US", "CA"] }, {}, { type })).toEqual([]);
});

describe("the monthly bill", () => {
  function billed(limit: number, numbers: Props[]): string[] {
    const violations: string[] = [];
    const types = [PhoneNumber.__pulumiType, PluginNumber.__pulumiType];
    const resources = numbers.map((props, index) => resourceOf(types[index % 2] ?? "", props));
    const other = resourceOf("pulumi:pulumi:Stack", { maxMonthlyPrice: 1000 });
    const args = {
      resources: [other, ...resources] as unknown as PolicyResource[],
      getConfig: () => ({ limit }),
    } as unknown as StackValidationArgs;
    bill.validateStack(args, (text) => violations.push(text));
    return violations;
  }
  const price = { amount: "0.80", currency: "USD" };
  const rented = { monthlyPrice: price, maxMonthlyPrice: 2, stateVersion: 1 };

  test("is what rented numbers cost, of both classes", () => {
    expect(billed(1.6, [rented, rented])).toEqual([]);
    expect(billed(1.5, [rented, rented])).toEqual([
      "the numbers cost up to 1.60 USD a month, and the limit is 1.50 USD",
    ]);
  });

  test("counts a number that is not rented yet by its ceiling, also where its price is quoted", () => {
    expect(billed(2.5, [rented, { monthlyPrice: price, maxMonthlyPrice: 2 }])).toEqual([
      "the numbers cost up to 2.80 USD a month, and the limit is 2.50 USD",
    ]);
  });

  test("counts by its ceiling also a number whose price a preview does not know", () => {
    const unsettled = {
      maxMonthlyPrice: 2,
      stateVersion: 1,
      get monthlyPrice(): never {
        throw new Error("Object value at .monthlyPrice can't be known during preview");
      },
    };
    expect(billed(2.5, [rented, unsettled])).toEqual([
      "the numbers cost up to 2.80 USD a month, and the limit is 2.50 USD",
    ]);
  });
});
