import { expect, test, vi } from "vitest";
import { fronts } from "../support/fronts";
import { numbersIn, programOf, succeeded, withPhoneStack } from "./support";

vi.setConfig({ testTimeout: 400_000 });

const count = 12;
const lines = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [`line-${index}`, { vendor: "plivo", country: "US" }]),
);

// A large inventory: what four stacks want of a small one is soon the same.
test.each(fronts)(
  "four stacks of one program that buy from one account at the same moment get all of their numbers (%s)",
  async (front) => {
    const program = programOf(lines, front);
    await withPhoneStack({ program, front, sandbox: { stock: 5_000 } }, async (phones) => {
      const others = ["staging", "demo", "production"].map((name) => phones.project.createStack(name));
      const stacks = [phones.stack, ...(await Promise.all(others))];
      for (const result of await Promise.all(stacks.map((stack) => stack.up()))) succeeded(result);
      const states = await Promise.all(stacks.map(async (stack) => numbersIn(await stack.export())));
      const ids = states.flatMap((state) => Object.values(state).map(({ id }) => id));
      expect(new Set(ids).size).toBe(stacks.length * count);
      expect(ids.toSorted()).toEqual(phones.owned.toSorted());
    });
  },
);
