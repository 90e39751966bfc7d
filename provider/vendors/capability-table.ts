import { formatMoney } from "../domain/money";
import { type Capabilities, isLacking, showsNumbers, type VendorDefinition } from "./vendor";

type Row = readonly [title: string, cell: (capabilities: Capabilities) => string];

const rows: readonly Row[] = [
  ["countries", ({ countries }) => countries?.join(", ") ?? "what its search finds"],
  ["`type`", ({ types }) => types.join(", ")],
  ["`search` by", ({ search }) => search.join(", ")],
  ["`number`", ({ purchase }) => (purchase === "number" ? "yes" : "no: it picks one under a prefix")],
  [
    "`agent`",
    ({ agent }) =>
      isLacking(agent)
        ? "no"
        : `${agent.word}, ${agent.atPurchase ? "in the purchase" : "after the purchase"}`,
  ],
  ["`subaccount`", ({ subaccount }) => (isLacking(subaccount) ? "no" : subaccount.word)],
  ["`alias`", ({ label }) => (isLacking(label) ? "no" : label.word)],
  [
    "price before the purchase",
    ({ purchase }) =>
      purchase === "number" ? "yes" : `${formatMoney(purchase.monthlyPrice)} by its price list`,
  ],
  ["renewal date", ({ renewalDate }) => yesOrNo(renewalDate)],
  ["refresh sees changes", (capabilities) => yesOrNo(showsNumbers(capabilities))],
  ["release", ({ release }) => (release.when === "at-once" ? "at once" : "at the end of the period")],
  ["the rent ends", ({ release }) => release.rentEnds],
];

/** What each vendor's API can do, as a Markdown table: one column a vendor, made from the capabilities alone. */
export function capabilityTable(vendors: readonly VendorDefinition[]): string {
  const lines = [
    ["", ...vendors.map(({ name }) => `[${titleOf(name)}](vendors/${name}.md)`)],
    ["---", ...vendors.map(() => "---")],
    ...rows.map(([title, cell]) => [title, ...vendors.map(({ capabilities }) => cell(capabilities))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function yesOrNo(able: boolean): string {
  return able ? "yes" : "no";
}
