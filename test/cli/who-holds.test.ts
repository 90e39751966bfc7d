import { describe, expect, test } from "vitest";
import type { ListedAccounts } from "../../cli/fleet/read-accounts";
import type { BegunPurchase, HeldNumber, Stacks } from "../../cli/fleet/read-stacks";
import { whoHolds } from "../../cli/fleet/who-holds";
import { billOf, type FleetRow } from "../../fleet/fleet-row";
import { BackendError } from "../../provider/domain/errors";
import type { E164 } from "../../provider/domain/number";
import type { OwnedNumber } from "../../provider/vendors/vendor";
import { defined } from "../support/expect";
import { urnOf } from "./pulumi-script";

const number = "+14155550100" as E164;
const all = { vendor: [] };

function owned(changes: Partial<OwnedNumber> = {}): OwnedNumber {
  return {
    e164: number,
    vendorId: "id-1",
    status: "active",
    statusReason: null,
    monthlyPrice: { amount: "0.80", currency: "USD" },
    renewsAt: null,
    agent: null,
    subaccount: null,
    alias: null,
    capabilities: [],
    region: null,
    purchasedAt: null,
    ...changes,
  };
}

function held(changes: Partial<HeldNumber> = {}): HeldNumber {
  return {
    stack: "organization/phones/dev",
    urn: urnOf("dev", "main"),
    e164: number,
    vendor: "plivo",
    account: null,
    vendorAccount: "MA1",
    vendorId: "id-1",
    agent: null,
    subaccount: null,
    label: null,
    status: "active",
    statusReason: null,
    monthlyPrice: null,
    renewsAt: null,
    candidates: [],
    ...changes,
  };
}

function begun(changes: Partial<BegunPurchase> = {}): BegunPurchase {
  return {
    stack: "organization/phones/dev",
    claim: urnOf("dev", "main"),
    keptBy: "backend",
    vendor: "plivo",
    account: undefined,
    vendorAccount: undefined,
    country: "US",
    type: undefined,
    candidates: [number],
    quote: null,
    asked: 1,
    order: { agent: undefined, subaccount: undefined },
    until: "2026-11-27T10:00:00Z",
    word: undefined,
    isAdoption: false,
    isAnew: false,
    isHandedOver: false,
    ...changes,
  };
}

function listed(...numbers: OwnedNumber[]): ListedAccounts {
  return { accounts: [{ vendor: "plivo", entry: null, name: "MA1", numbers }], problems: [], notes: [] };
}

const stacks = (numbers: HeldNumber[], open: BegunPurchase[] = []): Stacks => ({
  numbers,
  lookedUp: [],
  begun: open,
});

function only(rows: readonly FleetRow[]): FleetRow {
  expect(rows).toHaveLength(1);
  return defined(rows[0]);
}

describe("a number is held", () => {
  test.each<[string, Partial<HeldNumber>]>([
    ["by its number", {}],
    ["where the vendor in state is secret", { vendor: null }],
    ["by its id at the vendor where the number is secret", { e164: null }],
    ["where state does not know the account", { vendorAccount: null }],
    ["where another vendor shows it as well", { vendor: "bolna", vendorAccount: null }],
  ])("%s", (_, changes) => {
    const { rows } = whoHolds(listed(owned()), stacks([held(changes)]), all);
    expect(only(rows)).toMatchObject({ resource: "main", finding: null });
  });

  test.each<[string, Partial<HeldNumber>]>([
    ["with that id at another vendor", { e164: null, vendor: "bolna", vendorAccount: null }],
    ["with another number", { e164: "+14155550199", vendorAccount: null }],
  ])("not by a row %s", (_, changes) => {
    const { rows } = whoHolds(listed(owned()), stacks([held(changes)]), all);
    expect(rows.find(({ e164 }) => e164 === number)?.finding).toBe("orphan");
  });

  test("by what the vendor says, and by the state where the vendor says nothing", () => {
    const quiet = owned({ status: null, monthlyPrice: null, agent: "a" });
    const kept = held({
      status: "lapsing",
      monthlyPrice: { amount: "1.00", currency: "USD" },
      renewsAt: "2027-01-15",
      agent: "b",
    });
    expect(only(whoHolds(listed(quiet), stacks([kept]), all).rows)).toMatchObject({
      status: "lapsing",
      monthlyPrice: { amount: "1.00" },
      renewsAt: "2027-01-15",
      agent: "a",
    });
  });

  test("by two rows: that is told", () => {
    const twice = stacks([held(), held({ stack: "organization/phones/prod", urn: urnOf("prod", "copy") })]);
    const { rows, notes } = whoHolds(listed(owned()), twice, all);
    only(rows);
    expect(notes).toEqual([
      `${number} is in state more than once: main in organization/phones/dev, copy in organization/phones/prod`,
    ]);
  });
});

