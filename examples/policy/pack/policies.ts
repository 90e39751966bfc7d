import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { PhoneNumber } from "pulumi-phone";
import { PhoneNumber as PluginNumber } from "pulumi-phone/plugin";

/** Numbers of the class of `pulumi-phone`, and those of its plugin, which programs in other languages have: each has a type of its own. */
const isNumber = (resource: Pick<PolicyResource, "isType">) =>
  resource.isType(PhoneNumber) || resource.isType(PluginNumber);

const numberIn = (resource: ResourceValidationArgs) =>
  resource.asType(PhoneNumber) ?? resource.asType(PluginNumber);

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
  validateResource(resource, report) {
    const number = numberIn(resource);
    if (number === undefined) return;
    if (!resource.getConfig<{ stacks: string[] }>().stacks.includes(stackOf(resource.urn))) return;
    if (number.maxMonthlyPrice === undefined)
      report("set maxMonthlyPrice: a number of production has a ceiling");
    if (number.deletionProtection !== true) {
      report("set deletionProtection: true: customers know the numbers of production");
    }
  },
};

/** Numbers are of the countries in which the company may rent them. */
export const countries: ResourceValidationPolicy = {
  name: "allowed-countries",
  description: "Numbers are rented in allowed countries only.",
  enforcementLevel: "mandatory",
  configSchema: {
    properties: { allowed: { type: "array", items: { type: "string" }, default: ["US", "CA"] } },
  },
  validateResource(resource, report) {
    const number = numberIn(resource);
    if (number === undefined) return;
    const { allowed } = resource.getConfig<{ allowed: string[] }>();
    // Left out, it is that of the exact number; checked inputs have it in any case.
    const { country } = number;
    if (country === undefined || !allowed.includes(country)) {
      report(`${country ?? "no country"} is not among the allowed countries: ${allowed.join(", ")}`);
    }
  },
};

/** What all numbers of a stack cost a month. */
export const bill: StackValidationPolicy = {
  name: "monthly-bill",
  description: "The numbers of a stack cost no more than its limit.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { limit: { type: "number", default: 100 } } },
  validateStack({ resources, getConfig }, report) {
    const { limit } = getConfig<{ limit: number }>();
    const numbers = resources.filter(isNumber);
    const sum = numbers.reduce((dollars, { props }) => dollars + mostOf(props), 0);
    if (sum > limit) {
      report(
        `the numbers cost up to ${sum.toFixed(2)} USD a month, and the limit is ${limit.toFixed(2)} USD`,
      );
    }
  },
};

/** What is known of a number that is rented; until then, in a preview, its ceiling is the most that it can cost. */
function mostOf(number: PolicyResource["props"]): number {
  const isBought = number.stateVersion !== undefined;
  const price = isBought ? priceOf(number) : undefined;
  return Number(price?.amount ?? number.maxMonthlyPrice ?? 0);
}

function priceOf(number: PolicyResource["props"]): { amount: string } | null | undefined {
  try {
    return number.monthlyPrice;
  } catch {
    // To look at what a preview does not know throws: the price of a purchase whose end is not known.
    return undefined;
  }
}
