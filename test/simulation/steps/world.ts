import type { Simulation } from "../simulation";
import { oneOf, step } from "./step";

export const timePasses = step({
  name: "time passes",
  weight: 5,
  draw: (random) => ({ minutes: oneOf(random, [1, 6, 15, 120, 60 * 26]) }),
  play(simulation, { minutes }) {
    simulation.clock.advance(minutes * 60_000);
  },
  tell: ({ minutes }) => `${minutes} minutes pass`,
});

export const personBuys = step({
  name: "a person buys",
  weight: 2,
  draw: (random) => ({ which: random.below(3) }),
  play(simulation, { which }) {
    const number = simulation.account.forSale()[which];
    if (number === undefined) return;
    simulation.account.buyByHand(number);
    simulation.handmade.add(number);
  },
  tell: () => "a person buys a number in the vendor's console",
});

export const backOnSale = step({
  name: "a number goes back on sale",
  weight: 3,
  draw: (random) => ({ which: random.below(3) }),
  play(simulation, { which }) {
    const number = ownedNumber(simulation, which);
    if (number === undefined) return;
    simulation.account.putBackOnSale(number);
    simulation.vanished.add(number);
    const rows = simulation.stacks.flatMap(({ checkpoint }) => checkpoint.rows);
    for (const row of rows) if (row.outputs.e164 === number) simulation.outOfDate.add(row);
  },
  tell: () => "a number vanishes from the account and is for sale again",
});

export const personReleases = step({
  name: "a person releases",
  weight: 2,
  draw: (random) => ({ which: random.below(3) }),
  play(simulation, { which }) {
    const number = ownedNumber(simulation, which);
    if (number === undefined) return;
    simulation.account.releaseByHand(number);
    simulation.vanished.add(number);
  },
  tell: () => "a person releases a number in the vendor's console",
});

export const personBinds = step({
  name: "a person binds",
  weight: 2,
  draw: (random) => ({ which: random.below(3), agent: random.below(3) }),
  play(simulation, { which, agent }) {
    const seen = simulation.account.seen(ownedNumber(simulation, which) ?? "");
    // Beyond the agents there are: none.
    if (seen !== undefined) seen.agent = simulation.account.agents[agent] ?? null;
  },
  tell: () => "a person gives a number another agent, or none, in the vendor's console",
});

export const personLabels = step({
  name: "a person labels",
  weight: 2,
  draw: (random) => ({
    which: random.below(3),
    label: oneOf(random, ["front desk", "urn:pulumi:dev", null]),
  }),
  play(simulation, { which, label }) {
    const seen = simulation.account.seen(ownedNumber(simulation, which) ?? "");
    if (seen !== undefined) seen.alias = label;
  },
  tell: ({ label }) => `a person labels a number ${JSON.stringify(label)} in the vendor's console`,
});

export const keyChanges = step({
  name: "the key changes",
  weight: 2,
  draw: () => ({}),
  play(simulation) {
    simulation.account.rotateKey();
  },
  tell: () => "the vendor issues a new key, which every stack gets; the former one is refused",
});

function ownedNumber(simulation: Simulation, which: number): string | undefined {
  const owned = simulation.account.owned();
  return owned[which % Math.max(1, owned.length)];
}
