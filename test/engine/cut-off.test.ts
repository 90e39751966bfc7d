import { expect, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { killTree } from "../support/process-tree";
import { type PhoneStack, refused, withPhoneStack } from "./support";

const main = { vendor: "plivo", country: "US", search: { areaCode: "415" } };

/** An up that is killed while the vendor works on its purchase: `took` says whether it was made. */
async function killedInPurchase(
  phones: PhoneStack,
  fault: "timeout-before" | "timeout-after",
): Promise<void> {
  phones.fault("buy", fault, { delayMs: 600_000 });
  const killed = phones.stack.up([], {
    onStart: (pid) => {
      void (async () => {
        await expect.poll(() => phones.writes.length, { timeout: 60_000 }).toBe(1);
        killTree(pid);
      })();
    },
  });
  expect((await killed).exitCode).toBeNull();
  expect((await phones.stack.cancel()).exitCode).toBe(0);
}

test("a purchase that was made before the whole run was killed is found and adopted by the next up", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare({ main });
    await killedInPurchase(phones, "timeout-after");
    const bought = phones.only.e164;
    const preview = await phones.preview();
    expect(preview).toContain(`main: an earlier run was interrupted while it bought ${bought}`);
    const printed = await phones.up();
    expect(printed).toContain(`main: ${bought} was bought by the interrupted run, and is adopted`);
    expect(phones.state).toMatchObject({ purchases: 1, owned: [{ e164: bought }] });
    expect((await phones.inState()).id).toBe(bought);
    await phones.up(["--expect-no-changes"]);
    await phones.refresh(["--clear-pending-creates"]);
    await phones.destroy();
    expect(phones.state).toMatchObject({ purchases: 1, releases: 1, owned: [] });
  });
});

test("a purchase that was not made before the whole run was killed is made by the next up: the same number", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare({ main });
    await phones.stack.setConfig("phone:settleSeconds", "1");
    await killedInPurchase(phones, "timeout-before");
    const asked = `+${defined(phones.writes[0]).path.split("/").at(-2)}`;
    expect(phones.state.purchases).toBe(0);
    const printed = await phones.up();
    expect(printed).toContain(`main: ${asked} is not in the account, and is asked for again`);
    expect(phones.state).toMatchObject({ purchases: 1, owned: [{ e164: asked }] });
    await phones.destroy();
  });
});

test.each(fronts)(
  "a purchase by the %s front that was cut off is not made again with another account's keys",
  async (front) => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ main });
      await phones.stack.setConfig("phone:settleSeconds", "1");
      await killedInPurchase(phones, "timeout-after");
      const { authId, only } = phones;
      const other = await startSandbox({ seed: "other" });
      try {
        await phones.stack.setConfig("phone:sandbox", other.url);
        for (const command of ["preview", "up"] as const) {
          const printed = refused(await phones.stack[command]()).replace(/\s+/g, " ");
          expect(printed).toContain(`may have bought ${only.e164}`);
          expect(printed).toContain(`it was asked for in account ${authId}`);
          expect(printed).toContain("Run pulumi up with the keys of that run");
        }
        expect(defined(other.control.state().plivo)).toMatchObject({ purchases: 0, owned: [] });
        await phones.stack.setConfig("phone:sandbox", phones.sandbox.url);
        await phones.up();
        expect(phones.state).toMatchObject({ purchases: 1 });
        await phones.destroy();
      } finally {
        await other.close();
      }
    });
  },
);
