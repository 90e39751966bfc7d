import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { readState } from "../../../provider/lifecycle/state";
import { accountEntry, contextOfAccounts } from "../../support/accounts";
import { checkAgain, onlyFailure, plain } from "../../support/checking";
import { errorOfClass } from "../../support/expect";
import { testNumbers, useSandbox } from "../../support/sandbox";
import { asked, up } from "../../support/up";

const [east, west] = [useSandbox({ seed: "1" }), useSandbox({ seed: "2" })];

const both = () => contextOfAccounts({ east: accountEntry(east), west: accountEntry(west) });
const bench = useSandbox({ stock: 40 });

describe("several accounts of one vendor", () => {
  it("each buy with their own keys from their own place, and tell which account has the number", async () => {
    for (const bench of [east, west]) bench.numbers({ add: testNumbers(4) });
    const run = await both();
    const one = await up(run, { ...asked, account: "east" }, "one");
    const other = await up(run, { ...asked, account: "west" }, "other");
    expect(east.owned).toEqual([one.observed.e164]);
    expect(west.owned).toEqual([other.observed.e164]);
    expect([one.vendorAccount, other.vendorAccount]).toEqual([east.authId, west.authId]);
  });

  it("share neither searches nor lists", async () => {
    const run = await both();
    const accounts = await Promise.all(
      ["east", "west"].map((account) => run.context.account({ vendor: "plivo", account })),
    );
    await Promise.all(accounts.map(({ listed }) => listed({ e164: "+14155550100", vendorId: null })));
    expect([east, west].map(({ calls }) => calls.length)).toEqual([1, 1]);
    expect(accounts[0]?.offers).not.toBe(accounts[1]?.offers);
  });

  it("under two names, but with the same keys, are one: a number is not picked twice", async () => {
    const run = await contextOfAccounts({ one: accountEntry(east), two: accountEntry(east) });
    const [one, two] = await Promise.all(
      ["one", "two"].map((account) => run.context.account({ vendor: "plivo", account })),
    );
    expect(one).toBe(two);
  });
});

it.each([
  ["east", "west"],
  ["east", undefined],
  [undefined, "east"],
])("a number cannot move from account %s to %s: it would be another purchase", async (before, after) => {
  const run = await both();
  const olds = { ...plain, account: before, claim: "urn:pulumi:dev::p::t::line" };
  const failure = onlyFailure(await checkAgain(run, olds, { ...plain, account: after }));
  expect(failure.property).toBe("account");
  expect(failure.reason).toContain("that is another number");
});

it("state keeps the account's name", async () => {
  east.numbers({ add: testNumbers(1) });
  const state = await up(await both(), { ...asked, account: "east" });
  expect(
    readState(JSON.parse(JSON.stringify({ ...state, ...state.args, ...state.observed }))).args.account,
  ).toBe("east");
});

it("an account whose entry is gone is an error, not the vendor's own keys", async () => {
  const { context } = await bench.context();
  await errorOfClass(ConfigurationError, context.account({ vendor: "plivo", account: "france" }));
});
