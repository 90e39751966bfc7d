import { formatMoney, formatUnknownPrices } from "../../provider/domain/money";
import type { Action, Plan } from "./plan";

export const nothingChanges = "Nothing changes: no number is bought, changed or released.";

/** What a plan calls its actions; in capitals where a number is given up. */
export const actionWords: Readonly<Record<Action, string>> = {
  buy: "buy",
  settle: "settle (may buy)",
  adopt: "take over",
  import: "import",
  read: "look up",
  change: "change",
  replace: "GIVE UP for another",
  release: "RELEASE",
  end: "END (renewal is off)",
  leave: "leave in the account",
  move: "moved? RELEASE",
  risk: "MAY GIVE UP",
};

/** `+1.20 USD, and 1 price unknown`; `does not change`. */
export function billWords({ monthlyChange, withoutPrice }: Plan): string {
  const changes = monthlyChange
    .filter(({ amount }) => /[1-9]/.test(amount))
    .map((price) => (price.amount.startsWith("-") ? formatMoney(price) : `+${formatMoney(price)}`));
  if (withoutPrice === 0) return changes.join(", ") || "does not change";
  return `${changes.join(", ") || "?"}, and ${formatUnknownPrices(withoutPrice)}`;
}

const advice: Readonly<Partial<Record<Action, string>>> = {
  move: "moved?: the same resource under another name or parent, as it seems. The aliases option keeps its number; pulumi preview prints the entry.",
  risk: "MAY GIVE UP: what decides whether the number is kept is not in the preview: it is secret, or known in the up only.",
};

/** What has to be said of actions whose word does not say it all, once for each. */
export function adviceOf({ numbers }: Plan): readonly string[] {
  return [...new Set(numbers.flatMap(({ action }) => advice[action] ?? []))];
}
