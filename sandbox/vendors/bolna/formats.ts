import Big from "big.js";

const minuteMs = 60_000;
const units = [
  { name: "day", ms: 24 * 60 * minuteMs },
  { name: "hour", ms: 60 * minuteMs },
  { name: "minute", ms: minuteMs },
] as const;

/** The one price, as the search has it: dollars. */
export function dollars(price: string): number {
  return new Big(price).toNumber();
}

/** As the purchase has it. */
export function cents(price: string): number {
  return new Big(price).times(100).toNumber();
}

/** As the list has it: `$5.0`, `$1.25`. */
export function dollarText(price: string): string {
  const text = new Big(price).toFixed();
  return `$${text.includes(".") ? text : `${text}.0`}`;
}

/** As the list has it: to the second, with a zone. */
export function zonedTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** As the purchase has it: to the microsecond, without a zone. */
export function zonelessTime(date: Date, microseconds: number): string {
  return date.toISOString().slice(0, 23) + String(microseconds).padStart(3, "0");
}

const months = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/** `17th Dec, 2024` */
export function englishDate(date: Date): string {
  const day = date.getUTCDate();
  return `${day}${ordinalSuffix(day)} ${months.format(date)}, ${date.getUTCFullYear()}`;
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

/** `5 minutes ago` */
export function ago(date: Date, now: Date): string {
  const passedMs = now.getTime() - date.getTime();
  const unit = units.find(({ ms }) => passedMs >= ms);
  if (unit === undefined) return "just now";
  const count = Math.floor(passedMs / unit.ms);
  return `${count} ${unit.name}${count === 1 ? "" : "s"} ago`;
}
