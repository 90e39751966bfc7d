import { expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { refused, usePhoneStack } from "./support";

const stack = usePhoneStack();

async function withOtherAccount(work: (other: Sandbox) => Promise<void>): Promise<void> {
  const other = await startSandbox({ seed: "somebody else" });
  try {
    await work(other);
  } finally {
    await other.close();
  }
}

test("with another account's keys refresh and destroy refuse, and the numbers stay in state", async () => {
  const phones = stack();
  const plain = { vendor: "plivo", country: "US" };
  await phones.declare({ kept: plain, gone: plain });
  await phones.up();
  const before = await phones.numbersInState();
  await withOtherAccount(async ({ url, control }) => {
    const keys = { environment: { PHONE_SANDBOX: url } };
    const { plivoAuthId } = control.vendors().plivo?.credentials ?? {};
    const message = `is in account ${phones.authId}, and the keys in use are of account ${plivoAuthId}`;
    expect(refused(await phones.stack.refresh([], keys))).toContain(message);
    expect(await phones.numbersInState()).toEqual(before);
    expect(refused(await phones.stack.destroy([], keys))).toContain(message);
    expect(await phones.numbersInState()).toEqual(before);
    expect(control.state().plivo).toEqual({ owned: [], purchases: 0, releases: 0 });
  });
  expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
});

test("destroy needs no program, and is content with a number that is gone already", async () => {
  const phones = stack();
  const { kept, gone } = await phones.numbersInState();
  phones.numbers({ drop: [gone?.id ?? ""] });
  await phones.project.writeProgram('throw new Error("destroy ran the program");');
  const printed = await phones.destroy();
  expect(printed).toContain(`kept: released ${kept?.id}, for good`);
  expect(printed).toContain(`gone: ${gone?.id} was not in the account any more`);
  expect(await phones.numbersInState()).toEqual({});
  expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 1 });
});
