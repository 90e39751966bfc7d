import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { EngineProject, type EngineStack, withoutStacks } from "../../support/engine";
import { defined } from "../../support/expect";
import { testNumber, testNumbers } from "../../support/sandbox";
import { numbersIn, type PhoneStack, programOf, succeeded, usePhoneStack, withPhoneStack } from "../support";

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
