import { parseArgs } from "node:util";
import { phases } from "./stack-life.mjs";

/** What can be measured. */
export const parts = /** @type {const} */ ([
  ...phases,
  "startup",
  "limit",
  "stacks",
  "connections",
  "backend",
]);

/** @typedef {(typeof parts)[number]} Part */

/**
 * @typedef {object} Options
 * @property {readonly number[]} numbers
 * @property {readonly number[]} latencies milliseconds that a call of the vendor takes
 * @property {number} rounds
 * @property {readonly Part[]} only
 * @property {boolean} json
 * @property {boolean} write
 * @property {string | undefined} from a file with the result of an earlier run
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      numbers: { type: "string", default: "10,100,1000" },
      latencies: { type: "string", default: "0,50" },
      rounds: { type: "string", default: "5" },
      only: { type: "string", default: parts.join() },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      from: { type: "string" },
    },
  });
  return {
    numbers: list(values.numbers).map((each) => count("numbers", each)),
    latencies: list(values.latencies).map((each) => (each === "0" ? 0 : count("latencies", each))),
    rounds: count("rounds", values.rounds),
    only: list(values.only).map(part),
    json: values.json,
    write: values.write,
    from: values.from,
  };
}

/** @param {string} text */
function list(text) {
  return text.split(",").map((each) => each.trim());
}

/** @param {string} option @param {string} text */
function count(option, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option}: ${text} is not a whole number from 1`);
  return value;
}

/**
 * @param {string} text
 * @returns {Part}
 */
function part(text) {
  const found = parts.find((each) => each === text);
  if (found === undefined) throw new Error(`--only: ${text} is none of ${parts.join(", ")}`);
  return found;
}
