import { expect, test } from "vitest";
import { drawSchedule, play, shrink, story } from "./schedule";

test("try", { timeout: 300_000 }, async () => {
  const n = Number(process.env.SIM_N ?? 100);
  const from = Number(process.env.SIM_FROM ?? 0);
  const seen = new Map<string, number>();
  const cpu = process.cpuUsage();
  const t = Date.now();
  const found = [];
  let runs = 0;
  for (let i = from; i < from + n; i++) {
    const s = drawSchedule(`s${i}`);
    const { violation, simulation } = await play(s).catch((e) => {
      console.log("seed", i, e);
      throw e;
    });
    runs += simulation.runs.length;
    if (violation) {
      seen.set(violation.invariant, (seen.get(violation.invariant) ?? 0) + 1);
      found.push({ s, violation });
    }
  }
  const used = process.cpuUsage(cpu);
  console.log(
    JSON.stringify([...seen]),
    "runs",
    runs,
    "cpu ms/schedule",
    (used.user + used.system) / 1000 / n,
    "wall",
    Date.now() - t,
  );
  const per = new Map<string, number>();
  for (const { s, violation } of found) {
    const k = violation.invariant;
    const c = per.get(k) ?? 0;
    if (c >= Number(process.env.SIM_SHOW ?? 2)) continue;
    per.set(k, c + 1);
    const small = await shrink(s, violation);
    const again = await play(small);
    console.log(
      s.seed +
        "\n" +
        story(small, again.violation!) +
        (process.env.SIM_LINES
          ? "\n" +
            again.simulation.runs
              .map(
                (r) =>
                  `   [${r.command} ${r.stack.fullName} exit ${r.exitCode} bought ${r.bought}] ${r.lines.join(" | ")}`,
              )
              .join("\n")
          : ""),
    );
  }
  expect(1).toBe(1);
});
