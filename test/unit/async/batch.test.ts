import { describe, expect, it } from "vitest";
import { Batch } from "../../../provider/async/batch";

/** A question that is answered by what it was asked about, and work that ends when told. */
function open() {
  const asked: (readonly string[])[] = [];
  const batch = new Batch(async (items: readonly string[]) => {
    asked.push(items);
    return items;
  });
  const work = () => {
    let [end, fail] = [() => {}, (_: Error) => {}];
    const under = new Promise<void>((resolve, reject) => {
      [end, fail] = [resolve, reject];
    });
    void batch.during(under).catch(() => undefined);
    return { end, fail };
  };
  return { asked, batch, work };
}

describe("a batch", () => {
  it("asks about those together that come while others are under way, whether those succeed or not", async () => {
    const { asked, batch, work } = open();
    const [one, two] = [work(), work()];
    const first = batch.ask("a");
    const second = batch.ask("b");
    one.end();
    two.fail(new Error("refused"));
    expect(await Promise.all([first, second])).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(asked).toEqual([["a", "b"]]);
  });

  it("does not wait for what begins after it was asked", async () => {
    const { batch, work } = open();
    const answer = batch.ask("a");
    work();
    expect(await answer).toEqual(["a"]);
  });

  it("asks anew for who comes after a question was asked", async () => {
    const { asked, batch } = open();
    await batch.ask("a");
    await batch.ask("b");
    expect(asked).toEqual([["a"], ["b"]]);
  });

  it("fails for all whom it asked for, and for nobody after them", async () => {
    let fails = true;
    const batch = new Batch(async (items: readonly string[]) => {
      if (fails) throw new Error("no answer");
      return items;
    });
    const failed = await Promise.allSettled([batch.ask("a"), batch.ask("b")]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    fails = false;
    expect(await batch.ask("c")).toEqual(["c"]);
  });
});
