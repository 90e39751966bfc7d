import { formatMoney, type Money } from "../provider/domain/money";
import { billOf, compareTexts, type FleetRow, formatBill } from "./fleet-row";
import { type Html, html, type Part } from "./html";

/** Numbers, and in which groups they are shown. */
export interface FleetView {
  readonly rows: readonly FleetRow[];
  /** The title of the group that a number belongs to, such as its stack. */
  readonly groupOf: (row: FleetRow) => string;
}

/** One column of the numbers. */
interface Column {
  readonly title: string;
  readonly cell: (row: FleetRow) => Part;
  /** What the column is sorted by, where that is not the cell's text. */
  readonly sortKey?: (row: FleetRow) => string;
  readonly isFigure?: true;
}

const columns: readonly Column[] = [
  { title: "Number", cell: ({ e164 }) => e164 ?? "not known" },
  { title: "Agent", cell: ({ agent }) => agent },
  { title: "Label", cell: ({ label }) => label },
  {
    title: "Status",
    cell: ({ status, finding, statusReason }) => [
      html`<b class="${toneOf(finding ?? status)}">${finding ?? status ?? "not known"}</b>`,
      statusReason !== null && html` <small>${statusReason}</small>`,
    ],
  },
  {
    title: "A month",
    cell: ({ monthlyPrice }) => (monthlyPrice === null ? "?" : formatMoney(monthlyPrice)),
    sortKey: ({ monthlyPrice }) => (monthlyPrice === null ? "" : priceKey(monthlyPrice)),
    isFigure: true,
  },
  { title: "Renews", cell: ({ renewsAt }) => renewsAt && html`<time>${renewsAt.slice(0, 10)}</time>` },
  { title: "Resource", cell: ({ resource }) => resource },
  { title: "Subaccount", cell: ({ subaccount }) => subaccount },
  { title: "Account", cell: ({ account }) => account },
  { title: "Vendor", cell: ({ vendor }) => vendor },
];

/** Every number: orphans and unsettled ones first, then group by group, and by agent in each. A column in which nothing is known is left out. */
export function fleetTable({ rows, groupOf }: FleetView): Html {
  if (rows.length === 0) return html`<p>No numbers.</p>`;
  const shown = columns.filter(({ cell }) => rows.some((row) => (cell(row) ?? "") !== ""));
  const odd = rows.filter(({ finding }) => finding !== null);
  const others = grouped(
    rows.filter(({ finding }) => finding === null),
    groupOf,
  );
  return table("Numbers, what each costs and when it renews", shown.map(titleOf), [
    odd.length > 0 && group("Orphans and unsettled", odd, shown, groupOf),
    others.map(([title, members]) => group(title, members, shown)),
  ]);
}

/** How many numbers each agent answers, and what they cost. */
export function agentTable(rows: readonly FleetRow[]): Html {
  const agents = grouped(rows, ({ agent }) => agent ?? "");
  const titles = [{ title: "Agent" }, { title: "Numbers", isFigure: true as const }, { title: "Cost" }];
  const line = ([agent, members]: readonly [string, readonly FleetRow[]]) => html`<tr role="row"
><th role="rowheader" scope="row">${agent || "none"}</th
><td role="cell" class="figure" data-label="Numbers" data-sort="${padded(String(members.length))}">${members.length}</td
><td role="cell" data-label="Cost">${formatBill(billOf(members))}</td></tr>`;
  return table("What answers", titles, html`<tbody role="rowgroup">${agents.map(line)}</tbody>`);
}

function titleOf({ title, isFigure }: Column): { readonly title: string; readonly isFigure?: true } {
  return isFigure ? { title, isFigure } : { title };
}

function table(
  caption: string,
  titles: readonly { readonly title: string; readonly isFigure?: true }[],
  bodies: Part,
): Html {
  const heads = titles.map(
    ({ title, isFigure }) =>
      html`<th role="columnheader" scope="col" data-column="${title}"${isFigure && html` class="figure"`}>${title}</th>`,
  );
  return html`<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
${bodies}</table>`;
}

function group(
  title: string,
  rows: readonly FleetRow[],
  shown: readonly Column[],
  placeOf?: FleetView["groupOf"],
): Html {
  const sorted = [...rows].sort(
    (left, right) =>
      compareTexts(left.agent ?? "~", right.agent ?? "~") ||
      compareTexts(left.e164 ?? "~", right.e164 ?? "~"),
  );
  const line = (
    row: FleetRow,
  ) => html`<tr role="row">${shown.map((column) => cellOf(column, row, placeOf))}</tr>
`;
  return html`<tbody role="rowgroup"${placeOf && html` class="odd"`}
><tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="${shown.length}"
>${title} <small>${rows.length}: ${formatBill(billOf(rows))}</small></th></tr>
${sorted.map(line)}</tbody>
`;
}

function cellOf(
  { title, cell, sortKey, isFigure }: Column,
  row: FleetRow,
  placeOf?: FleetView["groupOf"],
): Html {
  const content = cell(row);
  if (title === "Number") return html`<th role="rowheader" scope="row">${content}</th>`;
  const place =
    title === "Resource" && row.stack !== null && placeOf && html` <small>${placeOf(row)}</small>`;
  return html`<td role="cell" data-label="${title}"${isFigure && html` class="figure"`}${
    sortKey && html` data-sort="${sortKey(row)}"`
  }>${content}${place}</td>`;
}

function grouped<Row>(rows: readonly Row[], groupOf: (row: Row) => string): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row]);
  return [...groups].sort(([left], [right]) => compareTexts(left || "~", right || "~"));
}

function toneOf(word: string | null): string {
  if (word === "orphan") return "bad";
  if (word === "active") return "good";
  return word === null || word === "released" ? "muted" : "doubtful";
}

/** A text that sorts as the prices do, currency by currency. */
function priceKey({ amount, currency }: Money): string {
  const [whole = "", decimals = ""] = amount.split(".");
  return `${currency} ${padded(whole)}.${decimals}`;
}

function padded(digits: string): string {
  return digits.padStart(12, "0");
}
