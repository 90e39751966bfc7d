import { formatMoney } from "../../provider/domain/money";
import {
  type AgentCapability,
  type Capabilities,
  changeable,
  changeableNames,
  isLacking,
  type Lacking,
  showsNumbers,
  type VendorDefinition,
} from "../../provider/vendors/vendor";

type Row = readonly [title: string, cell: (capabilities: Capabilities) => string];

const rows: readonly Row[] = [
  ["countries", ({ countries }) => countries?.join(", ") ?? "what its search finds"],
  ["`type`", ({ types }) => types.join(", ")],
  ["`search` by", ({ search }) => search.join(", ")],
  ["`number`", ({ purchase }) => (purchase === "number" ? "yes" : "no: it picks one under a prefix")],
  ...changeableNames.map((name): Row => {
    const { capability } = changeable[name];
    return [`\`${name}\``, (capabilities) => changeableCell(capabilities[capability])];
  }),
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
    ["", ...vendors.map(({ name }) => `[${titleOf(name)}](${name}.md)`)],
    ["---", ...vendors.map(() => "---")],
    ...rows.map(([title, cell]) => [title, ...vendors.map(({ capabilities }) => cell(capabilities))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function changeableCell(member: AgentCapability | { readonly word: string } | Lacking | undefined): string {
  if (isLacking(member)) return "no";
  if (!("atPurchase" in member)) return member.word;
  return `${member.word}, ${member.atPurchase ? "in the purchase" : "after the purchase"}`;
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function yesOrNo(able: boolean): string {
  return able ? "yes" : "no";
}
