import { openSandbox } from "../lib/sandbox.mjs";
import { contestants } from "./contestants.mjs";
import { liveOnce } from "./stack-life.mjs";
import { median } from "./timing.mjs";

/**
 * @typedef {import("./stack-life.mjs").Phase} Phase
 * @typedef {import("./stack-life.mjs").Cost} Cost
 * @typedef {import("./contestants.mjs").Contestant["name"]} Name
 */

/**
 * The medians of the rounds, of so many numbers at so many milliseconds a call.
 *
 * @typedef {object} Lives
 * @property {number} numbers
 * @property {number} latencyMs
 * @property {number} rounds
 * @property {Record<Name, { phases: Partial<Record<Phase, Cost>>, bytes: import("./stack-life.mjs").Bytes }>} of
 */

/**
 * Lets the providers live the lives of their stacks in turns, so that what else a machine does meets them alike.
 *
 * @param {object} options
 * @param {number} options.numbers
 * @param {number} options.latencyMs
 * @param {number} options.rounds
 * @param {readonly Phase[]} options.phases
 * @param {(line: string) => void} tell
 * @returns {Promise<Lives>}
 */
export async function measureLives({ numbers, latencyMs, rounds, phases }, tell) {
  const stock = String(Math.max(500, 3 * numbers));
  const sandbox = await openSandbox(["--latency", String(latencyMs), "--stock", stock]);
  /** @type {Map<Name, import("./stack-life.mjs").Life[]>} */
  const lives = new Map();
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const contestant of contestants) {
        const life = await liveOnce(contestant, sandbox, numbers, phases);
        lives.set(contestant.name, [...(lives.get(contestant.name) ?? []), life]);
        const took = Object.entries(life.phases).map(
          ([phase, { ms }]) => `${phase} ${(ms / 1000).toFixed(1)} s`,
        );
        tell(
          `${numbers} numbers, ${latencyMs} ms, round ${round} of ${rounds}: ${contestant.name} ${took.join(", ")}`,
        );
      }
    }
  } finally {
    await sandbox.close();
  }
  const of = Object.fromEntries([...lives].map(([name, all]) => [name, middle(all, phases)]));
  return { numbers, latencyMs, rounds, of: /** @type {Lives["of"]} */ (of) };
}

/** @param {readonly import("./stack-life.mjs").Life[]} lives @param {readonly Phase[]} phases */
function middle(lives, phases) {
  /** @param {Phase} phase @param {keyof Cost} figure */
  const of = (phase, figure) => median(lives.map((life) => life.phases[phase]?.[figure] ?? Number.NaN));
  const costs = phases.map((phase) => {
    const cost = {
      ms: Math.round(of(phase, "ms")),
      cpuMs: Math.round(of(phase, "cpuMs")),
      calls: of(phase, "calls"),
      refused: of(phase, "refused"),
      peakKiB: of(phase, "peakKiB"),
    };
    return [phase, cost];
  });
  return {
    phases: /** @type {Partial<Record<Phase, Cost>>} */ (Object.fromEntries(costs)),
    bytes: {
      own: Math.round(median(lives.map(({ bytes }) => bytes.own))),
      withText: Math.round(median(lives.map(({ bytes }) => bytes.withText))),
    },
  };
}
