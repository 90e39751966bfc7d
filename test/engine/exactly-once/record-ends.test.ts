import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { EngineProject, type EngineStack, withoutStacks } from "../../support/engine";
import { defined } from "../../support/expect";
import { fronts } from "../../support/fronts";
import { testNumber, testNumbers } from "../../support/sandbox";
import { killedUp } from "../killed-up";
import {
  numbersIn,
  type PhoneStack,
  programOf,
  refused,
  succeeded,
  usePhoneStack,
  withPhoneStack,
} from "../support";

// Each test runs up to a dozen commands of the CLI.
vi.setConfig({ testTimeout: 400_000 });

const line = { vendor: "plivo", country: "US" };
const program = programOf({ line });

/** Where the two checkouts keep their state: each by itself, which PULUMI_BACKEND_URL does not tell. */
const backends = ["backend.url of Pulumi.yaml", "PULUMI_BACKEND_URL=file://."] as const;

async function withTwoCheckouts(
  backend: (typeof backends)[number],
  work: (phones: PhoneStack, stacks: readonly [EngineStack, EngineStack]) => Promise<void>,
): Promise<void> {
  const isInYaml = backend === backends[0];
  const options = {
    program,
    backendUrl: isInYaml ? "" : "file://.",
    ...(isInYaml && {
      files: {
        "Pulumi.yaml": "name: phones\nruntime: nodejs\nbackend:\n  url: file://./kept\n",
        "kept/.keep": "",
      },
    }),
    name: "phones",
  };
  await withPhoneStack(options, async (phones) => {
    const home = defined(phones.project.environment.PULUMI_HOME);
    const environment = { PHONE_SANDBOX: phones.sandbox.url, PULUMI_HOME: home, ...withoutStacks };
    const second = await EngineProject.create({ ...options, language: "javascript", environment });
    try {
      await work(phones, [phones.stack, await second.createStack("dev")]);
    } finally {
      await second.remove();
    }
  });
}

const idIn = async (stack: EngineStack) => defined(numbersIn(await stack.export()).line).id;

test.each(backends)(
  "two checkouts with a backend each by %s, alike in project, stack, machine and account, have a number each",
  async (backend) => {
    await withTwoCheckouts(backend, async (phones, [first, second]) => {
      succeeded(await first.up());
      succeeded(await second.up());
      const [kept, released] = [await idIn(first), await idIn(second)];
      expect(phones.owned.toSorted()).toEqual([kept, released].toSorted());
      expect(phones.state.purchases).toBe(2);

      succeeded(await second.destroy());
      expect(phones.only.e164).toBe(kept);
      expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
      succeeded(await first.up(["--refresh", "--expect-no-changes"]));
    });
  },
);

test("what was destroyed on another machine is bought anew on the first one, at Cald, too", async () => {
  await withPhoneStack({}, async (phones) => {
    const agent = defined(phones.info("cald").agents[0]);
    await phones.declare({ line, "front-desk": { vendor: "cald", country: "US", agent } });
    const purchases = () => [phones.state.purchases, phones.stateOf("cald").purchases];
    await phones.up();
    expect(purchases()).toEqual([1, 1]);
    const elsewhere = path.join(phones.project.workDir, "home-of-ci");
    await mkdir(elsewhere);
    await phones.destroy([], { environment: { PULUMI_HOME: elsewhere } });
    expect(phones.owned).toEqual([]);
    await phones.up();
    expect(purchases()).toEqual([2, 2]);
    expect((await phones.inState("line")).id).toBe(phones.only.e164);
    expect((await phones.inState("front-desk")).id).toBe(phones.stateOf("cald").owned[0]?.e164);
    await phones.up(["--expect-no-changes"]);
  });
});

const stack = usePhoneStack({ sandbox: { stock: 0 } });

test("a number that was retained is not taken back by a resource of that name, nor released with it", async () => {
  const phones = stack();
  phones.numbers({ add: testNumbers(6) });
  const under = { ...line, search: { prefix: testNumber(0).slice(2, 8) } };
  const declared = programOf({ line: under });
  await phones.project.writeProgram(declared.replace(").e164", ", { retainOnDelete: true }).e164"));
  await phones.up();
  const { id: retained } = await phones.inState("line");
  await phones.declare({});
  await phones.up();
  expect(phones.only.e164).toBe(retained);

  await phones.project.writeProgram(declared);
  await phones.up();
  const { id, outputs } = await phones.inState("line");
  expect(id).not.toBe(retained);
  expect(outputs?.status).toBe("active");
  expect(phones.owned.toSorted()).toEqual([id, retained].toSorted());
  expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
  await phones.up(["--expect-no-changes"]);
  await phones.destroy();
  expect(phones.only.e164).toBe(retained);
  expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
});

/** An up that is killed with all it started once the vendor has sold, and before it has answered. */
async function killedInPurchase(phones: PhoneStack): Promise<void> {
  phones.fault("buy", "timeout-after", { delayMs: 600_000 });
  const { isKilled } = await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
  expect(isKilled).toBe(true);
}

// The engine keeps the operation of a run that was killed until it is told to forget it, also when its purchase is settled.
test.each(fronts)(
  "a purchase by the %s front that was killed and settled does not come back with its number retained, nor after a destroy",
  async (front) => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ line });
      await killedInPurchase(phones);
      const { e164: first } = phones.only;
      await phones.up();
      expect((await phones.inState("line")).id).toBe(first);
      await phones.destroy();
      expect(phones.owned).toEqual([]);
      // What is not shown may still show, for ten minutes.
      const printed = refused(await phones.stack.up()).replace(/\s+/g, " ");
      expect(printed).toContain("Run pulumi up again in ten minutes");
      const nothingBought = /nothingBought: "([0-9a-f ]+)"/.exec(printed)?.[1];
      await phones.declare({ line: { ...line, nothingBought } });
      await phones.up();
      const { e164: second } = phones.only;
      await phones.declare({ line: { ...line, deletionPolicy: "retain" } });
      await phones.up();
      await phones.declare({});
      await phones.up();
      expect(phones.only.e164).toBe(second);
      expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
    });
  },
);

test.each(fronts)(
  "nor is it taken back where it was the number of the killed run itself, by the %s front",
  async (front) => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ line });
      await killedInPurchase(phones);
      const { e164: retained } = phones.only;
      await phones.up();
      await phones.declare({ line: { ...line, deletionPolicy: "retain" } });
      await phones.up();
      await phones.declare({});
      await phones.up();
      expect(phones.only.e164).toBe(retained);
      await phones.declare({ line });
      for (const printed of [refused(await phones.stack.preview()), refused(await phones.stack.up())]) {
        const said = printed.replace(/\s+/g, " ");
        expect(said).toContain(
          `the account has ${retained}, which a run that was interrupted may have bought`,
        );
        expect(said).toContain("an update has succeeded since");
      }
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
      // A run that was refused has failed as well: what the account has is asked about once more.
      let result = await phones.stack.preview();
      for (let asked = 0; asked < 2 && result.exitCode !== 0; asked++) {
        const nothingBought = /nothingBought: "([0-9a-f ]+)"/.exec(result.all.replace(/\s+/g, " "))?.[1];
        await phones.declare({ line: { ...line, nothingBought } });
        result = await phones.stack.up();
      }
      succeeded(result);
      await phones.declare({ line });
      await phones.up(["--expect-no-changes"]);
      expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
      await phones.destroy();
      expect(phones.only.e164).toBe(retained);
    });
  },
);
