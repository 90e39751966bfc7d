import { expect, it } from "vitest";
import { exchange, type SendRequest } from "../../../../provider/http/transport";
import { creating, minutesFromNow, ownStack, pinnedInputs, Stacks } from "../../../support/backend";
import { checkNew } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 20 });

/** The network, at whose other end the clock is so many minutes behind this machine's. */
function behind(...minutes: readonly number[]): SendRequest {
  let turns = 0;
  return async (request, effect) => {
    const end = await exchange(request, effect);
    const by = turns++ % minutes.length;
    return end.kind === "answered" ? { ...end, date: Date.now() - (minutes[by] ?? 0) * 60_000 } : end;
  };
}

/** What the next run pins, after one that was killed while it bought, twelve minutes ago by this machine's clock. */
async function resumed(exchange: SendRequest): Promise<"resumed" | "begun anew"> {
  return (await linesOf(exchange)).some((line) => line.includes("resumes that purchase"))
    ? "resumed"
    : "begun anew";
}

async function linesOf(exchange: SendRequest): Promise<readonly string[]> {
  const keys = { "phone:plivoAuthId": bench.authId, "phone:plivoAuthToken": bench.token };
  const stacks = new Stacks().put(ownStack);
  const open = () =>
    bench.contextWithKeys({ ...keys, "phone:settleSeconds": "0" }, { exchange, cli: stacks.cli });
  const args = { vendor: "plivo", country: "US" };
  const inputs = await pinnedInputs(await open(), args);
  stacks.put(ownStack, { time: minutesFromNow(-12), pending: [creating(inputs)] });
  const told = await open();
  const { failures } = await checkNew(told, args);
  expect(failures).toEqual([]);
  return told.lines;
}

it("takes the time that a purchase needs to show for over when both clocks say so", async () => {
  expect(await resumed(behind(0))).toBe("begun anew");
  expect(await resumed(behind(-30))).toBe("begun anew");
});

it("does not on a machine whose clock is ahead of the vendor's", async () => {
  expect(await resumed(behind(15))).toBe("resumed");
  expect(await linesOf(behind(15))).toContainEqual(
    expect.stringContaining("this machine's clock is about 15 minutes ahead of plivo's"),
  );
  expect((await linesOf(behind(1))).join("\n")).not.toContain("clock");
});

it("believes the answer that is the least behind, as others may come from a cache", async () => {
  expect(await resumed(behind(15, 600, 0))).toBe("begun anew");
});
