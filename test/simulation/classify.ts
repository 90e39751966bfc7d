import { type Finding, findings } from "./findings";
import { ingredients, type Schedule, type Violation } from "./schedule";

/** The finding that a violation is a case of: the same invariant, and everything the finding takes is in the schedule. */
export function findingOf(schedule: Schedule, { invariant }: Violation): Finding | undefined {
  const has = ingredients(schedule);
  return findings.find(
    (finding) => finding.invariants.includes(invariant) && finding.takes.every((each) => has.has(each)),
  );
}
