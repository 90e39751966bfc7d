import { defineConfig } from "vitest/config";

/** Tests of the package as users get it: packed, installed, and run by Pulumi's own processes. */
const packed = ["setup", "package", "process", "engine"].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    // The Pulumi SDK cannot be loaded in worker threads.
    pool: "forks",
    // Tests wait for child processes and timers more than they compute.
    maxWorkers: "100%",
    reporters: ["verbose", "./test/support/last-line.ts"],
    globalSetup: ["test/support/temporary-folder.ts"],
    setupFiles: ["test/support/clean-environment.ts"],
    projects: [
      ...["unit", "contract", "sandbox", "cli"].map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          testTimeout: 15_000,
          // Half of the time would go into loading the same modules for each file again.
          isolate: false,
        },
      })),
      {
        extends: true,
        test: {
          name: "simulation",
          // `npm run simulate` runs one file that npm test leaves out.
          include: [`test/simulation/${process.env.SIMULATE_SCHEDULES ? "simulate.ts" : "**/*.test.ts"}`],
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "packed",
          include: packed,
          globalSetup: ["test/support/packed-project.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
