import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hunt } from "./hunt";
import { drawSchedule, type Fronts, play, type Schedule, shrink, story } from "./schedule";

const { SIMULATE_SCHEDULES, SIMULATE_SEED, SIMULATE_PIN, SIMULATE_FRONTS } = process.env;
const fronts = SIMULATE_FRONTS as Fronts | undefined;

// `npm run simulate`: vitest.config.mts includes it only then.
test("simulate", { timeout: 0 }, async () => {
  const seed = SIMULATE_SEED ?? String(Date.now());
  if (seed.includes("/")) return replay(seed);
  const { caught, schedules, runs } = await hunt({
    seed,
    schedules: Number(SIMULATE_SCHEDULES),
    fronts,
    onThousand: (so) => say(`${so.schedules} schedules, ${so.runs} runs, ${so.caught.length} violations`),
    onCatch: ({ seed: own, story }) => say(`\nseed ${own}\n${story}\n`),
  });
  say(`seed ${seed}: ${schedules} schedules, ${runs} runs, ${caught.length} violations`);
  const [first] = caught;
  if (SIMULATE_PIN && first) pin(SIMULATE_PIN, first.schedule, first.story);
  expect(caught.map((each) => `${each.seed}\n${each.story}`).join("\n")).toBe("");
});

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Plays the one schedule of a seed such as `7/1853`, shrunk to its violation if there is one, and prints what each run printed. */
async function replay(seed: string): Promise<void> {
  const drawn = drawSchedule(seed, fronts);
  const [violation] = (await play(drawn)).violations;
  const schedule = violation === undefined ? drawn : await shrink(drawn, violation);
  const { simulation } = await play(schedule);
  for (const { command, stack, exitCode, bought, lines } of simulation.runs) {
    say(
      `pulumi ${command} in ${stack.fullName} (${stack.backend}): exit ${exitCode}, bought ${bought.join(" ") || "nothing"}`,
    );
    for (const line of lines) say(`    ${line}`);
  }
  if (violation !== undefined) say(story(schedule, violation));
  if (SIMULATE_PIN && violation !== undefined) pin(SIMULATE_PIN, schedule, story(schedule, violation));
  expect(violation).toBeUndefined();
}

/** Keeps the schedule as a test, under a name. */
function pin(name: string, schedule: Schedule, story: string): void {
  const file = path.join(__dirname, "closed-holes.json");
  const holes = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const all = { ...holes, [name]: { story, schedule } };
  const sorted = Object.entries(all).sort(([left], [right]) => (left < right ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
