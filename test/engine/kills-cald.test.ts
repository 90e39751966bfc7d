import { expect, test } from "vitest";
import { defined } from "../support/expect";
import { killedUp, victims } from "./killed-up";
import { type Args, type PhoneStack, withPhoneStack } from "./support";

const vendor = "cald";
const names = ["n0", "n1", "n2", "n3", "n4", "n5"];

const account = ({ control }: PhoneStack) => defined(control.state()[vendor]);
const sold = (phones: PhoneStack) => account(phones).owned.map(({ e164 }) => e164);
const inState = async (phones: PhoneStack) =>
  Object.values(await phones.numbersInState()).map(({ id }) => id);

/** The program; for some of the numbers a person has looked, and says that nothing was bought. */
function declare(phones: PhoneStack, lookedAt: ReadonlyMap<string, string> = new Map()): Promise<void> {
  const { agents } = defined(phones.control.vendors()[vendor]);
  const numbers = names.map((name): [string, Args] => {
    const nothingBought = lookedAt.get(name);
    return [name, { vendor, country: "US", agent: agents[0], ...(nothingBought && { nothingBought }) }];
  });
  return phones.declare(Object.fromEntries(numbers));
}

/** Numbers that an up refuses to buy, with their tokens, as it tells the reader. The engine stops at some of them. */
function unclear(printed: string): Map<string, string> {
  const lines = printed.matchAll(/PhoneNumber (?:resource ')?(\w+)'?.*nothingBought: "([0-9a-f]{12})"/g);
  return new Map([...lines].map(([, name, token]) => [defined(name), defined(token)]));
}

test.each(victims)(
  "a vendor that shows nothing is asked at most once when the %s is killed, and somebody who looks settles the rest",
  async (victim) => {
    await withPhoneStack({ sandbox: { latency: 500, rateLimit: false } }, async (phones) => {
      await declare(phones);
      const { isKilled } = await killedUp(phones, vendor, victim, { purchases: 2, delayMs: 0 });
      expect(isKilled).toBe(true);
      // The dashboard shows what no state has; it is given back there.
      const known = await inState(phones);
      const orphans = sold(phones).filter((e164) => !known.includes(e164));
      phones.control.changeNumbers({ vendor, drop: orphans });
      const lookedAt = new Map<string, string>();
      // One up more than there are numbers, as each may tell of one only.
      for (let round = 0; round <= names.length; round++) {
        const { exitCode, all } = await phones.stack.up();
        if (exitCode === 0) break;
        const doubtful = unclear(all);
        expect(
          [...doubtful.keys()].some((name) => !lookedAt.has(name)),
          all,
        ).toBe(true);
        for (const [name, claim] of doubtful) lookedAt.set(name, claim);
        await declare(phones, lookedAt);
      }
      expect(lookedAt.size > 0).toBe(victim !== "program");
      expect(orphans.length).toBeLessThanOrEqual(lookedAt.size);
      await declare(phones);
      await phones.up();
      expect((await inState(phones)).toSorted()).toEqual(sold(phones).toSorted());
      expect(account(phones)).toMatchObject({ purchases: names.length + orphans.length, releases: 0 });
      expect(sold(phones)).toHaveLength(names.length);
    });
  },
);
