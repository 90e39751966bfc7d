import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { type Cell, cellsOf, isUnclear, keyOf, type Operation } from "./fault-matrix/cells";
import { askedFor, hasErrors, isDone } from "./fault-matrix/outcome";
import { pageFile, pageOf } from "./fault-matrix/page";
import { type Played, play } from "./fault-matrix/play";

let matrix: Record<Operation, readonly Played[]>;

// All cells of an operation go through the same runs, which are the work; the tests look at what came of it.
beforeAll(async () => {
  const [buy, bind, release] = await Promise.all([play("buy"), play("bind"), play("release")]);
  matrix = { buy, bind, release };
  if (process.env.PHONE_WRITE_MATRIX) writeFileSync(pageFile, pageOf(matrix));
}, 580_000);

function playedOf(operation: Operation, cell: Cell): Played {
  return defined(matrix[operation].find((played) => keyOf(played.cell) === keyOf(cell)));
}

const named = (operation: Operation) => cellsOf(operation).map((cell) => ({ ...cell, cell }));

/** What the account owns is what is in state, from the first run on. */
function expectNothingLost({ runs }: Played): void {
  for (const { account, inState } of runs) {
    const { purchases, releases, owned } = account;
    expect(purchases).toBeLessThanOrEqual(1);
    expect(releases).toBeLessThanOrEqual(purchases);
    expect(owned.filter(({ status }) => status !== "lapsing")).toHaveLength(purchases - releases);
    if (purchases > releases) expect(inState).toBeDefined();
  }
}

/** One number, once: bought, in state, answered by the agent that was asked for; and a refresh sees the same. */
function expectOneNumber({ runs, refreshed, agent }: Played): void {
  for (const seen of [defined(runs.at(-1)), refreshed]) {
    const { account, inState } = seen;
    expect(account).toMatchObject({ purchases: 1, releases: 0, owned: [{ agent, status: "active" }] });
    const [e164] = account.owned.map((each) => each.e164);
    expect(account.owned).toHaveLength(1);
    expect(hasErrors(seen)).toBe(false);
    expect(inState?.outputs).toMatchObject({ e164, status: "active", boundAgent: agent });
  }
  // An update cannot change the id of a purchase that did not know its number; a refresh can.
  expect(refreshed.inState?.id).toBe(refreshed.inState?.outputs?.e164);
}

describe("a fault of the purchase", () => {
  test.each(named("buy"))("$vendor, $fault, $reach: one number in the end", ({ cell }) => {
    const played = playedOf("buy", cell);
    expect(played.met).toBe(true);
    expectNothingLost(played);
    expectOneNumber(played);
  });

  test.each(named("buy").filter(({ cell }) => isUnclear(cell)))(
    "$vendor, $fault, $reach: no other number is ever asked for",
    ({ cell }) => {
      const calls = playedOf("buy", cell).runs.flatMap((run) => run.calls);
      expect(new Set(calls.map(askedFor)).size).toBe(1);
    },
  );
});

describe("a fault of the binding", () => {
  test.each(named("bind"))("$vendor, $fault, $reach: one number, with its agent in the end", ({ cell }) => {
    const played = playedOf("bind", cell);
    expect(played.met).toBe(true);
    expectNothingLost(played);
    expectOneNumber(played);
  });
});

describe("a fault of the release", () => {
  test.each(named("release"))("$vendor, $fault, $reach: no number in the end", ({ cell }) => {
    const played = playedOf("release", cell);
    expect(played.met).toBe(true);
    expectNothingLost(played);
    const last = defined(played.runs.at(-1));
    expect(isDone("release", last)).toBe(true);
    expect(last.account).toMatchObject({ purchases: 1, releases: 1 });
  });
});

test("docs/fault-matrix.md is what happened: PHONE_WRITE_MATRIX=1 writes it", () => {
  expect(readFileSync(pageFile, "utf8")).toBe(pageOf(matrix));
});
