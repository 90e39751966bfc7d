import { plain } from "../output/table";
import type { Terminal } from "../output/terminal";
import type { Finding } from "./checkup";

/** A line for each thing that was looked at; what is not well says what to do. */
export function printCheckup(findings: readonly Finding[], { paint }: Terminal): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  return findings
    .map(({ subject, ok, detail, nextStep }) => {
      const mark = ok ? paint("good", "ok") : paint("bad", "!!");
      const what = [detail, nextStep].filter((part) => part !== null).map(plain);
      return `${mark}  ${plain(subject).padEnd(width)}  ${what.join(". ").replace(/\?\. /, "? ")}\n`;
    })
    .join("");
}
