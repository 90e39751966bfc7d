import { expect, test, vi } from "vitest";
import { testNumber, testNumbers } from "../../support/sandbox";
import { programOf, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

test("a number that vanished, is for sale again and is bought again with a lost answer is this resource's", async () => {
  await withPhoneStack({ sandbox: { stock: 0 } }, async (phones) => {
    phones.numbers({ add: testNumbers(3) });
    const search = { prefix: testNumber(0).slice(2, 8) };
    await phones.declare({ main: { vendor: "plivo", country: "US", search } });
    await phones.up();
    const { id } = await phones.inState();
    phones.numbers({ drop: [id] });
    phones.numbers({ add: [{ e164: id, country: "US", price: "0.80" }] });
    phones.fault("buy", "reset-after");
    await phones.up(["--refresh"]);
    expect(phones.only.e164).toBe(id);
    expect(await phones.inState()).toMatchObject({ id, outputs: { status: "active" } });
    expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
    await phones.up(["--refresh", "--expect-no-changes"]);
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 1 });
  });
});

test("the same number, given up and bought again with a lost answer, is in state, and is given back in the end", async () => {
  await withPhoneStack({ sandbox: { stock: 0 } }, async (phones) => {
    const number = testNumber(0);
    phones.numbers({ add: testNumbers(1) });
    const program = programOf({ main: { vendor: "plivo", number } });
    await phones.project.writeProgram(program.replace(").e164", ", { deleteBeforeReplace: true }).e164"));
    await phones.up();
    const { urn } = await phones.inState();
    phones.fault("release", "delay", { delayMs: 4_000 });
    phones.fault("buy", "reset-after");
    const running = phones.stack.up(["--replace", urn]);
    await expect.poll(() => phones.state.releases, { timeout: 90_000 }).toBe(1);
    phones.numbers({ add: testNumbers(1) });
    const { exitCode, all } = await running;
    expect(exitCode, all).toBe(0);
    expect(phones.only.e164).toBe(number);
    expect(await phones.inState()).toMatchObject({ id: number, outputs: { status: "active" } });
    expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
    await phones.up(["--expect-no-changes"]);
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
  });
});