describe("a number is not held", () => {
  test("by a row that only looks it up: that is told", () => {
    const lookedUp = [held({ urn: urnOf("dev", "seen") })];
    const { rows, notes } = whoHolds(listed(owned()), { ...stacks([]), lookedUp }, all);
    expect(only(rows)).toMatchObject({ finding: "orphan", stack: null, resource: null });
    expect(notes).toEqual([
      `${number} is only looked up, as seen in organization/phones/dev: that stack uses it, and does not have it`,
    ]);
    expect(whoHolds(listed(owned()), { ...stacks([held()]), lookedUp }, all)).toMatchObject({
      rows: [{ resource: "main" }],
      notes: [],
    });
  });

  test.each(["MA1", null])("by a row of %s whose number has ended: that is told", (vendorAccount) => {
    const ended = held({ urn: urnOf("dev", "old"), status: "released", vendorAccount });
    const { rows, notes } = whoHolds(listed(owned()), stacks([ended]), all);
    expect(only(rows)).toMatchObject({ finding: "orphan", stack: null, resource: null });
    expect(notes).toEqual([
      `${number} was released as old in the state of organization/phones/dev, and its account shows it: it was bought again since, or has not ended`,
    ]);
    expect(whoHolds(listed(owned()), stacks([ended, held()]), all)).toMatchObject({
      rows: [{ resource: "main" }],
      notes: [],
    });
  });
});

describe("an account that was not asked", () => {
  const elsewhere = { e164: "+14155550199" as E164, vendorId: "id-9", vendorAccount: "MA2" };
  const unasked =
    "account MA2 of stack organization/phones/dev was not asked: its keys are not in the environment, nor in the configuration of a stack that --stack names";

  test("is told once for each stack that has numbers of it", () => {
    const numbers = [
      held(elsewhere),
      held({ ...elsewhere, urn: urnOf("dev", "more"), e164: "+14155550198" as E164 }),
      held({ ...elsewhere, stack: "organization/phones/prod", e164: "+14155550197" as E164 }),
    ];
    expect(whoHolds(listed(), stacks(numbers), all)).toMatchObject({
      knowsAccounts: false,
      notes: [unasked, unasked.replace("/dev", "/prod")],
    });
  });

  test("is told where another vendor shows its number", () => {
    const { knowsAccounts, notes } = whoHolds(
      listed(owned()),
      stacks([held({ vendor: "bolna", vendorAccount: "MA2" })]),
      all,
    );
    expect({ knowsAccounts, notes }).toEqual({ knowsAccounts: false, notes: [unasked] });
  });

  test.each<[string, Partial<HeldNumber>, object]>([
    ["that shows the number under a new key", { vendorAccount: "digest-of-the-former-key" }, all],
    ["that the state does not know", { ...elsewhere, vendorAccount: null }, all],
    ["whose number has ended", { ...elsewhere, status: "released" }, all],
    ["of a vendor that is not meant", { ...elsewhere, vendor: "bolna" }, { vendor: ["plivo"] }],
  ])("is none %s", (_, changes, filter) => {
    const found = whoHolds(listed(owned()), stacks([held(changes)]), { ...all, ...filter });
    expect(found).toMatchObject({ knowsAccounts: true, notes: [] });
  });

  test("is none that was asked and has not answered", () => {
    const silent = { accounts: [{ vendor: "plivo", entry: null, name: "MA1", numbers: undefined }] };
    const found = whoHolds({ problems: [], notes: [], ...silent }, stacks([held()]), all);
    expect(found).toMatchObject({ knowsAccounts: true, notes: [], rows: [{ e164: number }] });
  });
});

