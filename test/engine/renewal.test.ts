import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { refused, usePhoneStack } from "./support";

describe("renewal off at plivo, which releases at once,", () => {
  const stack = usePhoneStack();
  const plain = { vendor: "plivo", country: "US" };
  const off = { ...plain, renewal: "off" };

  test("keeps the number up to the window before its rent is due, and preview says when that is", async () => {
    const phones = stack();
    await phones.declare({ main: plain });
    await phones.up();
    const { e164, renewsAt } = phones.only;
    await phones.declare({ main: off });
    const printed = await phones.preview();
    const due = new Date(Date.parse(renewsAt) - (14 + 48) * 3_600_000).toISOString();
    expect(printed).toContain(`renewal is off: ${e164} is released by the first up after ${due}`);
    await phones.up();
    expect((await phones.inState()).outputs).toMatchObject({ status: "lapsing", renewsAt });
    expect(phones.state).toMatchObject({ releases: 0 });
    await phones.up(["--expect-no-changes"]);
    await phones.refresh(["--expect-no-changes"]);
  });

  test("is taken back by auto as long as nothing was released", async () => {
    const phones = stack();
    await phones.declare({ main: { ...plain, renewal: "auto" } });
    await phones.up();
    expect((await phones.inState()).outputs).toMatchObject({ status: "active" });
    await phones.declare({ main: off });
    await phones.up();
  });

  test("releases it by the first up inside the window, as preview says; it stays in state", async () => {
    const phones = stack();
    const { e164 } = phones.only;
    phones.control.advance({ advance: "29d" });
    expect(await phones.preview()).toContain(`${e164} is released now, before its rent of`);
    expect(phones.state.releases).toBe(0);
    expect(await phones.up()).toContain(`released ${e164}, whose renewal is off, for good`);
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    expect(await phones.inState()).toMatchObject({ id: e164, outputs: { status: "released" } });
  });

  test("is kept as released: refresh leaves it, up buys nothing", async () => {
    const phones = stack();
    await phones.refresh(["--expect-no-changes"]);
    await phones.up(["--expect-no-changes"]);
    expect(phones.state.purchases).toBe(1);
  });

  test("is renewed by another number only, with the lock open", async () => {
    const phones = stack();
    await phones.declare({ main: plain });
    expect(refused(await phones.stack.preview())).toContain("only another number can be renewed");
    await phones.declare({ main: { ...plain, replaceable: true } });
    await phones.up();
    expect(phones.state).toMatchObject({ owned: [{}], purchases: 2, releases: 1 });
  });
});

describe("renewal off at sondos, which ends numbers with their period,", () => {
  const stack = usePhoneStack();
  const plain = { vendor: "sondos", country: "US" };
  const at = () => defined(stack().control.state().sondos);

  test("gives notice at once, and cannot be taken back", async () => {
    const phones = stack();
    await phones.declare({ main: plain });
    await phones.up();
    await phones.declare({ main: { ...plain, renewal: "off" } });
    expect(await phones.preview()).toContain("is given notice and ends with the period that is paid for");
    expect(at().releases).toBe(0);
    expect(await phones.up()).toMatch(/gave notice for \+\d+: it ends with the period that is paid for/);
    expect(at()).toMatchObject({ owned: [{ status: "lapsing" }], releases: 1 });
    expect((await phones.inState()).outputs).toMatchObject({ status: "lapsing" });
    await phones.refresh(["--expect-no-changes"]);
    await phones.up(["--expect-no-changes"]);
    await phones.declare({ main: { ...plain, renewal: "auto" } });
    expect(refused(await phones.stack.preview())).toContain("only another number can be renewed");
  });

  test("is released when the period is over, and stays in state as such", async () => {
    const phones = stack();
    await phones.declare({ main: { ...plain, renewal: "off" } });
    phones.control.advance({ advance: "32d" });
    expect(at().owned).toEqual([]);
    expect(await phones.refresh()).toContain("has ended, as its renewal is off");
    expect((await phones.inState()).outputs).toMatchObject({ status: "released" });
    await phones.up(["--expect-no-changes"]);
    expect(await phones.destroy()).toContain("was released already, as its renewal was off");
    expect(at()).toMatchObject({ purchases: 1, releases: 1 });
  });
});

test.each(["ravan", "cald"])("renewal off is refused by %s, which tells no date", async (vendor) => {
  const phones = stack();
  await phones.declare({ main: { vendor, country: "US", renewal: "off" } });
  expect(refused(await phones.stack.preview())).toContain(
    `renewal: ${vendor} tells no date at which the rent is due, so it cannot be ended in time`,
  );
});
const stack = usePhoneStack();
