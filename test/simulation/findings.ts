import { readFileSync } from "node:fs";
import path from "node:path";
import type { Schedule } from "./schedule";

/** A hole that is known, and not closed yet. */
export interface Finding {
  readonly name: string;
  /** What it is a case of, in the numbering of docs/simulation.md. */
  readonly kind: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** What it breaks. */
  readonly invariants: readonly string[];
  /** The ingredients that a schedule needs for it. */
  readonly takes: readonly string[];
}

const owner = "one owner";
const each = "one number each";
const release = "no release of another's number";
const untrue = "nothing bought is true";

/** The most particular first: a violation counts as the first one whose ingredients it has. */
export const findings: readonly Finding[] = [
  { name: "plan-refused", kind: 8, invariants: ["a plan holds"], takes: ["up by plan"] },
  { name: "killed-and-removed", kind: 8, invariants: [each], takes: ["killed", "remove"] },
  { name: "killed-and-destroyed", kind: 8, invariants: [each], takes: ["killed", "destroy"] },
  { name: "killed-and-cleared", kind: 8, invariants: [each], takes: ["killed", "clear"] },
  { name: "preview-writes", kind: 8, invariants: ["a preview writes nothing"], takes: ["preview"] },
  {
    name: "rename-after-kill",
    kind: 5,
    invariants: [owner, each, release],
    takes: ["killed", "rename a stack"],
  },
  {
    name: "alias-after-kill",
    kind: 5,
    invariants: [owner, each, release],
    takes: ["killed", "rename a resource"],
  },
  { name: "rename-after-eof", kind: 5, invariants: [each], takes: ["plugin dies", "rename a stack"] },
  { name: "alias-after-eof", kind: 5, invariants: [each], takes: ["plugin dies", "rename a resource"] },
  { name: "alias-and-adopt", kind: 5, invariants: [owner, release], takes: ["adopt", "rename a resource"] },
  { name: "adopt-without-cli", kind: 2, invariants: [owner, release], takes: ["adopt", "failing CLI"] },
  { name: "purchase-without-cli", kind: 2, invariants: [owner, each, release], takes: ["failing CLI"] },
  { name: "secret-vendor", kind: 6, invariants: [owner, each, release, untrue], takes: ["secretVendor"] },
  {
    name: "secret-number-replaced",
    kind: 1,
    invariants: [release],
    takes: ["secretOutput", "replace"],
  },
  { name: "secret-number", kind: 6, invariants: [owner, each, release], takes: ["secretOutput"] },
  { name: "secret-protection", kind: 6, invariants: [owner, release], takes: ["secretProtection"] },
  {
    name: "protection-unseen",
    kind: 6,
    invariants: ["a protected number is not released"],
    takes: ["protect"],
  },
  { name: "clock-as-proof", kind: 4, invariants: [owner, each, release, untrue], takes: ["clock"] },
  { name: "date-as-proof", kind: 4, invariants: [owner, each, release, untrue], takes: ["dates"] },
  {
    name: "own-stale-row",
    kind: 3,
    invariants: [owner, each, release, untrue],
    takes: ["a number goes back on sale"],
  },
  { name: "retained-and-taken-back", kind: 1, invariants: [owner, release], takes: ["retain"] },
  { name: "plugin-dies-elsewhere", kind: 7, invariants: [owner, each, release], takes: ["plugin dies"] },
  { name: "adopt-beside-own-kill", kind: 7, invariants: [owner, release], takes: ["adopt", "killed"] },
  { name: "two-adopt-at-once", kind: 7, invariants: [owner, release], takes: ["adopt", "two ups at once"] },
  {
    name: "destroyed-elsewhere",
    kind: 1,
    invariants: [owner, release],
    takes: ["several backends", "destroy"],
  },
  { name: "two-backends", kind: 1, invariants: [owner, release], takes: ["unnamed backends"] },
  {
    name: "two-backends-and-kill",
    kind: 7,
    invariants: [owner, release],
    takes: ["several backends", "killed"],
  },
  {
    name: "two-backends-and-doubt",
    kind: 7,
    invariants: [owner, each, release],
    takes: ["several backends", "unclear purchase"],
  },
];

const file = path.join(__dirname, "findings.json");

/** The shortest schedule known for each finding, by its name: it needs no seed to be played again. */
export function pinnedSchedules(): Readonly<Record<string, { tries: number; schedule: Schedule }>> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, { tries: number; schedule: Schedule }>;
}
