import { Random } from "../../sandbox/world/random";
import { close } from "./closing";
import { faults } from "./faults/index";
import { type Invariant, invariants } from "./invariants/index";
import { quirks } from "./quirks/index";
import { noTrouble, Simulation } from "./simulation";
import { steps } from "./steps/index";
import { moveToOtherFront } from "./steps/state";
import { chance, type Given, oneOf } from "./steps/step";
import { type SimulatedVendor, vendorNames } from "./world/vendor-account";

/** The plugin serves all, or stacks go over to the other front on the way. */
export type Fronts = "plugin" | "both";

export interface DrawnFault {
  readonly fault: string;
  readonly given: Given;
}

export interface DrawnStep {
  readonly step: string;
  readonly given: Given;
  readonly faults: readonly DrawnFault[];
}

/** Everything that is going to happen, as JSON. */
export interface Schedule {
  readonly seed: string;
  readonly vendor: SimulatedVendor;
  readonly quirk: string | null;
  /** What serves the numbers; undefined: the package's class. */
  readonly fronts?: Fronts | undefined;
  /** How far the clock of the second machine is ahead of the vendor's and the other machine's. */
  readonly minutesAhead?: number;
  readonly steps: readonly DrawnStep[];
}

export interface Violation {
  readonly invariant: string;
  readonly what: string;
  /** The step after which it was seen; the schedule's length: at the end. */
  readonly at: number;
  readonly isHarmless: boolean;
}

const length = 20;

function weighted<T extends { readonly weight: number }>(random: Random, all: readonly T[]): T {
  let left = random.below(all.reduce((sum, { weight }) => sum + weight, 0));
  for (const each of all) {
    left -= each.weight;
    if (left < 0) return each;
  }
  throw new Error("nothing to draw from");
}

/** Draws a schedule from its seed; what serves the numbers changes nothing of what is drawn. */
export function drawSchedule(seed: string, fronts?: Fronts): Schedule {
  const random = new Random(seed);
  const vendor = oneOf(random, ["plivo" as const, ...vendorNames]);
  const quirk = chance(random, 25) ? oneOf(random, quirks).name : null;
  const drawn = Array.from({ length }, (_, index): DrawnStep => {
    const step = weighted(random, index < 2 ? steps.filter(({ name }) => name === "declare") : steps);
    const given = step.draw(random);
    const count = step.runs && chance(random, 45) ? 1 + random.below(2) : 0;
    const drawnFaults = Array.from({ length: count }, () => {
      const fault = weighted(random, faults);
      return { fault: fault.name, given: fault.draw(random) };
    });
    return { step: step.name, given, faults: drawnFaults };
  });
  for (let moves = 0; fronts === "both" && moves < 3; moves++) {
    const move = { step: moveToOtherFront.name, given: moveToOtherFront.draw(random), faults: [] };
    drawn.splice(random.below(drawn.length), 0, move);
  }
  const minutesAhead = chance(random, 20) ? oneOf(random, [6, 15, 60]) : 0;
  return { seed, vendor, quirk, fronts, minutesAhead, steps: drawn };
}

const stepsByName = new Map(steps.map((each) => [each.name, each]));
const faultsByName = new Map(faults.map((each) => [each.name, each]));

/** What a schedule has come to. */
export interface Played {
  /** The harmless ones, and at most one that ended it. */
  readonly violations: readonly Violation[];
  readonly simulation: Simulation;
}

/** Plays a schedule, and undisturbed runs after it, until an invariant is broken: a harmless one only if it is the one that is asked for. */
export async function play(schedule: Schedule, wanted?: string): Promise<Played> {
  const chance = new Random(`chance:${schedule.vendor}`);
  const simulation = new Simulation(schedule.vendor, `latency:${schedule.vendor}`);
  const { clock } = simulation;
  const watch = new Watch(simulation, wanted);
  await clock.inPlace(
    () => chance.below(2 ** 30) / 2 ** 30,
    async () => {
      simulation.minutesAhead = schedule.minutesAhead ?? 0;
      if (schedule.fronts === "plugin") for (const stack of simulation.stacks) stack.front = "plugin";
      quirks.find(({ name }) => name === schedule.quirk)?.apply(simulation.account);
      for (const [at, { step, given, faults: drawn }] of schedule.steps.entries()) {
        const trouble = noTrouble();
        for (const each of drawn) faultsByName.get(each.fault)?.arm(trouble, each.given);
        await stepsByName.get(step)?.play(simulation, given, trouble);
        clock.advance(2_000);
        if (watch.look(["always"], at)) return;
      }
      const at = schedule.steps.length;
      if (await close(simulation, () => watch.look(["always"], at))) watch.look(["always", "end"], at);
    },
  );
  return { violations: watch.violations, simulation };
}

