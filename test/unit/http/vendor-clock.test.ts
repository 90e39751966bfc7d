import { expect, it } from "vitest";
import { exchange } from "../../../provider/http/transport";
import { VendorClock } from "../../../provider/http/vendor-clock";
import { serve } from "../../support/server";

const minute = 60_000;

/** How many minutes earlier than this machine's the time is that counts, after answers with these dates. */
async function minutesEarlier(...dates: readonly string[]): Promise<number> {
  const server = await serve(dates.map((date) => ({ headers: { date } })));
  const clock = new VendorClock();
  const send = clock.watching(exchange);
  for (const _ of dates) {
    await send({ origin: server.url, path: "/", method: "GET", headers: {}, body: undefined }, "read");
  }
  const now = new Date();
  return Math.round((now.getTime() - clock.earlierOf(now).getTime()) / minute);
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minute).toUTCString();

it("the vendor's time counts where this machine's is ahead of it", async () => {
  expect(await minutesEarlier(inMinutes(-15))).toBe(15);
  expect(await minutesEarlier(inMinutes(-15), inMinutes(-3), inMinutes(-600))).toBe(3);
});

it("this machine's counts where it is not ahead, or the answers tell no time", async () => {
  expect(await minutesEarlier(inMinutes(0))).toBe(0);
  expect(await minutesEarlier(inMinutes(40))).toBe(0);
  expect(await minutesEarlier("yesterday", "-1", "")).toBe(0);
  expect(await minutesEarlier()).toBe(0);
});
