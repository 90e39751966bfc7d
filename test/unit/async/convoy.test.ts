import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { Convoy } from "../../../provider/async/convoy";

/** Sends them on their way, as many at once as an engine has room for, and tells who went on together. */
async function groups(names: readonly string[], atOnce: number, announced = names): Promise<string[][]> {
  const convoy = new Convoy();
  for (const name of announced) convoy.announce(name);
  const together: string[][] = [];
  let current: string[] | undefined;
  const left = [...names];
  const lane = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const traveller = name;
      await convoy.travel(traveller, async (others) => {
        await others();
        if (current === undefined) {
          current = [];
          together.push(current);
          setImmediate(() => {
            current = undefined;
          });
        }
        current.push(traveller);
      });
      await nextTurn();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return together;
}

const six = ["a", "b", "c", "d", "e", "f"];

it("all who are under way go on together", async () => {
  expect(await groups(six, 6)).toEqual([six]);
});

it("no more than the engine lets be under way at once are waited for", async () => {
  expect(await groups(six, 2)).toEqual([
    ["a", "b"],
    ["c", "d"],
    ["e", "f"],
  ]);
});

it("one who is announced and never comes holds nobody up for good", async () => {
  expect(await groups(["a"], 1, ["a", "b"])).toEqual([["a"]]);
});

it("one whose work fails is not waited for", async () => {
  const convoy = new Convoy();
  const failing = convoy.travel("a", async () => {
    throw new Error("refused");
  });
  const waiting = convoy.travel("b", (others) => others());
  await expect(failing).rejects.toThrow("refused");
  await waiting;
});

it("nobody sets out while another still gets ready", async () => {
  const convoy = new Convoy();
  const order: string[] = [];
  let ready = () => {};
  const preparing = convoy.getReady(async () => {
    await new Promise<void>((resolve) => {
      ready = resolve;
    });
    order.push("ready");
  });
  const travelling = convoy.travel("a", async () => {
    order.push("sets out");
  });
  setTimeout(ready, 20);
  await Promise.all([preparing, travelling]);
  expect(order).toEqual(["ready", "sets out"]);
});
