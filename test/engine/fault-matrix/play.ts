import { defined } from "../../support/expect";
import type { Args } from "../support";
import { MatrixBench, type Seen } from "./bench";
import {
  bindsAfterPurchase,
  bindsAgents,
  type Cell,
  canBeHidden,
  cellsOf,
  keyOf,
  losesAnswer,
  type Operation,
} from "./cells";

/** What happened to one cell. */
export interface Played {
  readonly cell: Cell;
  /** How it stood after the run that met the fault, after the next one, and after the last one, which no fault meets. */
  readonly runs: readonly [Seen, Seen, Seen];
  /** How it stood after a refresh in the end. */
  readonly refreshed: Seen;
  /** Whether the fault met a call at all. */
  readonly met: boolean;
  /** The agent that was asked for. */
  readonly agent: string | null;
  /** The name by which the provider knows the cell's number. */
  readonly claim: string;
}

type Run = () => Promise<ReadonlyMap<string, Seen>>;

// Milliseconds. A lag is over within the settling time, or never: so no outcome depends on the machine's pace.
const held = 50;
const lagInTime = 300;
const lagForEver = 600_000;
const everyCall = 1000;

/** Plays all cells through the operation: with their faults for two runs, and without for a third. */
export async function play(operation: Operation): Promise<readonly Played[]> {
  const bench = await MatrixBench.open(operation, cellsOf(operation));
  try {
    return await playOn(bench);
  } finally {
    await bench.close();
  }
}

async function playOn(bench: MatrixBench): Promise<readonly Played[]> {
  const run = await begin(bench);
  for (const cell of bench.cells) lay(bench, cell);
  const first = await run();
  const met = new Set(bench.cells.filter((cell) => bench.waiting(cell) < timesOf(cell)));
  const second = await run();
  bench.clearFaults();
  for (const cell of bench.cells) if (isHidden(bench, cell)) bench.reveal(cell);
  const third = await run();
  const refreshed = await bench.refresh();
  return bench.cells.map((cell) => {
    const at = (seen: ReadonlyMap<string, Seen>) => defined(seen.get(keyOf(cell)));
    return {
      cell,
      runs: [at(first), at(second), at(third)],
      refreshed: at(refreshed),
      met: met.has(cell),
      agent: agentAsked(bench, cell),
      claim: bench.claim(cell),
    };
  });
}

/** Brings the cells to where the operation begins, and tells what runs it. */
async function begin(bench: MatrixBench): Promise<Run> {
  switch (bench.operation) {
    case "buy": {
      let runs = 0;
      return () => {
        runs += 1;
        return bench.up((cell) => ({ ...asked(bench, cell), ...wordOfHuman(bench, cell, runs) }));
      };
    }
    case "bind":
      // Where the purchase binds, the first agent is bound by it, and a binding call is one that changes it.
      await bench.up((cell) =>
        bindsAfterPurchase(cell) ? undefined : { ...asked(bench, cell), agent: bench.agents(cell)[0] },
      );
      return () => bench.up((cell) => asked(bench, cell));
    case "release":
      await bench.up((cell) => asked(bench, cell));
      return () => bench.destroy();
  }
}

function asked(bench: MatrixBench, cell: Cell): Args {
  const agent = agentAsked(bench, cell);
  return { country: "US", ...(agent !== null && { agent }) };
}

function agentAsked(bench: MatrixBench, cell: Cell): string | null {
  return bindsAgents(cell) ? defined(bench.agents(cell)[1]) : null;
}

/**
 * Cald shows nothing of what it has sold, so a person has to look at the dashboard and say what was bought, or that nothing
 * was. The next up is left without that word, and has to refuse.
 */
function wordOfHuman(bench: MatrixBench, cell: Cell, run: number): Args {
  if (cell.vendor !== "cald" || run < 3) return {};
  const [sold] = bench.account(cell).owned;
  if (sold !== undefined) return losesAnswer(cell) ? { adopt: String(sold.id) } : {};
  return { vendorOptions: { nothingBought: bench.claim(cell) } };
}

function timesOf({ reach }: Cell): number {
  return reach === "create" ? 1 : everyCall;
}

function lay(bench: MatrixBench, cell: Cell): void {
  const { fault, reach } = cell;
  const { operation } = bench;
  const times = timesOf(cell);
  const lag = { fault: "list-lag", delayMs: reach === "create" ? lagInTime : lagForEver } as const;
  bench.post(cell, { operation, times, ...(fault === "list-lag" ? lag : { fault, delayMs: held }) });
  // A purchase that is found at once leaves nothing to do for the next up.
  if (isHidden(bench, cell) && fault !== "list-lag") bench.post(cell, { operation, times, ...lag });
}

function isHidden({ operation }: MatrixBench, cell: Cell): boolean {
  return operation === "buy" && cell.reach === "next up" && canBeHidden(cell);
}
