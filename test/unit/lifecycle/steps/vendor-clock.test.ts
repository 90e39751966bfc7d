import { expect, it } from "vitest";
import { exchange, type SendRequest } from "../../../../provider/http/transport";
import { openContext } from "../../../../provider/pulumi/open-context";
import { creating, minutesFromNow, ownStack, pinnedInputs, Stacks } from "../../../support/backend";
import { checkNew } from "../../../support/checking";
import { configuration, useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 20 });

/** The network, at whose other end the clock is so many minutes behind this machine's. */
const behind =
  (...minutes: readonly number[]): SendRequest =>
  async (request, effect) => {
    const end = await exchange(request, effect);
    const by = turns++ % minutes.length;
    return end.kind === "answered" ? { ...end, date: Date.now() - (minutes[by] ?? 0) * 60_000 } : end;
  };
let turns = 0;

/** What the next run pins, after one that was killed while it bought, twelve minutes ago by this machine's clock. */
async function resumed(exchange: SendRequest): Promise<"resumed" | "begun anew"> {
  const { baseUrl } = bench.plivo;
  const access = { plivoAuthId: bench.authId, plivoAuthToken: bench.token, plivoBaseUrl: baseUrl };
  const keys = Object.entries(access).map(([key, value]) => [`phone:${key}`, value]);
  const config = configuration(Object.fromEntries([...keys, ["phone:settleSeconds", "0"]]));
  const stacks = new Stacks().put(ownStack);
  const open = async () => {
    const lines: string[] = [];
    const context = await openContext(config, {
      exchange,
      cli: stacks.cli,
      tell: (line) => lines.push(line),
    });
    return { context, lines };
  };
  const args = { vendor: "plivo", country: "US" };
  const inputs = await pinnedInputs(await open(), args);
  stacks.put(ownStack, { time: minutesFromNow(-12), pending: [creating(inputs)] });
  const told = await open();
  const { failures } = await checkNew(told, args);
  expect(failures).toEqual([]);
  return told.lines.some((line) => line.includes("resumes that purchase")) ? "resumed" : "begun anew";
}

it("takes the time that a purchase needs to show for over when both clocks say so", async () => {
  expect(await resumed(behind(0))).toBe("begun anew");
  expect(await resumed(behind(-30))).toBe("begun anew");
});

it("does not on a machine whose clock is ahead of the vendor's", async () => {
  expect(await resumed(behind(15))).toBe("resumed");
});

it("believes the answer that is the least behind, as others may come from a cache", async () => {
  expect(await resumed(behind(15, 600, 0))).toBe("begun anew");
});
