import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { defined } from "../../support/expect";
import { killedUp } from "../killed-up";
import { type PhoneStack, programOf, refused, withPhoneStack } from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const line = { vendor: "plivo", country: "US", type: "local" };

test("after a kill another type or country is refused with the number's name; taken back, the number is adopted as it is", async () => {
  await withPhoneStack({ program: programOf({ line }) }, async (phones) => {
    phones.fault("buy", "timeout-after", { delayMs: 600_000 });
    const { isKilled } = await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
    expect(isKilled).toBe(true);
    const { e164 } = phones.only;
    for (const edited of [
      { ...line, type: "tollfree" },
      { vendor: "plivo", country: "GB" },
    ]) {
      await phones.declare({ line: edited });
      expect(refused(await phones.stack.up())).toContain(e164);
      expect(await phones.numbersInState()).toEqual({});
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
    }
    await phones.declare({ line });
    await phones.up();
    expect(await phones.inState("line")).toMatchObject({
      id: e164,
      inputs: { country: "US", type: "local" },
      outputs: { status: "active" },
    });
    expect(phones.state.purchases).toBe(1);
  });
});

test("a number whose agent could not be bound is no cause for another one, whatever replaceOnChanges says", async () => {
  await withPhoneStack({}, async (phones) => {
    const vendor = "bolna";
    const account = () => phones.stateOf(vendor);
    const agent = defined(phones.info(vendor).agents[0]);
    const program = programOf({ line: { vendor, country: "US", agent } });
    await phones.project.writeProgram(program.replace(").e164", ', { replaceOnChanges: ["*"] }).e164'));
    phones.control.postFault({ vendor, operation: "bind", fault: "500-before", times: 20 });
    refused(await phones.stack.up());
    const { e164 } = defined(account().owned[0]);
    expect((await phones.inState("line")).id).toBe(e164);
    phones.control.clearFaults();
    const { exitCode, all } = await phones.stack.up();
    expect(account()).toMatchObject({ purchases: 1, releases: 0, owned: [{ e164 }] });
    if (exitCode !== 0) {
      expect(all).toContain("replaceOnChanges");
      await phones.project.writeProgram(program);
      await phones.up();
    }
    expect(await phones.inState("line")).toMatchObject({ id: e164, outputs: { boundAgent: agent } });
    expect(account()).toMatchObject({ purchases: 1, releases: 0, owned: [{ e164, agent }] });
  });
});

/** Every file of the journal, with its text. */
async function journal({ project }: PhoneStack): Promise<Record<string, string>> {
  const folder = path.join(defined(project.environment.PULUMI_HOME), "phone-intents");
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );
  const texts = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [file, await readFile(file, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

test("preview --refresh writes nothing on this machine: what it knows of a purchase is there for the next up", async () => {
  await withPhoneStack({ program: programOf({ other: line }) }, async (phones) => {
    await phones.up();
    await phones.declare({ other: line, line });
    phones.fault("buy", "timeout-after", { delayMs: 600_000 });
    const { isKilled } = await killedUp(phones, "plivo", "plugin", { purchases: 1, delayMs: 0 });
    expect(isKilled).toBe(true);
    // Of a number that the refresh looks at there is what a plugin had no time to forget.
    const [[file, text] = ["", ""]] = Object.entries(await journal(phones));
    const record = JSON.parse(text);
    const claim = record.claim.replace(/line$/, "other");
    const candidates = [(await phones.inState("other")).id];
    const nameOf = createHash("sha256").update(claim).digest("hex").slice(0, 16);
    const handedOver = path.join(path.dirname(file), `${path.basename(file).slice(0, 16)}${nameOf}.json`);
    await writeFile(handedOver, JSON.stringify({ ...record, claim, candidates, isHandedOver: true }));
    const before = await journal(phones);
    expect(Object.keys(before)).toHaveLength(2);
    phones.forgetCalls();
    await phones.preview(["--refresh"]);
    expect(await journal(phones)).toEqual(before);
    expect(phones.writes).toEqual([]);
    await phones.up();
    const state = await phones.numbersInState();
    expect(
      Object.values(state)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(phones.owned.toSorted());
    expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
  });
});

test("an agent that can have one number has one by whatever entry of phone:accounts it is reached", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    const { baseUrl, credentials, agents } = phones.info("sondos");
    const entry = { vendor: "sondos", baseUrl, ...credentials };
    await phones.stack.setConfig("phone:accounts", JSON.stringify({ front: entry, back: entry }), {
      secret: true,
    });
    const agent = defined(agents[0]);
    const front = { account: "front", country: "US", agent };
    const both = { front, back: { ...front, account: "back" } };
    await phones.declare(both);
    expect(refused(await phones.stack.up())).toContain(agent);
    const { owned, purchases } = phones.stateOf("sondos");
    expect(owned.filter((number) => number.agent === agent).length).toBeLessThan(2);
    expect(purchases).toBeLessThan(2);
    // The engine checks in any order: whichever came first may have bought before the other one was refused.
    const kept = "back" in (await phones.numbersInState()) ? "back" : "front";
    await phones.declare({ [kept]: both[kept] });
    await phones.up();
    expect(phones.stateOf("sondos")).toMatchObject({ purchases: 1, owned: [{ agent }] });
    await phones.up(["--expect-no-changes"]);
  });
});
