import type { Reporter, TestModule } from "vitest/node";

/**
 * A vitest reporter that prints the last line of a run, "3 passed, 1 failed, 2 skipped"; the verbose reporter beside it tells
 * the story. It prints when the process ends, so that the line is the last one, and comes even if vitest gives up on the way.
 */
export default class LastLine implements Reporter {
  private counts: Record<"passed" | "failed" | "skipped", number> | undefined;

  onInit(): void {
    process.once("exit", (code) => this.print(code));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
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
    this.counts = counts;
  }

  private print(code: number): void {
    const { passed, failed, skipped } = this.counts ?? { passed: 0, failed: 0, skipped: 0 };
    // What ended the run without failing a test still counts.
    const failures = code === 0 ? failed : Math.max(failed, 1);
    if (failures > 0 || passed === 0) process.exitCode = 1;
    process.stdout.write(
      `${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`,
    );
  }
}
