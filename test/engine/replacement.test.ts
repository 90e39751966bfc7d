import { expect, test } from "vitest";
import { defined } from "../support/expect";
import { testNumber } from "../support/sandbox";
import { type Args, type PhoneStack, programOf, refused, usePhoneStack, withPhoneStack } from "./support";

const stack = usePhoneStack();
const plain = { vendor: "plivo", country: "US" };

const tollfree = { ...plain, replaceable: true, type: "tollfree" };

/** Declares another number in the place of one that is bought before, and tells which that is. */
async function declareAnother(phones: PhoneStack): Promise<string> {
  await phones.declare({ main: { ...plain, replaceable: true } });
  await phones.up();
  const { id } = await phones.inState();
  await phones.declare({ main: tollfree });
  return id;
}

/** Writes a program whose numbers all have these options of Pulumi's. */
function declareWith(options: Args, numbers: Readonly<Record<string, Args>>): Promise<void> {
  const program = programOf(numbers).replaceAll(").e164", `, ${JSON.stringify(options)}).e164`);
  return stack().project.writeProgram(program);
}

test("with the lock open another kind is another number, bought before the old one is given up", async () => {
  const phones = stack();
  await phones.declare({ main: { ...plain, type: "local" } });
  await phones.up();
  const { e164 } = phones.only;
  await phones.declare({ main: { ...plain, type: "tollfree" } });
  expect(refused(await phones.stack.preview())).toContain(
    'type: cannot change from "local" to "tollfree": that is another number, and this one would be given up. Set replaceable: true',
  );
  await phones.declare({ main: { ...plain, type: "tollfree", replaceable: true } });
  phones.control.clearCalls();
  const printed = await phones.preview();
  expect(printed).toContain(`main: ${e164} is replaced by another number`);
  expect(printed).toMatch(/main: picked \+1\d{10} from plivo for 1\.00 USD a month/);
  expect(phones.writes).toEqual([]);
  await phones.up();
  expect(phones.only.e164).not.toBe(e164);
  expect(phones.writes.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
  await phones.up(["--expect-no-changes"]);
});

test("a protected number is replaced neither by --replace nor when it is tainted", async () => {
  const phones = stack();
  await phones.declare({ main: { ...plain, type: "tollfree", replaceable: true, deletionProtection: true } });
  await phones.up();
  const { urn, id } = await phones.inState();
  phones.control.clearCalls();
  const refusal = `deletionProtection: ${id} is protected, and a protected number is never replaced`;
  expect(refused(await phones.stack.up(["--replace", urn]))).toContain(refusal);
  await phones.stack.pulumi(["state", "taint", urn, "--yes"]);
  expect(refused(await phones.stack.up())).toContain(refusal);
  await phones.stack.pulumi(["state", "untaint", urn, "--yes"]);
  expect(phones.calls).toEqual([]);
  expect(phones.only.e164).toBe(id);
});

test("gone by somebody's doing, a protected number is bought anew all the same", async () => {
  const phones = stack();
  phones.numbers({ drop: [phones.only.e164] });
  expect(await phones.preview(["--refresh"])).toMatch(/main: picked \+1\d{10}/);
});

test("the same exact number is given up first and bought again with deleteBeforeReplace; without it, refused", async () => {
  const phones = stack();
  const number = testNumber(1);
  phones.numbers({ add: [{ e164: number, country: "US" }] });
  await phones.refresh();
  await phones.declare({ main: { vendor: "plivo", number } });
  await phones.up();
  const { urn } = await phones.inState();
  const { purchases, releases } = phones.state;
  expect(refused(await phones.stack.up(["--replace", urn]))).toContain(`${number} is in the account already`);
  expect(phones.state).toMatchObject({ purchases, releases });

  await declareWith({ deleteBeforeReplace: true }, { main: { vendor: "plivo", number } });
  // The sandbox, as the vendors, keeps back what was released: while its answer is on the way the number comes back for sale.
  phones.fault("release", "delay", { delayMs: 4000 });
  const running = phones.stack.up(["--replace", urn]);
  await expect.poll(() => phones.state.releases, { timeout: 60_000 }).toBe(releases + 1);
  phones.numbers({ add: [{ e164: number, country: "US" }] });
  const { exitCode, all } = await running;
  expect(exitCode, all).toBe(0);
  expect(defined(phones.state.owned[0]).e164).toBe(number);
  expect(phones.state).toMatchObject({ purchases: purchases + 1, releases: releases + 1 });
});

test("a number that a replacement has retained, and bought nothing in its place for, is taken back by adopt", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  const { purchases, releases } = phones.state;
  const declare = (main: Args) => declareWith({ deleteBeforeReplace: true, retainOnDelete: true }, { main });
  await declare({ vendor: "plivo", number: e164 });
  await phones.up();
  const { urn } = await phones.inState();
  expect(refused(await phones.stack.up(["--replace", urn]))).toContain(`${e164} is in the account already`);
  const row = (await phones.stack.export()).deployment.resources?.find((each) => each.urn === urn);
  expect(row).toMatchObject({ pendingReplacement: true, id: e164 });

  await declare({ vendor: "plivo", adopt: e164 });
  await phones.up();
  expect(phones.only.e164).toBe(e164);
  expect(phones.state).toMatchObject({ purchases, releases });
  expect(await phones.inState()).toMatchObject({ id: e164 });
  await phones.up(["--expect-no-changes"]);
});

