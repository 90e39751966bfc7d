import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { BackendServer } from "../support/backend-server";
import { defined } from "../support/expect";
import { startPostgres } from "../support/postgres-server";
import type { RunResult } from "../support/run";
import { startS3 } from "../support/s3-server";
import { killedUp } from "./killed-up";
import { numbersIn, type PhoneStack, refused, succeeded, withPhoneStack } from "./support";

const line = { vendor: "plivo", country: "US" };
const three = { sales: line, support: line, office: line };
/** Long enough to be killed in a purchase that the vendor has made and not answered. */
const latency = 400;

/** Where stacks are kept: below a folder of the test, unless it is a server, which may not be had on this machine. */
const backends: readonly { title: string; start?: () => Promise<BackendServer> }[] = [
  { title: "a folder" },
  { title: "S3", start: startS3 },
  { title: "Postgres", start: startPostgres },
];

describe.each(backends)("stacks in $title", { timeout: 300_000 }, ({ title, start }) => {
  let server: BackendServer | undefined;
  let missing: string | undefined;

  beforeAll(async () => {
    try {
      server = await start?.();
    } catch (error) {
      missing = `there is no ${title} on this machine: ${(error as Error).message.trim().split("\n").at(-1)}`;
    }
  }, 900_000);
  afterAll(() => server?.close());

  /** A stack of a project of that name: the other tests' stacks are in the same backend. */
  async function withStack(
    { skip }: TestContext,
    name: string,
    work: (phones: PhoneStack) => Promise<void>,
  ): Promise<void> {
    if (missing !== undefined) skip(missing);
    const { url, environment } = server ?? {};
    const options = {
      name,
      sandbox: { latency },
      // A table for each: where Postgres has five stacks, `pulumi stack ls` of 3.248 does not answer any more.
      ...(url && {
        backendUrl: title === "Postgres" ? `${url}&table=stacks_${name.replaceAll("-", "_")}` : url,
      }),
      ...(environment && { environment }),
    };
    await withPhoneStack(options, async (phones) => {
      await phones.stack.setConfig("phone:settleSeconds", "1");
      await work(phones);
    });
  }

  test("what is declared is bought once, found unchanged, and given back in the end", async (context) => {
    await withStack(context, "bought", async (phones) => {
      await phones.declare(three);
      await phones.up();
      await expectDeclared(phones);
      await phones.up(["--expect-no-changes"]);
      await phones.refresh(["--expect-no-changes"]);
      await expectGivenBack(phones);
    });
  });

  test.for(["the same machine", "another machine"])(
    "a run that is killed while it buys is finished on %s, and nothing is bought twice",
    async (where, context) => {
      const isElsewhere = where === "another machine";
      await withStack(context, isElsewhere ? "killed-elsewhere" : "killed", async (phones) => {
        await phones.declare(three);
        const killed = await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
        expect(killed, killed.result.all).toMatchObject({ isKilled: true, result: { exitCode: null } });
        expect(killed.inFlight).toBeGreaterThan(0);
        const { pending_operations: pending } = (await phones.stack.export()).deployment;
        expect(pending?.length).toBeGreaterThan(0);
        const printed = await phones.up([], isElsewhere ? anotherMachine(phones) : {});
        expect(printed).toContain("was bought by the interrupted run, and is adopted");
        await expectDeclared(phones);
        await phones.refresh(["--clear-pending-creates"]);
        await phones.up(["--expect-no-changes"]);
        await expectGivenBack(phones);
      });
    },
  );

  test("a purchase that a plugin lost together with its machine is told, and no second one is made", async (context) => {
    await withStack(context, "lost", async (phones) => {
      await phones.declare({ main: line });
      const killed = await killedUp(phones, "plivo", "plugin", { purchases: 1, delayMs: 0 });
      expect(killed, killed.result.all).toMatchObject({ isKilled: true, inFlight: 1 });
      refused(killed.result);
      const { e164 } = phones.only;
      // Neither the backend nor this machine remembers it.
      expect((await phones.stack.export()).deployment.pending_operations ?? []).toEqual([]);
      const told = `the account has ${e164}, which no stack has, and which a run of this stack may have bought`;
      expect(refused(await phones.stack.up([], anotherMachine(phones)))).toContain(told);
      expect(phones.state.purchases).toBe(1);
      await phones.declare({ main: { vendor: "plivo", adopt: e164 } });
      await phones.up([], anotherMachine(phones));
      expect((await phones.inState()).id).toBe(e164);
      await phones.destroy();
      expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    });
  });

  test("of two runs at once the second is refused by the lock, and buys nothing", async (context) => {
    await withStack(context, "two-at-once", async (phones) => {
      await phones.project.writeProgram(`
        const { existsSync } = require("node:fs");
        const { PhoneNumber } = require("pulumi-phone");
        module.exports = async () => {
          new PhoneNumber("first", ${JSON.stringify(line)});
          while (!existsSync("go-on")) await new Promise((resolve) => setTimeout(resolve, 50));
          new PhoneNumber("second", ${JSON.stringify(line)});
        };
      `);
      let over: RunResult | undefined;
      const running = phones.stack.up().then((result) => {
        over = result;
        return result;
      });
      try {
        await expect.poll(() => over?.all ?? phones.state.purchases, { timeout: 120_000 }).toBe(1);
        const before = phones.writes.length;
        expect(refused(await phones.stack.up())).toContain("the stack is currently locked by 1 lock");
        expect(over).toBeUndefined();
        expect(phones.writes.slice(before)).toEqual([]);
        expect(phones.state.purchases).toBe(1);
      } finally {
        await writeFile(path.join(phones.project.workDir, "go-on"), "");
        await running;
      }
      succeeded(await running);
      expect(phones.state.purchases).toBe(2);
      await phones.up(["--expect-no-changes"]);
    });
  });
});

/** A machine that has seen no run yet: there is no Pulumi home, so nothing of what runs elsewhere wrote down. */
function anotherMachine({ project }: PhoneStack) {
  return { environment: { PULUMI_HOME: path.join(project.workDir, "../another-home") } };
}

/** The three numbers are owned and in state, one each, and no other was bought. */
async function expectDeclared(phones: PhoneStack): Promise<void> {
  const inState = numbersIn(await phones.stack.export());
  expect(Object.keys(inState).toSorted()).toEqual(Object.keys(three).toSorted());
  expect(Object.values(inState).map(({ outputs }) => defined(outputs).status)).toEqual(
    Array(3).fill("active"),
  );
  expect(
    Object.values(inState)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(phones.owned.toSorted());
  expect(phones.state).toMatchObject({ purchases: 3, releases: 0 });
}

async function expectGivenBack(phones: PhoneStack): Promise<void> {
  await phones.destroy();
  expect(phones.state).toMatchObject({ owned: [], purchases: 3, releases: 3 });
}
