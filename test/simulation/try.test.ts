import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { drawSchedule, ingredients, play, shrink, story } from "./schedule";
test("try", { timeout: 600_000 }, async () => {
  const n = Number(process.env.SIM_N ?? 100); const from = Number(process.env.SIM_FROM ?? 0);
  const groups = new Map<string, { count: number; text: string; json: string; seed: string }>();
  let used = 0, bad = 0;
  for (let i = from; i < from + n; i++) {
    const s = drawSchedule(`s${i}`);
    const cpu = process.cpuUsage();
    const { violations } = await play(s).catch((e) => { console.log("seed", i, e); throw e; });
    const u = process.cpuUsage(cpu); used += u.user + u.system;
    if (violations.length) bad++;
    for (const violation of violations) {
      const easy = ["a plan holds", "a preview writes nothing"].includes(violation.invariant);
      if (easy && [...groups.keys()].some((k) => k.startsWith(violation.invariant))) continue;
      const small = await shrink(s, violation);
      const again = await play(small);
      const v = again.violations.find((x) => x.invariant === violation.invariant)!;
      const key = `${violation.invariant} <- ${[...ingredients(small)].sort().join(", ")}`;
      const g = groups.get(key);
      if (g) g.count++;
      else groups.set(key, { count: 1, seed: s.seed, json: JSON.stringify(small), text: story(small, v) + "\n" + again.simulation.runs.map((r) => `   [${r.command} ${r.stack.fullName} exit ${r.exitCode} bought ${r.bought}] ${r.lines.join(" | ")}`).join("\n") });
    }
  }
  const sorted = [...groups].sort((a, b) => a[0].localeCompare(b[0]));
  writeFileSync("/tmp/simgroups.json", JSON.stringify(sorted));
  writeFileSync("/tmp/simgroups.txt", sorted.map(([k, g]) => `## ${k}  x${g.count} ${g.seed}\n${g.text}\n`).join("\n"));
  console.log("cpu ms per schedule", used / 1000 / n, "bad", bad, "groups", groups.size);
});
