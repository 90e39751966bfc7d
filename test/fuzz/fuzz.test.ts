import { describe, expect, it } from "vitest";
import { entriesOf } from "./corpus";
import { type Finding, hunt } from "./hunt";
import { targets } from "./targets";

// Half of them are the same in every run, the others new ones.
const cases = 20_000;
const seeds = [20261128, Date.now() % 2 ** 31];

describe.each(targets.map((target) => [target.name, target] as const))("%s", (name, target) => {
  it.each(entriesOf(name).map((entry) => [entry.name, entry] as const))("kept: %s", async (_, entry) => {
    await target.play(entry.case);
  });

  it.each(seeds)("seed %i", async (seed) => {
    const found = await hunt(target, seed, Math.ceil((cases / 1000 / seeds.length) * target.share));
    expect(found && told(found)).toBeUndefined();
  });
});

function told({ target, seed, broke, case: given }: Finding): string {
  return `${broke}\n${target}, seed ${seed}: ${JSON.stringify(given)}`;
}
