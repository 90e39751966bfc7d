import { seconds } from "./timing.mjs";

/** @typedef {import("../bench.mjs").Result} Result */
/** @typedef {import("./lives.mjs").Lives} Lives */
/** @typedef {import("./lives.mjs").Name} Name */

/**
 * A table: its heading, and rows of cells of which the first says what the others are.
 *
 * @typedef {object} Table
 * @property {string} heading
 * @property {readonly string[]} columns
 * @property {readonly (readonly string[])[]} rows
 */

/** @type {Record<import("./stack-life.mjs").Phase, string>} */
const titles = {
  up: "up, new numbers",
  again: "up again, without changes",
  refresh: "refresh",
  destroy: "destroy",
};

const others = /** @type {const} */ (["naive", "ours", "plugin"]);

/** All that was measured, in tables. @param {Result} result @returns {readonly Table[]} */
export function tablesOf({ lives, startup, limit, stacks, further }) {
  return [
    ...lives.map(tableOfLives),
    ...(lives.length > 0 ? [tableOfBytes(lives)] : []),
    ...(startup ? [tableOfStartup(startup)] : []),
    ...(limit || stacks ? [tableOfLimit([limit, stacks].filter((each) => each !== undefined))] : []),
    ...(further.length > 0 ? [tableOfFurther(further)] : []),
  ];
}

/** @param {Lives} lives @returns {Table} */
function tableOfLives({ numbers, latencyMs, rounds, of }) {
  const measured = /** @type {import("./stack-life.mjs").Phase[]} */ (Object.keys(of.floor.phases));
  return {
    heading: `${numbers} numbers, ${latencyMs} ms a call (medians of ${rounds})`,
    columns: ["", "floor", ...others, "CPU seconds of each", "calls of each", "429s of each"],
    rows: measured.map((phase) => {
      const costs = [of.floor, ...others.map((name) => of[name])].map(({ phases }) => phases[phase]);
      const [floor] = costs;
      const ratios = others.map((name) => ratio(of[name].phases[phase]?.ms, floor?.ms));
      const calls = costs.map((cost) => cost?.calls).join(" / ");
      return [
        titles[phase],
        seconds(floor?.ms ?? 0),
        ...ratios,
        costs.map((cost) => ((cost?.cpuMs ?? Number.NaN) / 1000).toFixed(1)).join(" / "),
        calls,
        costs.map((cost) => cost?.refused).join(" / "),
      ];
    }),
  };
}

/** @param {readonly Lives[]} lives @returns {Table} */
function tableOfBytes(lives) {
  return {
    heading: "What it takes",
    columns: ["", "floor", ...others],
    rows: lives.flatMap(({ numbers, latencyMs, of }) => {
      const all = [of.floor, ...others.map((name) => of[name])];
      const at = `${numbers} numbers, ${latencyMs} ms`;
      const memory = all.map(({ phases }) =>
        Math.max(...Object.values(phases).map(({ peakKiB }) => peakKiB)),
      );
      return [
        [`bytes of a number in the state, ${at}`, ...all.map(({ bytes }) => String(bytes.own))],
        [`the same with the provider's text, ${at}`, ...all.map(({ bytes }) => String(bytes.withText))],
        [
          `peak memory of the provider's process, ${at}`,
          ...memory.map((kib) => `${Math.round(kib / 1024)} MiB`),
        ],
      ];
    }),
  };
}

/** @param {import("./startup.mjs").Startup} startup @returns {Table} */
function tableOfStartup({ programMs, programFiles, providerMs, providerFiles, firstCheckMs }) {
  return {
    heading: "Start",
    columns: ["", "ms", "files"],
    rows: [
      [
        'the program\'s `require("pulumi-phone")`, beyond the SDK',
        programMs.toFixed(0),
        String(programFiles),
      ],
      ["what the provider's process loads, beyond the SDK", providerMs.toFixed(0), String(providerFiles)],
      ["a preview of one number, beyond the floor's", firstCheckMs.toFixed(0), ""],
    ],
  };
}

/** @param {readonly import("./limit.mjs").LimitUse[]} uses @returns {Table} */
function tableOfLimit(uses) {
  return {
    heading: "Creates under Plivo's 300 calls in 5 s (handlers without an engine, 50 ms a call)",
    columns: ["stacks at once", "creates", "failed", "calls", "answered 429", "of 60 calls a second"],
    rows: uses.map(({ stacks, creates, failed, calls, refused, share }) => [
      ...[stacks, creates, failed, calls].map(String),
      percent(refused / (calls + refused)),
      percent(share),
    ]),
  };
}

/** @param {Result["further"]} measures @returns {Table} */
function tableOfFurther(measures) {
  return {
    heading: "Further",
    columns: ["", "ratio", "figures", "what it means"],
    rows: measures.map(({ name, ratio, figures, meaning }) => [name, ratio, figures, meaning]),
  };
}

/** @param {number | undefined} ms @param {number | undefined} floorMs */
function ratio(ms = Number.NaN, floorMs = Number.NaN) {
  return (ms / floorMs).toFixed(2);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