describe("a purchase whose end is not known", () => {
  test.each<[string, Partial<BegunPurchase>]>([
    ["asked for it", {}],
    ["asked for its prefix", { candidates: ["+1415" as E164] }],
    ["is one of a vendor that cannot be read", { vendor: undefined }],
    ["takes it over", { isAdoption: true }],
  ])("makes a number unsettled, and no orphan, where it %s", (_, changes) => {
    const { rows } = whoHolds(listed(owned()), stacks([], [begun(changes)]), all);
    expect(only(rows)).toMatchObject({ e164: number, finding: "unsettled", resource: "main" });
  });

  test("of which nothing can be read may have bought any number of the vendor, and has none", () => {
    const { rows } = whoHolds(listed(owned()), stacks([], [begun({ candidates: [] })]), all);
    expect(only(rows)).toMatchObject({ finding: "unsettled", stack: null, resource: null });
  });

  test.each([[["+1415"]], [[]]])(
    "that is in state without its number, for %j, makes it no orphan",
    (candidates) => {
      const open = held({ e164: null, vendorId: null, status: "unsettled", candidates });
      const { rows } = whoHolds(listed(owned()), stacks([open]), all);
      expect(rows.map(({ e164, finding }) => [e164, finding])).toEqual([
        [number, "unsettled"],
        [null, "unsettled"],
      ]);
    },
  );

  test("of another vendor leaves an orphan an orphan", () => {
    const { rows } = whoHolds(listed(owned()), stacks([], [begun({ vendor: "bolna", candidates: [] })]), all);
    expect(rows.find(({ e164 }) => e164 === number)?.finding).toBe("orphan");
  });

  test("is a row of its own where the account does not show what it asked for", () => {
    const { rows } = whoHolds(listed(), stacks([], [begun()]), all);
    expect(only(rows)).toMatchObject({ e164: null, status: "unsettled", finding: "unsettled" });
    expect(rows[0]?.statusReason).toContain(number);
  });

  test("is none where its number has come into state since", () => {
    const { rows } = whoHolds(listed(owned()), stacks([held()], [begun()]), all);
    expect(only(rows)).toMatchObject({ finding: null, resource: "main" });
  });

  test.each<[string, OwnedNumber[]]>([
    ["shows the number that it was to replace", [owned()]],
    ["was not listed", []],
  ])("under a prefix is a row of its own beside the number in state, where the account %s", (_, shown) => {
    const open = stacks(
      [held({ vendorAccount: shown.length > 0 ? "MA1" : "MA2" })],
      [begun({ candidates: ["+1415" as E164] })],
    );
    const { rows } = whoHolds(listed(...shown), open, all);
    expect(rows.map(({ e164, resource, finding }) => [e164, resource, finding])).toEqual([
      [number, "main", null],
      [null, "main", "unsettled"],
    ]);
  });

  test("is none where its result was on its way to the engine and nothing is in the account", () => {
    expect(whoHolds(listed(), stacks([], [begun({ isHandedOver: true })]), all).rows).toEqual([]);
  });
});

describe("what no account shows", () => {
  test("is left out, and told, where the account was listed", () => {
    const { rows, notes } = whoHolds(listed(), stacks([held()]), all);
    expect(rows).toEqual([]);
    expect(notes[0]).toContain(`${number} is in the state of organization/phones/dev as main`);
  });

  test("is left out in silence where renewal has ended it", () => {
    expect(whoHolds(listed(), stacks([held({ status: "released" })]), all)).toMatchObject({
      rows: [],
      notes: [],
    });
  });

  test("is shown as the state has it where another account was listed", () => {
    const { rows } = whoHolds(listed(), stacks([held({ vendorAccount: "MA2", account: "other" })]), all);
    expect(only(rows)).toMatchObject({ e164: number, account: "other", finding: null });
  });

  test("is not shown where another vendor or account is meant", () => {
    const elsewhere = stacks([held({ vendorAccount: "MA2" })], [begun({ claim: urnOf("dev", "next") })]);
    expect(whoHolds(listed(), elsewhere, { vendor: ["bolna"] }).rows).toEqual([]);
    expect(whoHolds(listed(), elsewhere, { vendor: [], account: "other" }).rows).toEqual([]);
  });
});

test("without the stacks there are no orphans, and the reason is a problem", () => {
  const unread = new BackendError("the other stacks cannot be listed", { nextStep: "Run again." });
  const { rows, knowsStacks, problems } = whoHolds(listed(owned()), { unread }, all);
  expect(only(rows).finding).toBeNull();
  expect(knowsStacks).toBe(false);
  expect(problems).toEqual(["which stack has a number is not known: the other stacks cannot be listed"]);
  expect(whoHolds(listed(owned()), "unasked", all).problems).toEqual([]);
});

test("the bill has each currency by itself, and leaves out what costs nothing or may not have been bought", () => {
  const { rows } = whoHolds(listed(owned()), stacks([held()]), all);
  const row = only(rows);
  const price = (amount: string, currency: string) => ({ ...row, monthlyPrice: { amount, currency } });
  expect(
    billOf([
      price("0.10", "USD"),
      price("0.20", "USD"),
      price("1.00", "EUR"),
      { ...row, monthlyPrice: null },
      { ...price("9.00", "USD"), status: "released" },
      { ...price("9.00", "USD"), status: "unsettled" },
    ]),
  ).toEqual({
    monthly: [
      { amount: "1.00", currency: "EUR" },
      { amount: "0.30", currency: "USD" },
    ],
    withoutPrice: 1,
  });
});
