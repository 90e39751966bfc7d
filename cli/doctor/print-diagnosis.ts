import type { Diagnosis, Read } from "./diagnose-account";

/** The diagnosis of an account for people, to be pasted into a report of a bug. */
export function printDiagnosis(label: string, { reads, told, compares }: Diagnosis): string {
  const lines = reads.map(
    ({ operation, outcome, detail }) => `  ${operation.padEnd(10)} ${outcome}: ${detail}`,
  );
  const fields = compares
    ? fieldLines(reads)
    : ["  fields: not compared, as the module of the vendor declares no shapes"];
  return [label, ...lines, ...fields, ...told.map((line) => `  told: ${line}`), ""].join("\n");
}

function fieldLines(reads: readonly Read[]): readonly string[] {
  const compared = reads.reduce((sum, read) => sum + read.compared, 0);
  const found = reads.flatMap(({ operation, differences }) =>
    differences.map(({ field, what }) => `    ${operation}: ${field}: ${what}`),
  );
  if (found.length > 0) return ["  fields that are not as documented:", ...found];
  if (compared === 0) return ["  fields: no answer to compare"];
  return [`  fields: as documented, in ${compared} ${compared === 1 ? "answer" : "answers"}`];
}
