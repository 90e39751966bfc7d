/**
 * What a test run came to, sent to the process that started vitest.
 *
 * @typedef {object} TestCounts
 * @property {number} passed
 * @property {number} failed tests, and besides them files, hooks and stray promises that failed
 * @property {number} skipped
 */

/** A vitest reporter that counts; the verbose reporter beside it tells the story. */
export default class CountReporter {
  /**
   * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {TestCounts} */
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === "pending" ? "skipped" : state] += 1;
      }
      // A file that cannot be loaded, or a hook that throws, fails no test of its own.
      const groups = [module, ...module.children.allSuites()];
      counts.failed += groups.filter((group) => group.errors().length > 0).length;
    }
    process.send?.(counts);
  }
}
