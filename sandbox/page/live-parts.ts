import { summary } from "../../fleet/fleet-page";
import type { FleetRow } from "../../fleet/fleet-row";
import { agentTable, fleetTable } from "../../fleet/fleet-table";
import { type Html, html } from "../../fleet/html";
import { addMoney, formatMoney, type Money } from "../../provider/domain/money";
import type { OwnedNumber } from "../world/account";
import type { Call } from "../world/calls";
import { isoDate } from "../world/clock";
import type { Fault } from "../world/faults";
import type { MountedStandIn, SandboxState } from "../world/sandbox-state";

/** What changes on the page, by the id of the element that it is in. */
export type LiveParts = Readonly<
  Record<"summary" | "numbers" | "agents" | "vendors" | "faults" | "calls", Html>
>;

/** How many of the calls are shown. */
const latest = 30;

/** The sandbox as it is now. */
export function liveParts(sandbox: SandboxState): LiveParts {
  sandbox.settle();
  const mounted = [...sandbox.mounted.values()];
  const rows = mounted.flatMap(({ vendor, standIn }) =>
    standIn.account.all().map((number) => rowOf(vendor, number)),
  );
  const spent = addMoney(
    mounted.map(({ standIn }) => dollars(standIn.account.spent)),
    "USD",
  );
  return {
    summary: summary(rows, [
      ["Spent", formatMoney(spent)],
      ["Day", isoDate(sandbox.clock.now())],
    ]),
    numbers: fleetTable({ rows, groupOf: ({ vendor }) => vendor ?? "" }),
    agents: rows.length === 0 ? html`<p>None.</p>` : agentTable(rows),
    vendors: html`<ul class="plain">${mounted.map(vendorLine)}</ul>`,
    faults: faultList(sandbox.faults.list()),
    calls: callList(sandbox.calls.list()),
  };
}

function rowOf(vendor: string, number: OwnedNumber): FleetRow {
  const { e164, agent, subaccount, alias, status, monthlyPrice, renewsAt, visibleFromMs } = number;
  return {
    e164,
    vendor,
    account: null,
    agent,
    subaccount,
    label: alias,
    stack: null,
    resource: null,
    status,
    statusReason: visibleFromMs > performance.now() ? "not in the vendor's list yet" : null,
    monthlyPrice: dollars(monthlyPrice),
    renewsAt: isoDate(renewsAt),
    finding: null,
  };
}

/** The vendors' prices are in dollars. */
function dollars(amount: string): Money {
  return addMoney([{ amount, currency: "USD" }], "USD");
}

function vendorLine({ vendor, standIn: { account } }: MountedStandIn): Html {
  const { owned, purchases, releases } = account.state();
  const papers = account.acceptedPapers;
  const words = [
    `owns ${owned.length}`,
    `${purchases} bought and ${releases} released in all`,
    `${account.stock().length} for sale`,
    ...(papers.length > 0 ? [`documents accepted for ${papers.join(", ")}`] : []),
  ];
  return html`<li><b>${vendor}</b>: ${words.join(", ")}</li>`;
}

function faultList(faults: readonly Fault[]): Html {
  if (faults.length === 0) return html`<p class="muted">Nothing is going to go wrong.</p>`;
  return html`<ul class="plain">${faults.map(
    ({ vendor, operation, fault, times }) =>
      html`<li><b class="doubtful">${fault}</b> for the next ${times > 1 && `${times} times `}${operation} at ${vendor}</li>`,
  )}</ul>`;
}

function callList(calls: readonly Call[]): Html {
  if (calls.length === 0) return html`<p class="muted">None yet.</p>`;
  const shown = calls.slice(-latest).reverse();
  return html`<p class="muted">${calls.length} in all${calls.length > latest && `, the latest ${latest} of them`}</p>
<ol class="plain calls">${shown.map(callLine)}</ol>`;
}

function callLine({ vendor, method, path, query, body, status, at }: Call): Html {
  const asked = new URLSearchParams(query).toString();
  return html`<li><time>${at.slice(11, 19)}</time> <b class="${toneOf(status)}">${wordOf(status)}</b> ${vendor} ${method}
<code>${path}${asked !== "" && `?${asked}`}</code>${body !== null && html` <code class="muted">${JSON.stringify(body)}</code>`}</li>`;
}

function wordOf(status: number | null): string {
  if (status === null) return "…";
  return status === 0 ? "cut" : String(status);
}

function toneOf(status: number | null): string {
  if (status === null) return "muted";
  return status >= 200 && status < 300 ? "good" : "bad";
}
