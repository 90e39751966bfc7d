import { styleText } from "node:util";

/** What a text says beside its words. */
export type Tone = "good" | "bad" | "doubtful" | "title";

const formats = { good: "green", bad: "red", doubtful: "yellow", title: "bold" } as const;

/** What is known of where the output goes. */
export interface Terminal {
  /** How many columns a line has; Infinity where it is no terminal. */
  readonly width: number;
  /** The text in a colour, where there are colours. */
  paint(tone: Tone | undefined, text: string): string;
}

/** Standard output: coloured on a terminal only, and not where NO_COLOR is set. */
export function standardOutput(): Terminal {
  const { isTTY, columns } = process.stdout;
  const hasColors = isTTY === true && process.stdout.hasColors();
  return {
    width: isTTY && columns > 0 ? columns : Number.POSITIVE_INFINITY,
    paint: (tone, text) =>
      hasColors && tone !== undefined ? styleText(formats[tone], text, { validateStream: false }) : text,
  };
}
