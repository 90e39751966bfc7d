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
    const owned = simulation.account.owned();
    const number = owned[which % Math.max(1, owned.length)];
    if (number !== undefined) simulation.account.putBackOnSale(number);
  },
  tell: () => "a number vanishes from the account and is for sale again",
});
