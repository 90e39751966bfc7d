import { expect, test } from "vitest";
import { VirtualClock } from "./world/virtual-clock";

test("a timer of a clock that is over ends none of the next one", async () => {
  const [former, next] = [new VirtualClock(), new VirtualClock()];
  const left = await former.inPlace(Math.random, async () => setTimeout(() => {}, 1_000));
  const passed = next.inPlace(Math.random, () => {
    const work = next.sleep(1_000).then(() => next.now());
    clearTimeout(left);
    return next.run(work);
  });
  expect(await passed).toBe(former.now() + 1_000);
});
