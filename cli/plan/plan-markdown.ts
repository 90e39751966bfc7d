import { formatMoney } from "../../provider/domain/money";
import { plain } from "../output/table";
import type { Plan, PlannedNumber } from "./plan";
import { actionWords, adviceOf, billWords, nothingChanges } from "./plan-words";

/** The plan as a comment on a pull request, in Markdown as GitHub and GitLab read it. */
export function planMarkdown(plan: Plan): string {
  const title = "### Phone numbers";
  if (plan.numbers.length === 0) return `${title}\n\n${nothingChanges}\n`;
  const rows = [
    ["what", "resource", "number", "vendor", "a month", "to set up"],
    ["---", "---", "---", "---", "---:", "---:"],
    ...plan.numbers.map(cells),
  ];
  const warning = plan.givesUp ? ["**Numbers would be given up: they rarely come back.**"] : [];
  return [
    title,
    rows.map((row) => `| ${row.join(" | ")} |`).join("\n"),
    `The monthly bill: **${billWords(plan)}**`,
    ...warning,
    ...adviceOf(plan),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function cells({ action, name, number, vendor, monthlyPrice, setupPrice }: PlannedNumber): readonly string[] {
  const word = actionWords[action];
  return [
    /[A-Z]/.test(word) ? `**${word}**` : word,
    escaped(name),
    escaped(number ?? "not known yet"),
    escaped(vendor ?? ""),
    monthlyPrice === null ? "unknown" : formatMoney(monthlyPrice),
    setupPrice === null ? "" : formatMoney(setupPrice),
  ];
}

/** Names are the program's: none of them is markup. */
function escaped(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]<>()#|~@&!]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