/** Looks at the invariants, and keeps what was broken. */
class Watch {
  readonly violations: Violation[] = [];

  constructor(
    private readonly simulation: Simulation,
    private readonly wanted: string | undefined,
  ) {}

  /** True when something is broken after which nothing more can be learned. */
  look(when: readonly Invariant["when"][], at: number): boolean {
    for (const invariant of invariants) {
      if (!when.includes(invariant.when)) continue;
      if (this.violations.some((each) => each.invariant === invariant.name)) continue;
      const what = invariant.broken(this.simulation);
      if (what === undefined) continue;
      const isHarmless = invariant.isHarmless === true;
      this.violations.push({ invariant: invariant.name, what, at, isHarmless });
      if (!isHarmless || invariant.name === this.wanted) return true;
    }
    return false;
  }
}

/** Drops what the violation does not need: steps, faults, the quirk. */
export async function shrink(schedule: Schedule, { invariant }: Violation): Promise<Schedule> {
  let best = schedule;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerThan(best)) {
      const { violations } = await play(smaller, invariant);
      if (!violations.some((each) => each.invariant === invariant)) continue;
      best = smaller;
      isSmaller = true;
      break;
    }
  }
  return best;
}

function* smallerThan(schedule: Schedule): Generator<Schedule> {
  const { steps: all, quirk } = schedule;
  for (let size = all.length >> 1; size >= 1; size >>= 1) {
    for (let from = all.length - size; from >= 0; from -= size) {
      yield { ...schedule, steps: [...all.slice(0, from), ...all.slice(from + size)] };
    }
  }
  if (quirk !== null) yield { ...schedule, quirk: null };
  if (schedule.minutesAhead) yield { ...schedule, minutesAhead: 0 };
  for (const [at, step] of all.entries()) {
    for (const fault of step.faults) {
      const fewer = { ...step, faults: step.faults.filter((each) => each !== fault) };
      yield { ...schedule, steps: all.with(at, fewer) };
    }
    for (const [name, value] of Object.entries(step.given)) {
      if (value !== true && !(name === "exact" && value !== -1)) continue;
      const plainer = { ...step, given: { ...step.given, [name]: value === true ? false : -1 } };
      yield { ...schedule, steps: all.with(at, plainer) };
    }
  }
}

/** The schedule in words that a person can follow. */
export function story(schedule: Schedule, violation: Violation): string {
  const lines = schedule.steps.map(({ step, given, faults: drawn }, index) => {
    const troubles = drawn.map((each) => faultsByName.get(each.fault)?.tell(each.given));
    const told = stepsByName.get(step)?.tell(given) ?? step;
    return `  ${index + 1}. ${told}${troubles.length > 0 ? `; ${troubles.join("; ")}` : ""}`;
  });
  const quirk = schedule.quirk === null ? "" : `, where ${schedule.quirk}`;
  const front = schedule.fronts === "plugin" ? ", with the plugin" : "";
  const clocks = schedule.minutesAhead ? `, machine 2's clock ${schedule.minutesAhead} minutes ahead` : "";
  const end =
    violation.at >= schedule.steps.length
      ? "  Then each stack runs pulumi up, undisturbed, twice, and what it asks for is done."
      : undefined;
  return [
    `At ${schedule.vendor}${quirk}${front}${clocks}:`,
    ...lines,
    end,
    `  Broken: ${violation.invariant}: ${violation.what}.`,
  ]
    .filter((line) => line !== undefined)
    .join("\n");
}
