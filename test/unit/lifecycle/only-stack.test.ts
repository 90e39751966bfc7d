import { beforeEach, expect, it } from "vitest";
import { UnclearError } from "../../../provider/domain/errors";
import type { RunCli } from "../../../provider/host/backend";
import { ownStack, Stacks } from "../../support/backend";
import { checkNew, onlyFailure } from "../../support/checking";
import { errorOfClass } from "../../support/expect";
import { holdings, killRun } from "../../support/killed-run";
import { useSandbox } from "../../support/sandbox";
import { asked, up } from "../../support/up";

const bench = useSandbox({ stock: 20 });
let stacks: Stacks;
beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

/** The CLI with a token that may not see other stacks. */
const blind: RunCli = (args) =>
  args[1] === "ls" ? Promise.reject(new Error("error: 403 Forbidden")) : stacks.cli(args);
const alone = { "phone:onlyStack": "true" };

it("phone:onlyStack settles what an interrupted run has bought without the other stacks, which nothing does otherwise", async () => {
  const { first } = await killRun(bench, stacks, { bought: 0 });
  const error = await errorOfClass(UnclearError, up(await bench.context({}, blind), asked));
  expect(error.message).toContain("phone:onlyStack");
  const { observed } = await up(await bench.context(alone, blind), asked);
  expect(observed.e164).toBe(first);
  expect(holdings(bench, "plivo")).toEqual({ owned: [first], purchases: 1 });
});

it("phone:onlyStack still asks about what a run that failed may have bought, and asks no other stack", async () => {
  const { first } = await killRun(bench, stacks, { bought: 0 });
  stacks.put(ownStack);
  const time = new Date().toISOString();
  stacks.history.push({ kind: "update", result: "failed", startTime: time, endTime: time });
  const failure = onlyFailure(await checkNew(await bench.context(alone, blind), asked));
  expect(failure.reason).toContain(first);
  expect(stacks.commands.filter((command) => command.startsWith("stack ls"))).toEqual([]);
  expect(holdings(bench, "plivo").purchases).toBe(1);
});

it.each(["yes", "1", "TRUE", ""])("phone:onlyStack takes true or false, not %j", async (value) => {
  await expect(bench.context({ "phone:onlyStack": value })).rejects.toThrow("phone:onlyStack");
});
