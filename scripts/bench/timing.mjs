/**
 * Two ways of doing the same, measured in the same run.
 *
 * @typedef {object} Measure
 * @property {string} name
 * @property {string} ratio such as "9.8 times"
 * @property {string} figures what the ratio was made from
 * @property {string} meaning one line: what it says, and what would be bad
 */

/**
 * Milliseconds that a piece of work takes.
 *
 * @param {() => Promise<unknown>} work
 */
export async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Does the same to every item, at most so many at a time, in order of the items.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<R>} act
 * @returns {Promise<R[]>}
 */
export async function inParallel(items, atOnce, act) {
  /** @type {R[]} */
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await act(/** @type {T} */ (items[index]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** @param {number} ratio */
export function times(ratio) {
  return `${ratio.toFixed(1)} times`;
}
