const heartbeatMs = 15_000;

/** @typedef {(line: string) => void} Say */

/**
 * Runs one long step and keeps saying that it is alive, so that nobody takes a slow first run for a hang.
 *
 * @template T
 * @param {Say} say
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(say, title, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say(`${title} ...`);
  const heartbeat = setInterval(() => say(`  still working (${seconds()} s)`), heartbeatMs);
  try {
    const result = await work();
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
