import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hunt } from "./hunt";
import type { Schedule } from "./schedule";

const { SIMULATE_SCHEDULES, SIMULATE_SEED, SIMULATE_PIN } = process.env;

// `npm run simulate`: vitest.config.mts includes it only then.
test("simulate", { timeout: 0 }, async () => {
  const seed = SIMULATE_SEED ?? String(Date.now());
  const shortest = new Map<string, { tries: number; schedule: Schedule }>();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { unknown, known, schedules, runs, violations } = await hunt({
    seed,
    schedules: Number(SIMULATE_SCHEDULES),
    shrunk: 20,
    ...(SIMULATE_PIN && { enough: shortest }),
    onThousand: (so) =>
      say(`${so.schedules} schedules, ${so.violations} violations, ${so.unknown.length} new`),
    onCatch({ finding, schedule, story, seed: own }, tries) {
      if (finding === undefined) say(`\nNEW, seed ${own}\n${story}\n`);
      const before = finding && shortest.get(finding.name);
      if (finding === undefined || (before && before.schedule.steps.length <= schedule.steps.length)) return;
      shortest.set(finding.name, { tries: before?.tries ?? tries, schedule });
      if (SIMULATE_PIN) writePins(shortest);
    },
  });
  say(`seed ${seed}: ${schedules} schedules, ${runs} runs, ${violations} violations`);
  for (const [name, count] of known) say(`  ${name}: ${count}`);
  expect(unknown.map((each) => `${each.seed}\n${each.story}`)).toEqual([]);
});

function writePins(shortest: ReadonlyMap<string, unknown>): void {
  const sorted = Object.fromEntries([...shortest].sort(([left], [right]) => (left < right ? -1 : 1)));
  writeFileSync(path.join(__dirname, "findings.json"), `${JSON.stringify(sorted, null, 2)}\n`);
}
