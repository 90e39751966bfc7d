import { type Finding, findings } from "./findings";
import { ingredients, type Schedule, type Violation } from "./schedule";

/** The finding that a violation is a case of: the same invariant, and everything the finding takes is in the schedule. */
export function findingOf(schedule: Schedule, { invariant }: Violation): Finding | undefined {
  const has = ingredients(schedule);
  return findings.find(
    (finding) => finding.invariants.includes(invariant) && finding.takes.every((each) => has.has(each)),
  );
}

/** Every finding that a violation could be a case of, as far as its schedule, not shrunk, tells. */
export function candidatesOf(schedule: Schedule, { invariant }: Violation): readonly Finding[] {
  const has = ingredients(schedule);
  return findings.filter(
    (finding) => finding.invariants.includes(invariant) && finding.takes.every((each) => has.has(each)),
  );
}
