import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { defined } from "../../support/expect";
import { killedUp } from "../killed-up";
import { numbersIn, programOf, refused, succeeded, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

test("of two stacks that adopt one number side by side, one at most has it, and the other's destroy leaves it alone", async () => {
  await withPhoneStack({}, async (phones) => {
    const e164 = `+${await phones.bought()}`;
    await phones.declare({ line: { vendor: "plivo", adopt: e164 } });
    const stacks = [phones.stack, await phones.project.createStack("prod")] as const;
    const owners = async () => {
      const states = await Promise.all(stacks.map(async (stack) => numbersIn(await stack.export())));
      return stacks.filter((_, index) => states[index]?.line?.outputs?.status === "active");
    };
    // In check and in create: both are sure of it before either has it.
    phones.fault("get", "delay", { delayMs: 6_000, times: 4 });
    phones.fault("list", "delay", { delayMs: 6_000, times: 2 });
    const results = await Promise.all(stacks.map((stack) => stack.up()));
    phones.control.clearFaults();
    expect(await owners()).toHaveLength(results.filter(({ exitCode }) => exitCode === 0).length);
    expect((await owners()).length).toBeLessThan(2);
    if ((await owners()).length === 0) succeeded(await stacks[0].up());
    const [owner] = await owners();
    const other = defined(stacks.find((stack) => stack !== owner));
    refused(await other.up());
    succeeded(await other.destroy());
    expect(phones.state).toMatchObject({ owned: [{ e164 }], purchases: 1, releases: 0 });
    succeeded(await defined(owner).up(["--refresh", "--expect-no-changes"]));
  });
});

test.each(["plivo", "bolna"] as const)(
  "%s: the plugin alone dies in a purchase, and its machine is gone: the next job buys no second number, and names the first",
  async (vendor) => {
    const line = { vendor, country: "US" };
    await withPhoneStack({ program: programOf({ line }) }, async (phones) => {
      phones.control.postFault({ vendor, operation: "buy", fault: "timeout-after", delayMs: 600_000 });
      const { isKilled } = await killedUp(phones, vendor, "plugin", { purchases: 1, delayMs: 0 });
      expect(isKilled).toBe(true);
      expect((await phones.stack.export()).deployment.pending_operations ?? []).toEqual([]);
      const { e164 } = defined(phones.stateOf(vendor).owned[0]);
      const home = path.join(phones.project.workDir, "home-of-the-next-job");
      await mkdir(home);
      const environment = { PULUMI_HOME: home };
      expect(refused(await phones.stack.up([], { environment }))).toContain(e164);
      expect(phones.stateOf(vendor)).toMatchObject({ purchases: 1, releases: 0 });
      await phones.declare({ line: { vendor, adopt: e164 } });
      await phones.up([], { environment });
      await phones.declare({ line });
      await phones.up([], { environment });
      await phones.up(["--expect-no-changes"], { environment });
      expect(await phones.inState("line")).toMatchObject({ id: e164, outputs: { status: "active" } });
      expect(phones.stateOf(vendor)).toMatchObject({ purchases: 1, releases: 0 });
    });
  },
);
