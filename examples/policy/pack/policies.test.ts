import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
} from "@pulumi/policy";
import { PhoneNumber } from "pulumi-phone";
import { describe, expect, test } from "vitest";
import { bill, countries, production } from "./policies";

type Props = Record<string, unknown>;

/** What a policy says of a number, given as the engine gives it. */
function said(
  policy: ResourceValidationPolicy,
  config: object,
  props: Props,
  stack = "production",
): string[] {
  const violations: string[] = [];
  const args = {
    type: PhoneNumber.__pulumiType,
    urn: `urn:pulumi:${stack}::phones::${PhoneNumber.__pulumiType}::support`,
    props,
    isType: () => true,
    getConfig: () => config,
  } as unknown as ResourceValidationArgs;
  for (const validate of [policy.validateResource ?? []].flat())
    validate(args, (text) => violations.push(text));
  return violations;
}

describe("a number of production", () => {
  const config = { stacks: ["production"] };
  const ceiling = "set maxMonthlyPrice: a number of production has a ceiling";
  const protection = "set deletionProtection: true: customers know the numbers of production";

  test.each([
    [{ maxMonthlyPrice: 2, deletionProtection: true }, []],
    [{ deletionProtection: true }, [ceiling]],
    [{ maxMonthlyPrice: 2, deletionProtection: false }, [protection]],
    [{}, [ceiling, protection]],
  ])("with %j", (props, violations) => {
    expect(said(production, config, props)).toEqual(violations);
  });

  test("is one of a stack of production", () => {
    expect(said(production, config, {}, "dev")).toEqual([]);
    expect(said(production, { stacks: ["prod-eu"] }, {}, "prod-eu")).toEqual([ceiling, protection]);
  });
});

test.each([
  ["US", []],
  ["GB", ["GB is not among the allowed countries: US, CA"]],
])("a number of %s", (country, violations) => {
  expect(said(countries, { allowed: ["US", "CA"] }, { country })).toEqual(violations);
});

describe("the monthly bill", () => {
  function billed(limit: number, numbers: Props[]): string[] {
    const violations: string[] = [];
    const resources = numbers.map((props) => ({ props, isType: () => true }) as unknown as PolicyResource);
    const args = { resources, getConfig: () => ({ limit }) } as unknown as StackValidationArgs;
    bill.validateStack(args, (text) => violations.push(text));
    return violations;
  }
  const rented = { monthlyPrice: { amount: "0.80", currency: "USD" }, maxMonthlyPrice: 2 };

  test("is what rented numbers cost", () => {
    expect(billed(1.6, [rented, rented])).toEqual([]);
    expect(billed(1.5, [rented, rented])).toEqual([
      "the numbers cost up to 1.60 USD a month, and the limit is 1.50 USD",
    ]);
  });

  test("counts a number that is not rented yet by its ceiling", () => {
    expect(billed(2.5, [rented, { maxMonthlyPrice: 2 }])).toEqual([
      "the numbers cost up to 2.80 USD a month, and the limit is 2.50 USD",
    ]);
  });
});
