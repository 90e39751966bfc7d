import { formatMoney, formatRent } from "../../provider/domain/money";
import { type Column, table } from "../output/table";
import type { Terminal, Tone } from "../output/terminal";
import type { Action, Plan, PlannedNumber } from "./plan";
import { actionWords, adviceOf, billWords, nothingChanges } from "./plan-words";

const tones: Readonly<Partial<Record<Action, Tone>>> = {
  replace: "bad",
  release: "bad",
  end: "bad",
  move: "bad",
  risk: "doubtful",
  settle: "doubtful",
};

const columns: readonly Column<PlannedNumber>[] = [
  { title: "", cell: ({ action }) => actionWords[action], tone: ({ action }) => tones[action] },
  { title: "", cell: ({ name }) => name, shrinks: true },
  { title: "", cell: ({ number }) => number ?? "not known yet" },
  { title: "", cell: ({ vendor }) => vendor ?? "" },
  { title: "", cell: ({ monthlyPrice }) => formatRent(monthlyPrice) },
  {
    title: "",
    cell: ({ setupPrice }) => (setupPrice === null ? "" : `${formatMoney(setupPrice)} to set up`),
  },
];

/** The plan for people: a table and what the month would cost. */
export function printPlan(plan: Plan, terminal: Terminal): string {
  if (plan.numbers.length === 0) return `${nothingChanges}\n`;
  return [
    table(columns, plan.numbers, terminal),
    `The monthly bill: ${billWords(plan)}\n`,
    ...adviceOf(plan).map((line) => `${line}\n`),
  ].join("\n");
}
