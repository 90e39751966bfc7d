import { beforeAll, expect, test } from "vitest";
import { defined } from "../support/expect";
import { refused, usePhoneStack } from "./support";

const stack = usePhoneStack();
const plain = { vendor: "plivo", country: "US" };

beforeAll(() => stack().stack.setConfig("phone:settleSeconds", "1"));

test("a purchase that nobody can tell the outcome of fails the run, and the number is kept as unsettled", async () => {
  const phones = stack();
  await phones.declare({ lost: plain });
  phones.fault("buy", "reset-after");
  phones.fault("buy", "list-lag", { delayMs: 15_000 });
  const printed = refused(await phones.stack.up());
  const { e164 } = phones.only;
  expect(printed).toContain(`it is not known yet whether ${e164} was bought`);
  expect(printed).toContain("Run pulumi up again");
  const { id, outputs, initErrors } = await phones.inState("lost");
  expect(id).toBe(e164);
  expect(outputs).toMatchObject({
    status: "unsettled",
    vendorId: null,
    statusReason: expect.stringContaining(e164),
  });
  expect(initErrors).toHaveLength(1);
  expect(phones.state.purchases).toBe(1);
});

test("refresh of it works, and keeps it", async () => {
  const phones = stack();
  await phones.refresh();
  expect((await phones.inState("lost")).id).toBe(phones.only.e164);
});

test("the next up settles it without a second purchase", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  await expect.poll(() => phones.shows(e164), { timeout: 30_000 }).toBe(true);
  expect(await phones.up()).toContain(`lost: ${e164} was bought although no answer said so, and is kept`);
  expect(await phones.inState("lost")).toMatchObject({
    id: e164,
    outputs: { status: "active", vendorId: e164.slice(1), statusReason: null },
    initErrors: undefined,
  });
  expect(phones.state.purchases).toBe(1);
  await phones.up(["--expect-no-changes"]);
});

test("a step that fails after the purchase fails the run, and the number is kept", async () => {
  const phones = stack();
  await phones.declare({ lost: plain, half: { ...plain, alias: "front desk", agent: phones.agents[0] } });
  phones.fault("update", "500-before", { times: 5 });
  expect(refused(await phones.stack.up())).toContain("plivo update: the vendor failed (HTTP 500");
  const { id, outputs } = await phones.inState("half");
  expect(outputs).toMatchObject({ status: "active", boundAgent: phones.agents[0], label: null });
  expect(phones.owned).toContain(id);
  expect(phones.state.purchases).toBe(2);
});

test("the next up does that step and nothing else", async () => {
  const phones = stack();
  const { id } = await phones.inState("half");
  phones.control.clearCalls();
  expect(await phones.up()).toContain(`half: changed ${id}: alias`);
  expect(phones.writes).toMatchObject([
    {
      method: "POST",
      path: expect.stringContaining(`/Number/${id.slice(1)}/`),
      body: { alias: "front desk" },
    },
  ]);
  expect(defined(phones.state.owned.find(({ e164 }) => e164 === id))).toMatchObject({
    alias: "front desk",
    agent: phones.agents[0],
  });
  expect(phones.state.purchases).toBe(2);
  await phones.up(["--expect-no-changes"]);
});

test("a number whose last step failed can be read and given back", async () => {
  const phones = stack();
  await phones.declare({ half: { ...plain, alias: "back office", agent: phones.agents[0] } });
  phones.fault("update", "500-before", { times: 5 });
  expect(refused(await phones.stack.up())).toContain("plivo update: the vendor failed");
  await phones.refresh();
  await phones.destroy();
  expect(await phones.numbersInState()).toEqual({});
  expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
});
