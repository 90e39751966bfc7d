import { wellFormed } from "../../provider/domain/characters";
import type { Terminal, Tone } from "./terminal";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly align?: "right";
  /** Whether its texts may be cut short where the terminal is narrow. */
  readonly shrinks?: true;
  readonly tone?: (row: Row) => Tone | undefined;
}

const gap = "  ";
/** A column is not cut shorter than this. */
const leastWidth = 6;

/**
 * Rows as lines that fit the terminal, under the titles of the columns if they have any. A column in which no row has anything is left
 * out. Where cutting texts short does not do, each row becomes a block of lines, a member each.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width, paint }: Terminal,
): string {
  const filled = columns
    .map((column) => ({ column, cells: rows.map((row) => plain(column.cell(row))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const widths = fitted(
    filled.map(({ column, cells }) => ({
      natural: Math.max(...[column.title, ...cells].map(widthOf)),
      least: column.shrinks ? Math.max(widthOf(column.title), leastWidth) : undefined,
    })),
    width,
  );
  if (widths === undefined) return blocks(filled, rows, paint);
  const line = (cells: readonly { text: string; tone: Tone | undefined }[]) =>
    cells
      .map(({ text, tone }, index) => {
        const shown = cut(text, widths[index] ?? 0);
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(shown)));
        const painted = paint(tone, shown);
        if (filled[index]?.column.align === "right") return `${padding}${painted}`;
        return index === cells.length - 1 ? painted : `${painted}${padding}`;
      })
      .join(gap)
      .trimEnd();
  const hasTitles = filled.some(({ column }) => column.title !== "");
  const head = hasTitles ? [line(filled.map(({ column }) => ({ text: column.title, tone: "title" })))] : [];
  const body = rows.map((row, at) =>
    line(filled.map(({ column, cells }) => ({ text: cells[at] ?? "", tone: column.tone?.(row) }))),
  );
  return `${[...head, ...body].join("\n")}\n`;
}

function blocks<Row>(
  filled: readonly { readonly column: Column<Row>; readonly cells: readonly string[] }[],
  rows: readonly Row[],
  paint: Terminal["paint"],
): string {
  return rows
    .map((row, at) =>
      filled
        .filter(({ cells }) => cells[at] !== "")
        .map(({ column, cells }) => {
          const name = column.title === "" ? "" : `${column.title}: `;
          return `${name}${paint(column.tone?.(row), cells[at] ?? "")}\n`;
        })
        .join(""),
    )
    .join("\n");
}

/** The widths of the columns, the widest ones cut first; undefined where that is not enough. */
function fitted(
  columns: readonly { readonly natural: number; readonly least: number | undefined }[],
  width: number,
): readonly number[] | undefined {
  const widths = columns.map(({ natural }) => natural);
  const total = () => widths.reduce((sum, each) => sum + each, gap.length * (widths.length - 1));
  while (total() > width) {
    const spare = columns.map(({ least }, index) =>
      least !== undefined && (widths[index] ?? 0) > least ? (widths[index] ?? 0) : 0,
    );
    const widest = Math.max(...spare);
    if (widest <= 0) return undefined;
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return widths;
}

const graphemes = new Intl.Segmenter();
// What a terminal shows in two columns: East Asian scripts and pictures.
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = "";
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(shown) + widthOf(segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

/** Names and labels come from elsewhere: what would steer a terminal is not handed on. */
export function plain(text: string): string {
  return wellFormed(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
