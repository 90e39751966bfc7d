import { formatMoney, formatRent, formatUnknownPrices } from "../../provider/domain/money";
import type { Action, Plan } from "./plan";

const words: Readonly<Record<Action, string>> = {
  buy: "buy",
  settle: "settle (may buy)",
  adopt: "take over",
  change: "change",
  replace: "GIVE UP for another",
  release: "RELEASE",
  end: "END (renewal is off)",
  leave: "leave in the account",
  move: "moved? RELEASE",
};

/** The plan for people: a table and what the month would cost. */
export function printPlan({ numbers, monthlyChange, withoutPrice }: Plan): string {
  if (numbers.length === 0) return "Nothing changes: no number is bought, changed or released.\n";
  const cells = numbers.map(({ action, name, vendor, number, monthlyPrice, setupPrice }) => [
    words[action],
    name,
    number ?? "not known yet",
    vendor ?? "",
    formatRent(monthlyPrice),
    setupPrice === null ? "" : `${formatMoney(setupPrice)} to set up`,
  ]);
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const rows = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const changes = monthlyChange.map((price) =>
    price.amount.startsWith("-") ? formatMoney(price) : `+${formatMoney(price)}`,
  );
  const unknown = withoutPrice === 0 ? "" : `, and ${formatUnknownPrices(withoutPrice)}`;
  const bill =
    changes.length === 0 && unknown === "" ? "does not change" : `${changes.join(", ") || "?"}${unknown}`;
  const advice = numbers.some(({ action }) => action === "move")
    ? "\nmoved?: the same resource under another name or parent, as it seems. The aliases option keeps its number; pulumi preview prints the entry.\n"
    : "";
  return `${rows.join("\n")}\n\nThe monthly bill: ${bill}\n${advice}`;
}