test("another replacementTrigger buys no number by surprise; a taint does what it is for", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  const { purchases, releases } = phones.state;
  const declare = (replacementTrigger: string) => declareWith({ replacementTrigger }, { main: plain });
  await declare("first");
  await phones.up();
  const { urn } = await phones.inState();
  await declare("second");
  expect(refused(await phones.stack.up())).toContain(
    "take out replaceOnChanges, replacementTrigger or replaceWith",
  );
  expect(phones.state).toMatchObject({ purchases, releases });
  await declare("first");
  await phones.up(["--expect-no-changes"]);

  await phones.stack.pulumi(["state", "taint", urn, "--yes"]);
  await phones.up();
  expect(phones.only.e164).not.toBe(e164);
  expect(phones.state).toMatchObject({ purchases: purchases + 1, releases: releases + 1 });
});

test("a replaced number whose deletion failed is left in the account where the program says so by then", async () => {
  await withPhoneStack({}, async (phones) => {
    const id = await declareAnother(phones);
    phones.fault("release", "500-before", { times: 20 });
    refused(await phones.stack.up());
    phones.control.clearFaults();
    expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
    await phones.declare({ main: { ...tollfree, deletionPolicy: "retain" } });
    expect(await phones.up()).toContain(`${id} is left in the account as it is`);
    expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
    expect(phones.owned).toContain(id);
    await phones.up(["--expect-no-changes"]);
  });
});

test("a number is kept until the purchase in its place is settled, also by a run that goes on after errors", async () => {
  await withPhoneStack({}, async (phones) => {
    const id = await declareAnother(phones);
    phones.fault("buy", "reset-before", { times: 9 });
    const first = refused(await phones.stack.up(["--continue-on-error"]));
    expect(first).toContain("it is not known yet whether");
    expect(first).toContain(`${id} is not given back`);
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
    expect(refused(await phones.stack.up(["--continue-on-error"]))).toContain(`${id} is not given back`);
    phones.control.clearFaults();
    expect(await phones.up()).toContain(`released ${id}`);
    expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
    await phones.up(["--expect-no-changes"]);
  });
});

test("a number whose replacement is not settled is given back by a destroy", async () => {
  await withPhoneStack({}, async (phones) => {
    const id = await declareAnother(phones);
    phones.fault("buy", "reset-before", { times: 9 });
    refused(await phones.stack.up());
    phones.control.clearFaults();
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
    phones.control.advance({ advance: "1h" });
    expect(await phones.destroy()).toContain(`released ${id}`);
    expect(phones.state).toMatchObject({ purchases: 1, releases: 1 });
  });
});

test("a number that a replacement has given up, and that another has bought since, is not given up once more", async () => {
  await withPhoneStack({}, async (phones) => {
    const declare = (option: string) =>
      phones.project.writeProgram(`
        const { PhoneNumber } = require("pulumi-phone");
        new PhoneNumber("main", { vendor: "plivo", country: "US", deletionPolicy: "release" }, { ${option} });
      `);
    await declare("deleteBeforeReplace: true");
    await phones.up();
    const { id, urn } = await phones.inState();
    phones.fault("buy", "no-funds", { times: 4 });
    refused(await phones.stack.up(["--replace", urn]));
    phones.control.clearFaults();
    expect(phones.state).toMatchObject({ purchases: 1, releases: 1 });
    phones.numbers({ own: [{ e164: id, country: "US" }] });

    await declare("");
    expect(await phones.up()).toContain(`${id} was given up already`);
    expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
    expect(phones.owned).toContain(id);
    await phones.up(["--expect-no-changes"]);
  });
});
