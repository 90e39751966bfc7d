import { formatMoney } from "../provider/domain/money";
import { billOf, type FleetRow } from "./fleet-row";
import { agentTable, type FleetView, fleetTable } from "./fleet-table";
import { type Html, html } from "./html";
import { page } from "./page";
import { tableScript } from "./table-script";

/** What the page of a fleet shows. */
export interface FleetPageContent extends FleetView {
  /** When it was read. */
  readonly at: Date;
  /** What could not be read, and what is worth knowing, in one line each. */
  readonly remarks: readonly string[];
}

/** The whole fleet as one page that needs nothing else: to be kept, sent and printed. */
export function fleetPage({ rows, groupOf, at, remarks }: FleetPageContent): string {
  const body = html`<header>
<h1>Phone numbers</h1>
<p class="muted">As of <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time></p>
</header>
<main>
${summary(rows)}
${remarks.length > 0 && html`<ul class="remarks">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}
${filterField}
<div id="numbers">${fleetTable({ rows, groupOf })}</div>
${
  rows.length > 0 &&
  html`<h2>By agent</h2>
<div id="agents">${agentTable(rows)}</div>`
}
</main>`;
  return page({ title: "Phone numbers", body, scripts: [tableScript] }).text;
}

/** Shown by the script, which is what it works by. */
export const filterField: Html = html`<div id="tools" hidden><label for="filter">Filter</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false"><output id="shown" for="filter"></output></div>`;

/** The figures that matter first. */
export function summary(rows: readonly FleetRow[], more: readonly (readonly [string, string])[] = []): Html {
  const { monthly, withoutPrice } = billOf(rows);
  const found = (finding: FleetRow["finding"]) => rows.filter((row) => row.finding === finding).length;
  const [nextRenewal] = rows.flatMap(({ renewsAt }) => renewsAt?.slice(0, 10) ?? []).sort();
  const figures: readonly (readonly [string, string | number | undefined])[] = [
    ["Numbers", String(rows.length)],
    ...monthly.map((sum) => ["A month", formatMoney(sum)] as const),
    ["Prices unknown", withoutPrice || undefined],
    ["Orphans", found("orphan") || undefined],
    ["Unsettled", found("unsettled") || undefined],
    ["Next renewal", nextRenewal],
    ...more,
  ];
  const shown = figures.filter(([, figure]) => figure !== undefined);
  return html`<dl>${shown.map(([name, figure]) => html`<div><dt>${name}</dt><dd>${figure}</dd></div>`)}</dl>`;
}
