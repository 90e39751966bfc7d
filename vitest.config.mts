import { defineConfig, type Plugin } from "vitest/config";
import type { Mutation } from "./test/simulation/mutations/mutations.js";

/** Tests of the package as users get it: packed, installed, and run by Pulumi's own processes. */
const packed = ["setup", "package", "process", "engine"].map((folder) => `test/${folder}/**/*.test.ts`);

const { SIMULATE_MUTATION, SIMULATE_SCHEDULES } = process.env;
const mutation = SIMULATE_MUTATION ? (JSON.parse(SIMULATE_MUTATION) as Mutation) : undefined;

/** Has the simulator's modules loaded with one mistake in them, which test/simulation/mutations has put here; nothing on disk changes. */
const mistaken = ({ file, find, replace }: Mutation): Plugin => ({
  name: "mutation",
  enforce: "pre",
  transform: (text, id) =>
    id.endsWith(`/${file}`) ? { code: text.replace(find, () => replace), map: null } : undefined,
});

/** `npm run simulate` and the search for a mutation run one file each, which npm test leaves out. */
const simulations = mutation ? "mutations/mutant.ts" : SIMULATE_SCHEDULES ? "simulate.ts" : "**/*.test.ts";

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
      ...["unit", "docs", "contract", "sandbox", "cli", "browser"].map((name) => ({
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
        plugins: mutation ? [mistaken(mutation)] : [],
        test: {
          name: "simulation",
          include: [`test/simulation/${simulations}`],
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "fuzz",
          include: [`test/fuzz/${process.env.FUZZ_SEED ? "fuzz.ts" : "*.test.ts"}`],
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
