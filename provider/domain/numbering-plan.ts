import { type CountryCode, isSupportedCountry, Metadata, type NumberingPlan } from "libphonenumber-js";

// The library's types leave these out, which it has since its first version. Without a trunk prefix it gives 0 or undefined.
interface FullPlan extends NumberingPlan {
  nationalPrefix(): string | 0 | undefined;
  nationalNumberPattern(): string;
}

/** What is dialled before a number within the country, such as 0 or 1, and is no part of the number; undefined where nothing is. */
export function trunkPrefix(country: string): string | undefined {
  return planOf(country)?.nationalPrefix() || undefined;
}

/** The digits with which calls to abroad begin in a country, as far as this number begins with them. */
export function prefixAbroad(digits: string, country: string): string | undefined {
  const pattern = planOf(country)?.IDDPrefix();
  return pattern === undefined ? undefined : new RegExp(`^(?:${pattern})`).exec(digits)?.[0];
}

/**
 * The first digits of a number without what is dialled before them within the country: `20` for `020` in GB. Undefined where nothing
 * is to be left out: `06` in Italy, where the 0 is part of the number.
 */
export function withoutTrunkPrefix(leading: string, country: string): string | undefined {
  const plan = planOf(country);
  if (plan === undefined) return undefined;
  const trunk = plan.nationalPrefix() || "0";
  const zeros = /^0+/.exec(leading)?.[0] ?? "";
  const dialled = trunk !== "0" && leading.startsWith(trunk) ? trunk : zeros;
  return dialled === "" || beginsNumbers(plan, leading) ? undefined : leading.slice(dialled.length);
}

/** Whether some number of the plan may begin so: it is filled up with digits of several kinds. */
function beginsNumbers(plan: FullPlan, leading: string): boolean {
  const pattern = new RegExp(`^(?:${plan.nationalNumberPattern()})$`);
  const rests = [..."0123456789"].map((digit) => digit.repeat(15)).concat("234567890123456");
  return plan
    .possibleLengths()
    .some((length) => rests.some((rest) => pattern.test(`${leading}${rest}`.slice(0, length))));
}

function planOf(country: string): FullPlan | undefined {
  if (!isSupportedCountry(country as CountryCode)) return undefined;
  const all = new Metadata();
  all.selectNumberingPlan(country as CountryCode);
  return all.numberingPlan as FullPlan | undefined;
}
