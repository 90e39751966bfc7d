// npm run fuzz: goes on until it is stopped, and keeps what it finds as a test; docs/contributing/fuzzing.md.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const repository = fileURLToPath(new URL("../..", import.meta.url));

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    /** Of one kind of input alone. */
    target: { type: "string", default: "" },
  },
});
const child = spawn(
  process.execPath,
  [
    path.join(repository, "node_modules/vitest/vitest.mjs"),
    ...["run", "--project", "fuzz", "test/fuzz/fuzz.ts", "--reporter=dot"],
  ],
  {
    cwd: repository,
    stdio: "inherit",
    env: { ...process.env, FUZZ_SEED: values.seed, FUZZ_TARGET: values.target },
  },
);
// The child has the signal of the terminal as well, and ends by it.
process.on("SIGINT", () => {});
child.on("exit", (code) => {
  process.exitCode = code ?? 0;
});
