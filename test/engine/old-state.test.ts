import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { phoneNumber } from "../support/fronts";
import { repository } from "../support/repository";
import { type PhoneStack, succeeded, usePhoneStack } from "./support";

const folder = path.join(repository, "test/fixtures/state");
/** What the programs that wrote the fixtures declared; the seed gives the account, agents and subaccounts of their sandbox. */
const seed = "pulumi-phone 0.1.0";
const program = ({ agents: [agent], subaccounts: [subaccount] }: PhoneStack) => ({
  plain: { vendor: "plivo", country: "US" },
  full: {
    vendor: "plivo",
    country: "us",
    type: "local",
    search: [{ areaCode: "415", capabilities: ["voice"] }, {}],
    agent,
    subaccount,
    alias: "front desk",
    maxMonthlyPrice: 2,
    vendorOptions: {},
  },
  exact: { vendor: "plivo", number: "+1 (907) 234-0000" },
});

interface Fixture {
  readonly deployment: {
    readonly resources: readonly {
      readonly type: string;
      readonly outputs: Readonly<Record<string, unknown>>;
    }[];
  };
}

describe.each(["0.1.0"])("state that %s has written", (version) => {
  const stack = usePhoneStack({ name: "phones", sandbox: { seed } });
  const file = path.join(folder, `${version}.json`);

  test("is imported, and the account owns its numbers", async () => {
    const phones = stack();
    const { deployment } = JSON.parse(await readFile(file, "utf8")) as Fixture;
    const numbers = deployment.resources.filter(({ type }) => type === phoneNumber);
    expect(numbers).toHaveLength(3);
    phones.numbers({
      own: numbers.map(({ outputs }) => ({
        e164: String(outputs.e164),
        country: String(outputs.country),
        purchasedAt: String(outputs.purchasedAt),
        ...(outputs.boundAgent !== null && { agent: String(outputs.boundAgent) }),
        ...(outputs.heldBy !== null && { subaccount: String(outputs.heldBy) }),
        ...(outputs.label !== null && { alias: String(outputs.label) }),
      })),
    });
    succeeded(await phones.stack.pulumi(["stack", "import", "--file", file]));
    expect(Object.keys(await phones.numbersInState()).sort()).toEqual(["exact", "full", "plain"]);
  });

  test("is previewed without changes", async () => {
    const phones = stack();
    await phones.declare(program(phones));
    await phones.preview(["--expect-no-changes"]);
    expect(phones.writes).toEqual([]);
  });

  test("is refreshed, and nothing is to be done then either", async () => {
    const phones = stack();
    await phones.refresh();
    await phones.preview(["--expect-no-changes"]);
    const { full } = await phones.numbersInState();
    expect(full?.outputs).toMatchObject({
      boundAgent: phones.agents[0],
      label: "front desk",
      stateVersion: 1,
    });
  });

  test("is good for a change, and for giving the numbers back", async () => {
    const phones = stack();
    const { full, ...others } = program(phones);
    await phones.declare({ ...others, full: { ...full, alias: "back office" } });
    await phones.up();
    expect(phones.state.owned.map(({ alias }) => alias)).toContain("back office");
    succeeded(await phones.stack.pulumi(["stack", "import", "--file", file]));
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 0, releases: 3 });
  });
});

test("there is a fixture for every version that is tested, and no other", async () => {
  expect(await readdir(folder)).toEqual(["0.1.0.json"]);
});
