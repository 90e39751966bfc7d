// npm run simulate -- --seed N --schedules M: schedules of the simulator beyond those of npm test; docs/simulation.md.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const repository = fileURLToPath(new URL("../..", import.meta.url));

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    schedules: { type: "string", default: "10000" },
    /** `plugin`: it serves all numbers; `both`: stacks go over to the other front on the way. Otherwise the package's class does. */
    fronts: { type: "string" },
    /** Keeps the first violation, shrunk, as a test of this name. */
    pin: { type: "string", default: "" },
  },
});
if (values.fronts && !["plugin", "both"].includes(values.fronts))
  throw new Error(`--fronts: ${values.fronts} is neither plugin nor both`);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(repository, "node_modules/vitest/vitest.mjs"),
    ...["run", "--project", "simulation", "test/simulation/simulate.ts", "--reporter=dot"],
  ],
  {
    cwd: repository,
    stdio: "inherit",
    env: {
      ...process.env,
      SIMULATE_SEED: values.seed,
      SIMULATE_SCHEDULES: values.schedules,
      ...(values.fronts && { SIMULATE_FRONTS: values.fronts }),
      ...(values.pin && { SIMULATE_PIN: values.pin }),
    },
  },
);
process.exitCode = status ?? 1;
