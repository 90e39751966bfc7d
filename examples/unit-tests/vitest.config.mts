import { defineConfig } from "vitest/config";

// Pulumi's SDK cannot be loaded in worker threads.
export default defineConfig({ test: { include: ["vitest/**/*.test.ts"], pool: "forks" } });
