import { billOf, type FleetRow, formatBill } from "../../fleet/fleet-row";
import { printable, shortened } from "../../provider/domain/characters";
import { formatMoney } from "../../provider/domain/money";
import type { Column } from "../output/table";
import { table } from "../output/table";
import type { Terminal, Tone } from "../output/terminal";
import { countOf } from "../words/count-of";
import type { Fleet } from "./fleet";
import { selfManaged } from "./read-stacks";

/** Rows as a table with what they cost a month. */
export function printRows(rows: readonly FleetRow[], knowsStacks: boolean, terminal: Terminal): string {
  const columns = knowsStacks ? [...about, ...place] : about;
  return `${table(columns, rows, terminal)}\n${printBill(rows)}\n`;
}

const about: readonly Column<FleetRow>[] = [
  { title: "number", cell: ({ e164 }) => e164 ?? "not known" },
  { title: "vendor", cell: ({ vendor }) => vendor ?? "" },
  { title: "account", cell: ({ account }) => account ?? "", shrinks: true },
  { title: "agent", cell: ({ agent }) => agent ?? "", shrinks: true },
  { title: "label", cell: ({ label }) => label ?? "", shrinks: true },
  { title: "status", cell: statusOf, tone: toneOf },
  {
    title: "a month",
    cell: ({ monthlyPrice }) => (monthlyPrice === null ? "?" : formatMoney(monthlyPrice)),
    align: "right",
  },
  { title: "renews", cell: ({ renewsAt }) => renewsAt?.slice(0, 10) ?? "" },
];

const place: readonly Column<FleetRow>[] = [
  { title: "stack", cell: ({ stack }) => shortName(stack), shrinks: true },
  { title: "resource", cell: ({ resource }) => resource ?? "", shrinks: true },
];

function statusOf({ status, finding }: FleetRow): string {
  return finding ?? status ?? "";
}

function toneOf({ finding, status }: FleetRow): Tone | undefined {
  if (finding === "orphan") return "bad";
  if (finding === "unsettled" || status === "lapsing" || status === "pending") return "doubtful";
  return undefined;
}

/** How a stack is called where there are no organizations: `project/stack`. */
export function shortName(stack: string | null): string {
  const own = `${selfManaged}/`;
  return stack?.startsWith(own) ? stack.slice(own.length) : (stack ?? "");
}

/** `12 numbers: 9.60 USD a month, 1 price unknown` */
function printBill(rows: readonly FleetRow[]): string {
  return `${countOf(rows.length, "number")}: ${formatBill(billOf(rows))}`;
}

/** The rows as scripts get them: docs/commands.md has the schema. */
export function jsonOf(rows: readonly FleetRow[]): string {
  const shown = rows.map(
    ({ e164, vendor, account, agent, subaccount, monthlyPrice, renewsAt, stack, resource, ...row }) => ({
      e164,
      vendor,
      account,
      agent,
      subaccount,
      // Whatever the account says of the number, nobody knows yet whose it is.
      status: row.finding === "unsettled" ? "unsettled" : row.status,
      monthlyPrice,
      renewsAt,
      stack,
      resource,
    }),
  );
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** Numbers that may have been bought, and are shown by another command than the one that says this; undefined where there are none. */
export function unsettledNote(rows: readonly FleetRow[]): string | undefined {
  const unsettled = rows.filter(({ finding }) => finding === "unsettled");
  if (unsettled.length === 0) return undefined;
  return `${countOf(unsettled.length, "number")} of purchases that are open: pulumi-phone list shows them, pulumi up takes up again what is of a resource that the program has`;
}

/** What was not read, and what is worth knowing, for standard error. */
export function printRemarks({ problems, notes }: Pick<Fleet, "problems" | "notes">): string {
  return [
    ...notes.map((note) => `note: ${shortened(printable(note))}\n`),
    ...problems.map((problem) => `error: ${shortened(printable(problem))}\n`),
  ].join("");
}
