import { tablesOf } from "./figures.mjs";

/** What was measured, for people. @param {import("../bench.mjs").Result} result */
export function report(result) {
  return tablesOf(result).map(textOf).join("\n\n");
}

/** @param {import("./figures.mjs").Table} table */
function textOf({ heading, columns, rows }) {
  const widths = columns.map((_, column) =>
    Math.max(...[columns, ...rows].map((cells) => (cells[column] ?? "").length)),
  );
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [heading, line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join(
    "\n",
  );
}
