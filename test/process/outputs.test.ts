import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { InitializationFailed, type Plugin, type Properties } from "../support/plugin";
import { useSandbox } from "../support/sandbox";
import { bought, checked, installedText, usePlugin } from "./support";

const bench = useSandbox();

/** Never found, so that a purchase that got no answer stays unsettled. */
const hideForever = { delayMs: 600_000 };

/** What docs/reference.md's table of outputs promises, for a number about which only its purchase is known. */
const outputs = {
  e164: expect.stringMatching(/^\+\d{7,15}$/),
  vendorId: null,
  status: expect.any(String),
  statusReason: null,
  monthlyPrice: { amount: "0.80", currency: "USD" },
  setupPrice: { amount: "0.00", currency: "USD" },
  renewsAt: null,
  purchasedAt: null,
  boundAgent: null,
  heldBy: null,
  label: null,
  capabilities: [],
  numberRegion: null,
  matched: 0,
  stateVersion: 1,
};

async function failureOf(promise: Promise<unknown>): Promise<InitializationFailed> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof InitializationFailed) return failure;
  throw new Error("expected a failure that keeps the number", { cause: failure });
}

/** A purchase of which nothing is heard and nothing is seen. */
function loseThePurchase(): void {
  bench.fault("buy", "reset-after");
  bench.fault("buy", "list-lag", hideForever);
}

async function unsettled(plugin: Plugin, inputs: Properties): Promise<InitializationFailed> {
  loseThePurchase();
  return failureOf(plugin.create(inputs));
}

describe.each(fronts)("with the front %s", (front) => {
  const running = usePlugin(bench, front, { "phone:settleSeconds": "0" });

  test("an active number has every output", async () => {
    const [[agent], [subaccount]] = [bench.agents, bench.subaccounts];
    const args = { agent, subaccount, alias: "front desk", search: [{ areaCode: "415" }] };
    const plugin = running();
    const inputs = await checked(plugin, args);
    const { id, properties } = await plugin.create(inputs);
    const { candidates: _, quote: __, lastUpdate: ___, ...asked } = inputs;
    expect(properties).toEqual({
      ...asked,
      ...outputs,
      e164: id,
      vendorId: id.slice(1),
      status: "active",
      renewsAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      purchasedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      boundAgent: agent,
      heldBy: subaccount,
      label: "front desk",
      capabilities: expect.arrayContaining(["voice"]),
      numberRegion: expect.stringContaining("California"),
      vendorAccount: bench.authId,
    });
  });

  test("a number that waits for documents is pending, says why, and may be read and deleted", async () => {
    bench.numbers({ add: [{ e164: "+4930901820000", country: "DE" }] });
    const plugin = running();
    const { id, properties } = await bought(plugin, { country: "DE" });
    expect(properties).toMatchObject({
      ...outputs,
      status: "pending",
      statusReason: expect.stringMatching(/\S/),
      monthlyPrice: { amount: "3.00", currency: "USD" },
      vendorId: id.slice(1),
      renewsAt: expect.any(String),
      purchasedAt: expect.any(String),
      capabilities: ["voice"],
      numberRegion: expect.anything(),
    });
    expect((await plugin.read(id, properties)).id).toBe(id);
    await plugin.delete(id, properties);
    expect(bench.owned).toEqual([]);
  });

  test("a purchase that nobody can tell the outcome of arrives with id, outputs and the reason", async () => {
    const plugin = running();
    const { lastUpdate: _, ...inputs } = await checked(plugin);
    const failure = await unsettled(plugin, inputs);
    expect(failure.id).toBe(defined(bench.owned[0]));
    expect(failure.message).toContain(`it is not known yet whether ${failure.id} was bought`);
    expect(failure.reasons).toEqual([failure.message]);
    expect(failure.provider).toBe(installedText);
    expect(failure.properties).toEqual({
      ...inputs,
      ...outputs,
      e164: failure.id,
      status: "unsettled",
      statusReason: failure.message,
      vendorAccount: bench.authId,
      unseenSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(bench.state.purchases).toBe(1);
  });

  test("an update settles it once the account shows the number, without a second purchase", async () => {
    const plugin = running();
    const inputs = await checked(plugin);
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 1500 });
    const { id, properties } = await failureOf(plugin.create(inputs));
    expect(await plugin.diff(id, properties, inputs)).toMatchObject({ changes: "some" });
    await expect
      .poll(() => plugin.update(id, properties, inputs), { timeout: 10_000 })
      .toMatchObject({ e164: id, vendorId: id.slice(1), status: "active", statusReason: null });
    expect(bench.state.purchases).toBe(1);
  });

  test("a step that fails after the purchase arrives with id, outputs and the reason", async () => {
    const plugin = running();
    const inputs = await checked(plugin, { alias: "front desk" });
    bench.fault("update", "500-before", { times: 5 });
    const failure = await failureOf(plugin.create(inputs));
    expect(failure.properties).toMatchObject({
      e164: failure.id,
      status: "active",
      alias: "front desk",
      label: null,
    });
    expect(failure.reasons).toEqual([expect.stringContaining("plivo update")]);
    expect(failure.provider).toBe(installedText);
    expect(bench.owned).toEqual([failure.id]);

    const updated = await plugin.update(failure.id, failure.properties, inputs);
    expect(updated).toMatchObject({ status: "active", label: "front desk" });
    expect(bench.state).toMatchObject({ owned: [{ alias: "front desk" }], purchases: 1 });
  });

  test("a purchase that was refused leaves nothing behind: a plain error without an id", async () => {
    const plugin = running();
    const inputs = await checked(plugin);
    bench.fault("buy", "no-funds");
    const failure: unknown = await plugin.create(inputs).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(InitializationFailed);
    expect(failure).toHaveProperty("message", expect.stringContaining("cannot pay for it"));
    expect(bench.state).toMatchObject({ owned: [], purchases: 0 });
  });
});
