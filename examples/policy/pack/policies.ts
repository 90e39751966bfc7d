import {
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  validateResourceOfType,
  validateStackResourcesOfType,
} from "@pulumi/policy";
import { PhoneNumber } from "pulumi-phone";

/** urn:pulumi:<stack>::<project>::… */
const stackOf = (urn: string) => urn.split(":")[2] ?? "";

const productionStacks = {
  type: "array",
  items: { type: "string" },
  default: ["production"],
} as const;

/** Numbers of production have a ceiling and are protected. */
export const production: ResourceValidationPolicy = {
  name: "production-numbers",
  description: "A number of production has a maxMonthlyPrice and deletionProtection.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { stacks: productionStacks } },
  validateResource: validateResourceOfType(PhoneNumber, (number, { urn, getConfig }, report) => {
    if (!getConfig<{ stacks: string[] }>().stacks.includes(stackOf(urn))) return;
    if (number.maxMonthlyPrice === undefined)
      report("set maxMonthlyPrice: a number of production has a ceiling");
    if (number.deletionProtection !== true) {
      report("set deletionProtection: true: customers know the numbers of production");
    }
  }),
};

/** Numbers are of the countries in which the company may rent them. */
export const countries: ResourceValidationPolicy = {
  name: "allowed-countries",
  description: "Numbers are rented in allowed countries only.",
  enforcementLevel: "mandatory",
  configSchema: {
    properties: { allowed: { type: "array", items: { type: "string" }, default: ["US", "CA"] } },
  },
  validateResource: validateResourceOfType(PhoneNumber, ({ country }, { getConfig }, report) => {
    const { allowed } = getConfig<{ allowed: string[] }>();
    // Left out, it is that of the exact number; checked inputs have it in any case.
    if (country === undefined || !allowed.includes(country)) {
      report(`${country ?? "no country"} is not among the allowed countries: ${allowed.join(", ")}`);
    }
  }),
};

/** What all numbers of a stack cost a month. */
export const bill: StackValidationPolicy = {
  name: "monthly-bill",
  description: "The numbers of a stack cost no more than its limit.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { limit: { type: "number", default: 100 } } },
  validateStack: validateStackResourcesOfType(PhoneNumber, (numbers, { getConfig }, report) => {
    const { limit } = getConfig<{ limit: number }>();
    const sum = numbers.reduce((dollars, number) => dollars + mostOf(number), 0);
    if (sum > limit) {
      report(
        `the numbers cost up to ${sum.toFixed(2)} USD a month, and the limit is ${limit.toFixed(2)} USD`,
      );
    }
  }),
};

/** What is known of a number that is rented; until then, in a preview, its ceiling is the most that it can cost. */
function mostOf(number: object): number {
  const { monthlyPrice, maxMonthlyPrice } = number as {
    monthlyPrice?: { amount: string } | null;
    maxMonthlyPrice?: number;
  };
  return Number(monthlyPrice?.amount ?? maxMonthlyPrice ?? 0);
}
