import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { type Args, type PhoneStack, usePhoneStack } from "./support";

const plain = { vendor: "plivo", country: "US", search: [{ areaCode: "415" }, {}] };

/** Up with these arguments; the number stays the one that was bought. */
async function changedTo(phones: PhoneStack, args: Args): Promise<string> {
  const before = phones.only.e164;
  phones.control.clearCalls();
  await phones.declare({ main: { ...plain, ...args } });
  const printed = await phones.up();
  expect(phones.only.e164).toBe(before);
  expect(phones.state.purchases).toBe(1);
  return printed;
}

describe.each(fronts)("with the front %s", (front) => {
  const stack = usePhoneStack({ front });
  test("preview makes no call that could change anything, and prints number and price", async () => {
    const phones = stack();
    await phones.declare({ main: plain });
    const printed = await phones.preview();
    expect(printed).toMatch(
      /picked \+1415\d{7} from plivo for 0\.80 USD a month, 0\.00 USD to set up \(search\[0\]\)/,
    );
    expect(phones.calls.length).toBeGreaterThan(0);
    expect(phones.writes).toEqual([]);
    expect(phones.state.purchases).toBe(0);
  });

  test("up buys exactly one, which is the one of the preview", async () => {
    const phones = stack();
    const [picked] = defined(/\+1415\d{7}/.exec(await phones.preview()));
    const printed = await phones.up();
    expect(printed).toContain(phones.line(`bought ${picked}`));
    expect(phones.owned).toEqual([picked]);
    expect(phones.state.purchases).toBe(1);
    expect(await phones.stack.outputs()).toEqual({ main: picked });
  });

  test("the id is the number, and the outputs are what docs/reference.md promises", async () => {
    const phones = stack();
    const { id, outputs } = await phones.inState();
    expect(id).toBe(phones.only.e164);
    expect(outputs).toMatchObject({
      e164: id,
      vendorId: id.slice(1),
      status: "active",
      statusReason: null,
      monthlyPrice: { amount: "0.80", currency: "USD" },
      setupPrice: { amount: "0.00", currency: "USD" },
      renewsAt: phones.only.renewsAt,
      purchasedAt: phones.control.now().slice(0, 10),
      boundAgent: null,
      heldBy: null,
      label: null,
      capabilities: expect.arrayContaining(["voice"]),
      numberRegion: expect.stringContaining("California"),
      matched: 0,
      stateVersion: 1,
    });
  });

  test("nothing is to be done afterwards: for up, preview and refresh", async () => {
    const phones = stack();
    phones.control.clearCalls();
    await phones.up(["--expect-no-changes"]);
    await phones.preview(["--expect-no-changes"]);
    await phones.refresh(["--expect-no-changes"]);
    expect(phones.writes).toEqual([]);
  });

  test("an agent is bound in place", async () => {
    const phones = stack();
    const [agent] = phones.agents;
    await changedTo(phones, { agent });
    expect(phones.only.agent).toBe(agent);
    expect(phones.writes).toMatchObject([
      { method: "POST", path: expect.stringContaining("/Number/"), body: { app_id: agent } },
    ]);
  });

  test("an alias is set in place, and the number keeps its agent", async () => {
    const phones = stack();
    const [agent] = phones.agents;
    await changedTo(phones, { agent, alias: "front desk" });
    expect(phones.only).toMatchObject({ agent, alias: "front desk" });
  });

  test("an alias that is taken away is cleared, and the number keeps its agent", async () => {
    const phones = stack();
    const [agent] = phones.agents;
    await changedTo(phones, { agent });
    expect(phones.only).toMatchObject({ agent, alias: null });
  });

  test("an agent that is taken away is unbound", async () => {
    const phones = stack();
    await changedTo(phones, {});
    expect(phones.only.agent).toBeNull();
    expect((await phones.inState()).outputs).toMatchObject({ boundAgent: null });
  });

  test("a subaccount is moved to in place, and its ownership is read back", async () => {
    const phones = stack();
    const [subaccount] = phones.subaccounts;
    await changedTo(phones, { subaccount });
    expect(phones.only.subaccount).toBe(subaccount);
    const written = phones.calls.findLastIndex(({ method }) => method === "POST");
    expect(phones.calls.slice(written + 1).map(({ method }) => method)).toContain("GET");
    expect((await phones.inState()).outputs).toMatchObject({ heldBy: subaccount });
  });

  test("a price ceiling is an update that sends the vendor nothing to change", async () => {
    const phones = stack();
    const [subaccount] = phones.subaccounts;
    expect(await changedTo(phones, { subaccount, maxMonthlyPrice: 2 })).toContain("1 updated");
    expect(phones.writes).toEqual([]);
    expect((await phones.inState()).outputs).toMatchObject({ maxMonthlyPrice: 2 });
  });

  test("an edited search keeps the number, and says so", async () => {
    const phones = stack();
    const [subaccount] = phones.subaccounts;
    const args = { subaccount, maxMonthlyPrice: 2, search: [{ region: "Texas" }] };
    const printed = await changedTo(phones, args);
    expect(printed).toContain(
      phones.line(`the search changed; ${phones.only.e164}, which it once chose, is kept`),
    );
    expect(phones.writes).toEqual([]);
  });

  test("nothing is to be done after all those changes either", async () => {
    await stack().up(["--expect-no-changes"]);
    await stack().refresh(["--expect-no-changes"]);
  });

  test("destroy gives the number back", async () => {
    const phones = stack();
    const { e164 } = phones.only;
    expect(await phones.destroy()).toContain(phones.line(`released ${e164}, for good`));
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    expect(await phones.numbersInState()).toEqual({});
  });
});
