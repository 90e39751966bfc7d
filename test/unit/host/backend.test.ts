import { describe, expect, it } from "vitest";
import { BackendError } from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { openBackend, type RunCli } from "../../../provider/host/backend";
import type { Backend, NumberRecord, PurchaseRecord } from "../../../provider/host/purchase-records";
import {
  creating,
  type ExportedNumber,
  numberInState,
  otherStack,
  ownStack,
  Stacks,
} from "../../support/backend";
import type { Properties } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { defined, errorOfClass } from "../../support/expect";
import { testNumber } from "../../support/sandbox";

const claim = claimOf("line");
const time = "2026-03-10T12:00:00.000Z";
/** What Pulumi writes in the place of a secret, whatever it is. */
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:bm9uY2U=:dGV4dA==",
};
const pinned = {
  vendor: "plivo",
  country: "US",
  claim,
  candidates: [testNumber(0), testNumber(1)],
  pinnedAt: "2026-03-10T11:59:00.000Z",
  quote: {
    matched: 1,
    monthlyPrice: { amount: "0.80", currency: "USD" },
    setupPrice: null,
    restriction: null,
    terms: { provider: "twilio" },
  },
};

function open(
  cli: RunCli,
  {
    organization = "organization",
    // That of the program; null where none runs.
    stack = ownStack,
    found = () => {},
    clock = async () => new Date(),
    ...more
  }: {
    organization?: string;
    stack?: string | null;
    found?: (stack: string) => void;
    clock?: () => Promise<Date>;
    tell?: (line: string) => void;
    mostOthers?: number;
  } = {},
): Backend {
  return openBackend({
    organization: () => organization,
    stack: () => stack ?? undefined,
    found,
    clock,
    cli,
    ...more,
  });
}

/** The only number of a stack with this row. */
async function onlyNumber(row: unknown): Promise<NumberRecord> {
  const { numbers } = await open(new Stacks().put(ownStack, { resources: [row] }).cli).stackOf(claim);
  expect(numbers).toHaveLength(1);
  return defined(numbers[0]);
}

/** What was begun in a stack with these pending operations. */
async function begunIn(
  pending: readonly unknown[],
  resources: readonly ExportedNumber[] = [],
): Promise<readonly PurchaseRecord[]> {
  return (await open(new Stacks().put(ownStack, { time, pending, resources }).cli).stackOf(claim)).begun;
}

/** A pending operation of a row with this URN. */
function creatingAs(urn: string, inputs: Properties): unknown {
  return creating({ ...inputs, claim: urn });
}

describe("the numbers of a stack", () => {
  it("are read from its export, each with its URN, vendor and whether it is settled", async () => {
    const unsettled = numberInState(claimOf("other"), testNumber(1), {
      status: "unsettled",
      vendor: "ravan",
      vendorId: "id-1",
      deletionProtection: true,
    });
    const stacks = new Stacks().put(ownStack, {
      resources: [numberInState(claim, testNumber(0)), unsettled],
    });
    expect(await open(stacks.cli).stackOf(claim)).toEqual({
      name: ownStack,
      numbers: [
        {
          urn: claim,
          id: testNumber(0),
          claim,
          vendor: "plivo",
          vendorId: undefined,
          e164: testNumber(0),
          settled: true,
          isStatusUnread: false,
          hasEnded: false,
          isProtected: false,
          isPolicyUnread: false,
          isReplaced: false,
          isTainted: false,
          isImported: false,
        },
        {
          urn: claimOf("other"),
          id: testNumber(1),
          claim: claimOf("other"),
          vendor: "ravan",
          vendorId: "id-1",
          e164: testNumber(1),
          settled: false,
          isStatusUnread: false,
          hasEnded: false,
          isProtected: true,
          isPolicyUnread: false,
          isReplaced: false,
          isTainted: false,
          isImported: false,
        },
      ],
      givenUp: [],
      begun: [],
    });
  });

  it.each(["pulumi-nodejs:dynamic/phone:PhoneNumber", "phone:index:PhoneNumber"])(
    "are those of the type %s, too",
    async (type) => {
      expect((await onlyNumber({ ...numberInState(claim, testNumber(0)), type })).e164).toBe(testNumber(0));
    },
  );

  it.each([
    [
      "another package's resource",
      { urn: "u", type: "aws:s3/bucket:Bucket", id: "b", outputs: { claim: 1 } },
    ],
    ["a stack", { urn: "u", type: "pulumi:pulumi:Stack" }],
    ["a number without an id", { ...numberInState(claim, testNumber(1)), id: undefined }],
    ["a resource of a form that nobody knows", { type: 7, inputs: "none" }],
    ["no resource at all", null],
  ])("are read past %s", async (_, foreign) => {
    const stacks = new Stacks().put(ownStack, {
      resources: [foreign, numberInState(claim, testNumber(0))],
    });
    const { numbers } = await open(stacks.cli).stackOf(claim);
    expect(numbers.map(({ e164 }) => e164)).toEqual([testNumber(0)]);
  });

  it("are told by their inputs where a create has not brought outputs", async () => {
    const { outputs: _, ...halfMade } = numberInState(claim, testNumber(0));
    expect(await onlyNumber(halfMade)).toMatchObject({ urn: claim, vendor: "plivo", e164: testNumber(0) });
  });

  it("are told by their ids alone where nothing else is written of them", async () => {
    const { urn, type, id } = numberInState(claim, testNumber(0));
    expect(await onlyNumber({ urn, type, id })).toMatchObject({ urn, vendor: undefined, e164: id });
  });

  it("are their own as the row is called today, whatever claim it was bought under", async () => {
    const renamed = { ...numberInState(claimOf("line", "old"), testNumber(0)), urn: claim };
    expect((await onlyNumber(renamed)).urn).toBe(claim);
  });

  it("have no name where the id is none, as of a purchase that is unsettled", async () => {
    const row = numberInState(claim, testNumber(0), { e164: undefined, status: "unsettled" });
    expect(await onlyNumber({ ...row, id: "unsettled-line" })).toMatchObject({
      e164: undefined,
      settled: false,
    });
  });

  it.each([
    [true, true],
    ["yes", true],
    [secret, true],
    [false, false],
    [null, false],
    [undefined, false],
  ])("are protected where that cannot be excluded: %j", async (deletionProtection, isProtected) => {
    const row = numberInState(claim, testNumber(0), { deletionProtection });
    expect((await onlyNumber(row)).isProtected).toBe(isProtected);
  });
});

describe("a number of which something is secret", () => {
  it.each([
    ["number", { e164: secret }, {}],
    ["vendor", { vendor: secret }, { vendor: undefined }],
    ["vendor's id", { vendorId: secret }, { vendorId: undefined }],
    ["status", { status: secret }, { settled: false, isStatusUnread: true }],
    ["protection", { deletionProtection: secret }, { isProtected: true }],
    ["deletion policy", { deletionPolicy: secret }, { deletionPolicy: undefined, isPolicyUnread: true }],
  ])("has its id and URN in any case, also when it is its %s", async (_, hidden, unknown) => {
    const row = numberInState(claim, testNumber(0), { vendorId: "id-1", ...hidden });
    expect(await onlyNumber(row)).toEqual({
      urn: claim,
      id: testNumber(0),
      claim,
      e164: testNumber(0),
      vendor: "plivo",
      vendorId: "id-1",
      settled: true,
      isStatusUnread: false,
      hasEnded: false,
      isProtected: false,
      isPolicyUnread: false,
      isReplaced: false,
      isTainted: false,
      isImported: false,
      ...unknown,
    });
  });

  it("has no more than those when it is everything", async () => {
    const row = numberInState(claim, testNumber(0), { deletionProtection: true, vendorId: "id-1" });
    const hide = (properties: object = {}) =>
      Object.fromEntries(Object.keys(properties).map((name) => [name, secret]));
    expect(await onlyNumber({ ...row, inputs: hide(row.inputs), outputs: hide(row.outputs) })).toEqual({
      urn: claim,
      id: testNumber(0),
      claim: undefined,
      e164: testNumber(0),
      vendor: undefined,
      vendorId: undefined,
      settled: false,
      isStatusUnread: true,
      hasEnded: false,
      isProtected: true,
      isPolicyUnread: false,
      isReplaced: false,
      isTainted: false,
      isImported: false,
    });
  });
});

it("says of a number that another one is in its place", async () => {
  const row = numberInState(claim, testNumber(0));
  expect(await onlyNumber({ ...row, delete: true })).toMatchObject({ e164: testNumber(0), isReplaced: true });
});

it("keeps a number apart that was given up for one that is not there yet, and ends no purchase of it", async () => {
  const row = numberInState(claim, testNumber(0));
  const again = creating({ ...row.inputs, number: testNumber(0) });
  const stacks = new Stacks().put(ownStack, {
    resources: [{ ...row, pendingReplacement: true }],
    pending: [again],
  });
  const { numbers, givenUp, begun } = await open(stacks.cli).stackOf(claim);
  expect({ numbers, givenUp }).toMatchObject({ numbers: [], givenUp: [{ e164: testNumber(0) }] });
  expect(begun).toMatchObject([{ claim, candidates: [testNumber(0)] }]);
});

it.each([
  ["+1 (907) 234-0000", ["+19072340000"]],
  ["plivo:19072340000", ["+19072340000"]],
  ["bolna:0b1c2d3e-0000-4000-8000-000000000000", []],
])("an import of %s that has begun takes over what it names", async (id, candidates) => {
  const resource = { urn: claim, type: "phone:index:PhoneNumber", custom: true, id };
  expect(await begunIn([{ type: "importing", resource }])).toMatchObject([
    { claim, candidates, isAdoption: true },
  ]);
});

it("a purchase that a person has had a refresh import is one all the same: nothing imports it", async () => {
  const importing = { ...(creating(pinned) as object), type: "importing" };
  const { candidates } = pinned;
  expect(await begunIn([importing])).toMatchObject([{ claim, candidates, isAdoption: false }]);
});

it("a change that buys by a word does not have the time of what was pinned when the number was new", async () => {
  const inputs = { ...pinned, lastUpdate: "2026-01-01T00:00:00.000Z" };
  const anew = { ...(creating({ ...inputs, nothingBought: "0123456789ab" }) as object), type: "updating" };
  const unsettled = numberInState(claim, testNumber(0), { status: "unsettled" });
  const stacks = new Stacks().put(ownStack, { resources: [unsettled], pending: [anew] });
  const { begun } = await open(stacks.cli).stackOf(claim);
  expect(begun).toMatchObject([{ isAnew: true, lastUpdate: undefined }]);
  expect(await begunIn([creating(inputs)])).toMatchObject([{ lastUpdate: inputs.lastUpdate }]);
});

it.each([
  ["a number", "+1 (907) 234-0005", ["+19072340005"]],
  ["an id", "0b1c2d3e-0000-4000-8000-000000000000", []],
  ["what is secret", secret, []],
])(
  "a change that takes over %s is an adoption of it, as long as the row is not settled",
  async (_, adopt, candidates) => {
    const taking = { ...(creating({ ...pinned, adopt }) as object), type: "updating" };
    const begun = async (status: string) => {
      const resources = [numberInState(claim, testNumber(0), { status })];
      return (await open(new Stacks().put(ownStack, { resources, pending: [taking] }).cli).stackOf(claim))
        .begun;
    };
    expect(await begun("unsettled")).toMatchObject([{ claim, candidates, isAdoption: true, isAnew: false }]);
    expect(await begun("active")).toEqual([]);
  },
);

describe("the interrupted purchases", () => {
  it("are the pending operations that create numbers, with what check had pinned", async () => {
    const asked = { type: "local", agent: "app-1", subaccount: "SA1", nothingBought: "0123456789ab" };
    const { candidates, quote } = pinned;
    expect(await begunIn([creating({ ...pinned, ...asked, account: "eu" })])).toEqual([
      {
        claim,
        keptBy: "backend",
        vendor: "plivo",
        account: "eu",
        country: "US",
        type: "local",
        candidates,
        asked: candidates.length,
        quote,
        order: { agent: "app-1", subaccount: "SA1" },
        until: expect.any(String),
        word: "0123456789ab",
        isAdoption: false,
        isAnew: false,
        isHandedOver: false,
      },
    ]);
  });

  it("are read leniently, as an older version may have written them", async () => {
    const { vendor, candidates } = pinned;
    expect(await begunIn([creating({ claim, vendor, candidates })])).toMatchObject([
      { claim, vendor, candidates, quote: null, order: {}, word: undefined, isAdoption: false },
    ]);
    expect(await begunIn([creating({ ...pinned, quote: { price: 3 } })])).toMatchObject([
      { claim, vendor, candidates, quote: null },
    ]);
  });

  it("have the word also where it is an option of the vendor", async () => {
    const word = "0123456789ab";
    expect(await begunIn([creating({ ...pinned, vendorOptions: { nothingBought: word } })])).toMatchObject([
      { word },
    ]);
  });

  it.each([
    ["another kind of operation", { ...(creating(pinned) as object), type: "updating" }],
    [
      "another package's resource",
      { type: "creating", resource: { urn: "u", type: "aws:s3/bucket:Bucket", inputs: {} } },
    ],
    ["something of a form that nobody knows", { type: "creating" }],
    ["nothing", null],
  ])("are read past %s", async (_, foreign) => {
    expect(await begunIn([foreign, creating(pinned)])).toHaveLength(1);
  });

  it("are those of the rows' URNs and not of the claims in them: their stack was renamed", async () => {
    const urn = claimOf("line", "renamed");
    const operation = creating(pinned) as { resource: object };
    const moved = { ...operation, resource: { ...operation.resource, urn } };
    expect((await begunIn([moved])).map((record) => record.claim)).toEqual([urn]);
  });

  it("are also adoptions that are under way, which buy nothing", async () => {
    const adoption = creating({ ...pinned, candidates: [testNumber(2)], adopted: true });
    expect(await begunIn([adoption])).toMatchObject([
      { claim, candidates: [testNumber(2)], isAdoption: true, isHandedOver: false },
    ]);
  });

  it("were last heard of when the state was written, by the clock of the vendors", async () => {
    const ahead = 3_600_000;
    const stacks = new Stacks().put(ownStack, { time, pending: [creating(pinned)] });
    const clock = async () => new Date(Date.now() + ahead);
    const { begun } = await open(stacks.cli, { clock }).stackOf(claim);
    const until = Date.parse(defined(begun[0]).until);
    expect(Math.abs(until - (Date.parse(time) + ahead))).toBeLessThan(60_000);
  });

  it("are none where nothing is pending, and no clock is asked for", async () => {
    const stacks = new Stacks().put(ownStack, { resources: [numberInState(claim, testNumber(0))] });
    const clock = () => Promise.reject(new Error("there is no clock"));
    expect((await open(stacks.cli, { clock }).stackOf(claim)).begun).toEqual([]);
  });
});

describe("an interrupted purchase of which something is secret", () => {
  const { vendor, candidates, country } = pinned;

  it.each([
    ["the candidates are", { candidates: secret }, { vendor, country, candidates: [] }],
    ["one of the candidates is", { candidates: [testNumber(0), secret] }, { vendor, candidates: [] }],
    ["the vendor is", { vendor: secret }, { vendor: undefined, country, candidates }],
    ["the account is", { account: secret }, { account: undefined, vendor, candidates }],
    ["the agent is", { agent: secret }, { vendor, candidates, order: { agent: undefined } }],
    ["the quote is", { quote: secret }, { vendor, candidates, quote: null }],
    ["the claim is", { claim: secret }, { vendor, candidates }],
    ["the word is", { nothingBought: secret }, { vendor, candidates, word: "secret" }],
    ["the vendor's options are", { vendorOptions: secret }, { vendor, candidates, word: undefined }],
  ])("is one of its URN where %s", async (_, hidden, expected) => {
    const operation = creating(pinned) as { resource: object };
    const row = { ...operation.resource, inputs: { ...pinned, ...hidden } };
    expect(await begunIn([{ ...operation, resource: row }])).toMatchObject([{ claim, ...expected }]);
  });

  it.each([
    ["each of the inputs is", Object.fromEntries(Object.keys(pinned).map((name) => [name, secret]))],
    ["all inputs are one secret", secret],
    ["there are no inputs at all", undefined],
  ])("is one of its URN where %s, and of nothing else", async (_, inputs) => {
    const operation = creating(pinned) as { resource: object };
    expect(await begunIn([{ ...operation, resource: { ...operation.resource, inputs } }])).toMatchObject([
      { claim, vendor: undefined, country: undefined, candidates: [], quote: null, isAdoption: false },
    ]);
  });
});

describe("an interrupted purchase whose resource has a number in state", () => {
  it.each([
    ["one of the candidates", testNumber(1), {}],
    ["one of the candidates, by its id", testNumber(1), { e164: secret }],
  ])("has ended in it: %s", async (_, e164, more) => {
    expect(await begunIn([creating(pinned)], [numberInState(claim, e164, more)])).toEqual([]);
  });

  it.each([
    ["another number, that was to be replaced", numberInState(claim, testNumber(2))],
    ["a number that is not settled", numberInState(claim, testNumber(0), { status: "unsettled" })],
    ["a number whose status is secret", numberInState(claim, testNumber(0), { status: secret })],
    ["a candidate that another resource has", numberInState(claimOf("other"), testNumber(0))],
  ])("may not have ended in it: %s", async (_, number) => {
    expect(await begunIn([creating(pinned)], [number])).toHaveLength(1);
  });

  it("may not have ended in a number that a prefix fits", async () => {
    const prefix = testNumber(0).slice(0, 8);
    const pending = [creating({ ...pinned, candidates: [prefix] })];
    expect(await begunIn(pending, [numberInState(claim, testNumber(0))])).toHaveLength(1);
  });

  it("takes no purchase of another resource with it", async () => {
    const other = creatingAs(claimOf("other"), pinned);
    const begun = await begunIn([creating(pinned), other], [numberInState(claim, testNumber(0))]);
    expect(begun.map((record) => record.claim)).toEqual([claimOf("other")]);
  });
});

describe("a stack", () => {
  it("has its name from the claim, and its organization from the program", async () => {
    const stacks = new Stacks().put("acme/phones/dev");
    expect((await open(stacks.cli, { organization: "acme", stack: null }).stackOf(claim)).name).toBe(
      "acme/phones/dev",
    );
    expect(stacks.commands).toEqual(["stack export --stack acme/phones/dev"]);
  });

  it("is that of the program, where a claim in state is from before a rename", async () => {
    const stacks = new Stacks().put("organization/phones/renamed");
    const backend = open(stacks.cli, { stack: "organization/phones/renamed" });
    expect((await backend.stackOf(claim)).name).toBe("organization/phones/renamed");
  });

  it.each([
    ["of another organization, which no program has told", "acme/phones/dev"],
    ["that was renamed since", "organization/phones/renamed"],
  ])("%s is looked for where no program runs", async (_, name) => {
    const stacks = new Stacks()
      .put(name, {
        resources: [numberInState(claim.replace(":dev::", `:${name.split("/")[2]}::`), testNumber(0))],
      })
      .put("organization/phones/other")
      .put("acme/other/dev", { resources: [numberInState(claim, testNumber(1))] });
    const told: string[] = [];
    const backend = open(stacks.cli, { stack: null, found: (stack) => told.push(stack) });
    const { name: found, numbers } = await backend.stackOf(claim);
    expect({ found, numbers: numbers.map(({ e164 }) => e164) }).toEqual({
      found: name,
      numbers: [testNumber(0)],
    });
    expect((await backend.otherStacks(claim)).map((each) => each.name)).not.toContain(name);
    expect(new Set(told)).toEqual(new Set([name]));
  });

  it("of a new resource is not that of another organization which has one of that name", async () => {
    const stacks = new Stacks()
      .put("alice/phones/dev")
      .put("acme/phones/dev", { resources: [numberInState(claim, testNumber(0))] });
    const backend = open(stacks.cli, { stack: null });
    const { message } = await errorOfClass(BackendError, backend.stackOf(claim));
    expect(message).toContain("which of alice/phones/dev and acme/phones/dev this run is of is not known");
    const row = { e164: testNumber(0), settled: true };
    expect((await backend.stackOf(claim, row)).name).toBe("acme/phones/dev");
  });

  it("that was renamed is known by the number among several that have the resource", async () => {
    const rowIn = (stack: string, number: E164) =>
      numberInState(claim.replace(":dev::", `:${stack}::`), number);
    const stacks = new Stacks()
      .put("organization/phones/renamed", { resources: [rowIn("renamed", testNumber(0))] })
      .put("organization/phones/prod", { resources: [rowIn("prod", testNumber(1))] });
    const backend = open(stacks.cli, { stack: null });
    await errorOfClass(BackendError, backend.stackOf(claim));
    expect((await backend.stackOf(claim, { e164: testNumber(0), settled: true })).name).toBe(
      "organization/phones/renamed",
    );
  });

  it("that was renamed is known by what its row was written as, where another stack has the same number", async () => {
    const [renamed, prod] = ["renamed", "prod"].map((stack) => claim.replace(":dev::", `:${stack}::`));
    const stacks = new Stacks()
      .put("organization/phones/renamed", {
        resources: [{ ...numberInState(claim, testNumber(0), { status: "unsettled" }), urn: renamed }],
      })
      .put("organization/phones/prod", { resources: [numberInState(defined(prod), testNumber(0))] });
    const backend = open(stacks.cli, { stack: null });
    expect((await backend.stackOf(claim, { e164: testNumber(0), settled: false })).name).toBe(
      "organization/phones/renamed",
    );
  });

  it("that an unsettled row was moved to is not the one it came from, which has bought that number since", async () => {
    const moved = claim.replace(":dev::", ":prod::");
    const stacks = new Stacks()
      .put("organization/phones/dev", { resources: [numberInState(claim, testNumber(0))] })
      .put("organization/phones/prod", {
        resources: [{ ...numberInState(claim, testNumber(0), { status: "unsettled" }), urn: moved }],
      });
    const backend = open(stacks.cli, { stack: null });
    const row = { e164: testNumber(0), settled: false };
    expect((await backend.stackOf(claim, row)).name).toBe("organization/phones/prod");
  });

  it("that a row was moved to is not the one it came from, which has none", async () => {
    const urn = claim.replace(":dev::", ":prod::");
    const stacks = new Stacks()
      .put("organization/phones/dev")
      .put("organization/phones/prod", { resources: [{ ...numberInState(claim, testNumber(0)), urn }] });
    const backend = open(stacks.cli, { stack: null });
    const row = { e164: testNumber(0), settled: true };
    expect((await backend.stackOf(claim, row)).name).toBe("organization/phones/prod");
  });

  it("that a row was moved to cannot be told while one of the others cannot be read", async () => {
    const urn = claim.replace(":dev::", ":prod::");
    const stacks = new Stacks()
      .put("organization/phones/dev")
      .put("organization/phones/prod", { resources: [{ ...numberInState(claim, testNumber(0)), urn }] });
    const cli = async (args: readonly string[]) => {
      if (args.includes("organization/phones/prod"))
        throw Object.assign(new Error("none"), { code: "ENOENT" });
      return stacks.cli(args);
    };
    const row = { e164: testNumber(0), settled: true };
    await errorOfClass(BackendError, open(cli, { stack: null }).stackOf(claim, row));
  });

  it("that a row was moved to is not one of the same name in another organization, which has it not", async () => {
    const urn = claim.replace(":dev::", ":prod::");
    const stacks = new Stacks()
      .put("acme/phones/dev")
      .put("beta/phones/dev")
      .put("acme/phones/prod", { resources: [{ ...numberInState(claim, testNumber(0)), urn }] });
    const backend = open(stacks.cli, { organization: "acme", stack: null });
    expect((await backend.stackOf(claim, { e164: testNumber(0), settled: true })).name).toBe(
      "acme/phones/prod",
    );
  });

  it("that was renamed, and whose number has moved to another project, is known by the number", async () => {
    const urn = "urn:pulumi:dev::support::pulumi-nodejs:dynamic/phone:PhoneNumber::line";
    const stacks = new Stacks()
      .put("organization/phones/renamed")
      .put("organization/support/dev", { resources: [{ ...numberInState(claim, testNumber(0)), urn }] });
    const backend = open(stacks.cli, { stack: null });
    expect((await backend.stackOf(claim, { e164: testNumber(0), settled: true })).name).toBe(
      "organization/support/dev",
    );
  });

  it("of one of two organizations is known by the number, where no program tells which", async () => {
    const stacks = new Stacks()
      .put("alice/phones/dev", { resources: [numberInState(claim, testNumber(0))] })
      .put("acme/phones/dev", { resources: [numberInState(claim, testNumber(1))] });
    const backend = open(stacks.cli, { stack: null });
    expect((await backend.stackOf(claim, { e164: testNumber(1), settled: true })).name).toBe(
      "acme/phones/dev",
    );
  });

  it("that may be one of several where no program runs cannot be read", async () => {
    const stacks = new Stacks().put("acme/phones/dev").put("other/phones/dev");
    await errorOfClass(BackendError, open(stacks.cli, { stack: null }).stackOf(claim));
  });

  it("is asked for once per process, whoever asks and however often", async () => {
    const stacks = new Stacks().put(ownStack);
    const backend = open(stacks.cli);
    await Promise.all([backend.stackOf(claim), backend.stackOf(claimOf("other"))]);
    await backend.stackOf(claim);
    expect(stacks.commands).toHaveLength(1);
  });

  it("is as it was at the start, and as it is now for who asks that", async () => {
    const stacks = new Stacks().put(ownStack);
    const backend = open(stacks.cli);
    const count = async (ask: Backend["stackOf"]) => (await ask(claim)).numbers.length;
    expect(await count(backend.stackOf)).toBe(0);
    expect(await count(backend.stackNow)).toBe(0);
    stacks.put(ownStack, { resources: [numberInState(claim, testNumber(0))] });
    expect(await count(backend.stackOf)).toBe(0);
    expect(await count(backend.stackNow)).toBe(1);
    stacks.put(ownStack);
    expect(await count(backend.stackNow)).toBe(0);
  });

  it("as it is now is one answer for all who ask while another is under way", async () => {
    const stacks = new Stacks().put(ownStack);
    const backend = open(stacks.cli);
    await Promise.all(Array.from({ length: 5 }, () => backend.stackNow(claim)));
    expect(stacks.commands).toHaveLength(2);
  });

  it("is read once in the phase in which no program runs and it is asked for first, and anew in the next", async () => {
    const stacks = new Stacks().put(ownStack);
    const backend = open(stacks.cli, { stack: null });
    const [first, next] = [{}, {}];
    const count = async (phase: object) => (await backend.stackNow(claim, undefined, phase)).numbers.length;
    expect(await count(first)).toBe(0);
    await backend.stackOf(claim);
    expect(stacks.commands).toHaveLength(1);
    stacks.put(ownStack, { resources: [numberInState(claim, testNumber(0))] });
    expect(await count(first)).toBe(0);
    expect(await count(next)).toBe(1);
    expect(await count(next)).toBe(1);
    expect((await backend.stackOf(claim)).numbers).toHaveLength(0);
    expect(stacks.commands).toHaveLength(2);
  });

  it("is another one for each claim's stack", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    const backend = open(stacks.cli, { stack: null });
    const names = [await backend.stackOf(claim), await backend.stackOf(claimOf("line", "prod"))];
    expect(names.map(({ name }) => name)).toEqual([ownStack, otherStack]);
  });

  it("is read past what the CLI prints first", async () => {
    const stacks = new Stacks().put(ownStack, { resources: [numberInState(claim, testNumber(0))] });
    const cli: RunCli = async (args) => {
      const json: unknown = JSON.parse(await stacks.cli(args));
      return `warning: a new version {of Pulumi} is available\n\n${JSON.stringify(json, null, 4)}\n`;
    };
    const backend = open(cli);
    expect((await backend.stackOf(claim)).numbers).toHaveLength(1);
    expect(await backend.stackNames(claim)).toEqual([ownStack]);
    expect(await backend.history(claim)).toEqual([]);
  });
});

describe("the other stacks", () => {
  it("are all of the backend but this one", async () => {
    const elsewhere = "organization/elsewhere/dev";
    const stacks = new Stacks().put(ownStack).put(otherStack).put(elsewhere);
    const backend = open(stacks.cli);
    expect((await backend.otherStacks(claim)).map(({ name }) => name)).toEqual([otherStack, elsewhere]);
    expect(stacks.commands[0]).toBe("stack ls --all --json --fully-qualify-stack-names");
    expect(stacks.commands).not.toContain(`stack export --stack ${ownStack}`);
    expect(await backend.stackNames(claim)).toEqual([ownStack, otherStack, elsewhere]);
  });

  it("are of this project where they are listed by short names", async () => {
    const elsewhere = "organization/elsewhere/dev";
    const stacks = new Stacks().put(ownStack).put(otherStack).put(elsewhere);
    const cli: RunCli = async (args) =>
      args[1] === "ls"
        ? JSON.stringify([{ name: "dev", current: true }, { name: "prod" }, { name: elsewhere }])
        : stacks.cli(args);
    const backend = open(cli);
    expect((await backend.otherStacks(claim)).map(({ name }) => name)).toEqual([otherStack, elsewhere]);
    expect(await backend.stackNames(claim)).toEqual([ownStack, otherStack, elsewhere]);
  });

  it("are read anew each time, as they go on meanwhile", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    const backend = open(stacks.cli);
    const before = await backend.otherStacks(claim);
    stacks.put(otherStack, { resources: [numberInState(claimOf("line", "prod"), testNumber(0))] });
    stacks.put("organization/phones/new");
    const after = await backend.otherStacks(claim);
    expect([before, after].map(([stack]) => stack?.numbers.length)).toEqual([0, 1]);
    expect([before, after].map(({ length }) => length)).toEqual([1, 2]);
    expect(await backend.stackNames(claim)).toHaveLength(3);
  });

  it("have purchases under way, too", async () => {
    const urn = claimOf("line", "prod");
    const stacks = new Stacks().put(ownStack).put(otherStack, { time, pending: [creatingAs(urn, pinned)] });
    const [other] = await open(stacks.cli).otherStacks(claim);
    expect(other?.begun).toMatchObject([{ claim: urn, candidates: pinned.candidates }]);
  });

  it("are many, and only some of them are read at once", async () => {
    const stacks = new Stacks().put(ownStack);
    const claims = Array.from({ length: 9 }, (_, index) => claimOf("line", `stack-${index}`));
    for (const [index, each] of claims.entries()) {
      stacks.put(`organization/phones/stack-${index}`, {
        resources: [numberInState(each, testNumber(index))],
      });
    }
    let [running, most] = [0, 0];
    const cli: RunCli = async (args) => {
      running++;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running--;
      return stacks.cli(args);
    };
    const owned = (await open(cli).otherStacks(claim)).flatMap(({ numbers }) => numbers);
    expect(owned.map(({ urn }) => urn)).toEqual(claims);
    expect(most).toBe(4);
  });
});

describe("the history of a stack", () => {
  it("is read on until an update has made what was in its program, however many were made since", async () => {
    const stacks = new Stacks().put(ownStack);
    const ran = (kind: string, result: string, create = 0) => {
      const time = new Date().toISOString();
      stacks.history.push({ kind, result, startTime: time, endTime: time, resourceChanges: { create } });
    };
    for (let refreshes = 0; refreshes < 250; refreshes++) ran("refresh", "succeeded");
    ran("update", "failed");
    ran("update", "succeeded", 1);
    for (let older = 0; older < 200; older++) ran("update", "succeeded", 1);
    const history = await open(stacks.cli).history(claim);
    expect(history).toHaveLength(300);
    expect(history.some(({ kind, hasSucceeded }) => kind === "update" && !hasSucceeded)).toBe(true);
    expect(stacks.commands.filter((command) => command.startsWith("stack history"))).toHaveLength(3);
  });

  const minutes = (count: number) => new Date(Date.parse(time) + count * 60_000).toISOString();
  const past = (kind: string, result: string, at: number) => ({
    kind,
    result,
    startTime: minutes(at),
    endTime: minutes(at + 1),
  });

  /** So many minutes after {@link time}. */
  function minutesOf(iso: string): number {
    // The clock may go on while it is asked: no time is a little less than none.
    return Math.round((Date.parse(iso) - Date.parse(time)) / 60_000) || 0;
  }

  it.each(["target", "target-replace", "exclude"])("tells an update that was given --%s", async (option) => {
    const stacks = new Stacks();
    const environment = { "exec.kind": "cli", "pulumi.flag.yes": "true" };
    stacks.history.push(
      {
        ...past("update", "succeeded", 10),
        environment: { ...environment, [`pulumi.flag.${option}`]: "set" },
      },
      { ...past("update", "succeeded", 0), environment },
    );
    const history = await open(stacks.cli).history(claim);
    expect(history.map(({ isPartial }) => isPartial)).toEqual([true, false]);
  });

  it("has the updates with their kinds and results, the latest first", async () => {
    const stacks = new Stacks();
    stacks.history.push(
      past("destroy", "succeeded", 30),
      past("update", "failed", 20),
      past("refresh", "succeeded", 10),
      past("update", "succeeded", 0),
    );
    const history = await open(stacks.cli).history(claim);
    expect(history.map(({ kind, hasSucceeded }) => [kind, hasSucceeded])).toEqual([
      ["destroy", true],
      ["update", false],
      ["refresh", true],
      ["update", true],
    ]);
    expect(history.map(({ startedAt, endedAt }) => [startedAt, endedAt].map(minutesOf))).toEqual([
      [30, 31],
      [20, 21],
      [10, 11],
      [0, 1],
    ]);
    expect(stacks.commands).toHaveLength(1);
    expect(stacks.commands[0]).toMatch(/^stack history --json .*--stack organization\/phones\/dev\b/);
  });

  it.each([
    ["a creation", { same: 2, create: 1 }, true],
    ["a replacement", { same: 2, "create-replacement": 1, replace: 1 }, true],
    ["what was there", { same: 3, update: 1, delete: 1 }, false],
    ["nothing", {}, false],
    ["no word of it", undefined, true],
  ])("tells whether an update with %s may have created something", async (_, resourceChanges, hasCreated) => {
    const stacks = new Stacks();
    stacks.history.push({ ...past("update", "succeeded", 0), resourceChanges });
    expect((await open(stacks.cli).history(claim)).map((each) => each.hasCreated)).toEqual([hasCreated]);
  });

  it("is told by the clock of the vendors", async () => {
    const stacks = new Stacks();
    stacks.history.push(past("update", "succeeded", 0));
    const clock = async () => new Date(Date.now() + 90 * 60_000);
    const [update] = await open(stacks.cli, { clock }).history(claim);
    expect(minutesOf(defined(update).startedAt)).toBe(90);
    expect(minutesOf(defined(update).endedAt)).toBe(91);
  });

  it("is empty for a stack that was never updated", async () => {
    expect(await open(new Stacks().cli).history(claim)).toEqual([]);
  });

  it("is asked for once per stack", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    const backend = open(stacks.cli, { stack: null });
    const asked = () => stacks.commands.filter((command) => command.startsWith("stack history"));
    await Promise.all([backend.history(claim), backend.history(claimOf("other"))]);
    await backend.history(claim);
    expect(asked()).toHaveLength(1);
    await backend.history(claimOf("line", "prod"));
    expect(asked()).toHaveLength(2);
  });
});

/** The CLI of these stacks, which fails as often as the test says first. */
function failing(stacks: Stacks, times: number, error: () => Error): { cli: RunCli; calls: () => number } {
  let calls = 0;
  const cli: RunCli = async (args) => {
    calls++;
    if (calls <= times) throw error();
    return stacks.cli(args);
  };
  return { cli, calls: () => calls };
}

const endOfFile = () => new Error("pulumi stack export: error: EOF");
const noCli = () =>
  Object.assign(new Error("no pulumi on PATH, and none among the parent processes"), { code: "ENOENT" });
const every: [string, string, (backend: Backend) => Promise<unknown>][] = [
  ["the stack", `the state of the stack ${ownStack} cannot be read`, (backend) => backend.stackOf(claim)],
  [
    "the stack now",
    `the state of the stack ${ownStack} cannot be read`,
    (backend) => backend.stackNow(claim),
  ],
  ["the other stacks", "the other stacks cannot be listed", (backend) => backend.otherStacks(claim)],
  ["the stacks' names", "the other stacks cannot be listed", (backend) => backend.stackNames(claim)],
  ["the history", `the history of the stack ${ownStack} cannot be read`, (backend) => backend.history(claim)],
];

// Each waits for real: all at once.
describe.concurrent("a CLI that fails", () => {
  it.each(every)("once is asked again: %s", async (_, __, ask) => {
    const { cli, calls } = failing(new Stacks().put(ownStack), 1, endOfFile);
    await ask(open(cli));
    expect(calls()).toBe(2);
  });

  it.each(every)("every time is an error that tells what it said: %s", async (_, what, ask) => {
    const { cli, calls } = failing(new Stacks(), Number.POSITIVE_INFINITY, () => {
      return new Error("error: passphrase must be set\nmore of it");
    });
    const error = await errorOfClass(BackendError, ask(open(cli)));
    expect(error.message).toContain(`${what} (error: passphrase must be set)`);
    expect(error.message).not.toContain("\n");
    expect(error.details.nextStep).toContain("Nothing was bought or released");
    expect(calls()).toBe(4);
  });

  it.each(every)("as there is none is not asked again: %s", async (_, what, ask) => {
    const { cli, calls } = failing(new Stacks(), Number.POSITIVE_INFINITY, noCli);
    const error = await errorOfClass(BackendError, ask(open(cli)));
    expect(error.message).toContain(`${what} (no pulumi on PATH`);
    expect(calls()).toBe(1);
  });

  it.each(every)("is asked again by who asks later: %s", async (_, __, ask) => {
    const { cli } = failing(new Stacks().put(ownStack), 1, noCli);
    const backend = open(cli);
    await errorOfClass(BackendError, ask(backend));
    await ask(backend);
  });

  it.each(every)("fails who waits for its answer, and nobody after: %s", async (_, __, ask) => {
    const { cli } = failing(new Stacks().put(ownStack), 1, noCli);
    const backend = open(cli);
    const settled = await Promise.allSettled([ask(backend), ask(backend), ask(backend)]);
    expect(settled[0].status).toBe("rejected");
    await ask(backend);
  });

  it.each([
    ["no JSON", "Please log in"],
    ["nothing", ""],
    ["JSON that is cut off", '{"version": 3, "deployment": {'],
    ["a deployment of null", JSON.stringify({ version: 3, deployment: null })],
    ["a deployment without its time", JSON.stringify({ version: 3, deployment: { resources: [] } })],
    ["other JSON", JSON.stringify({ stacks: [] })],
  ])("in what it prints is an error, and not an empty stack: %s", async (_, text) => {
    const backend = open(async () => text);
    const errors = await Promise.all(
      [backend.stackOf(claim), backend.otherStacks(claim), backend.history(claim)].map((answer) =>
        errorOfClass(BackendError, answer),
      ),
    );
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`the state of the stack ${ownStack} cannot be read`),
      expect.stringContaining("the other stacks cannot be listed"),
      expect.stringContaining(`the history of the stack ${ownStack} cannot be read`),
    ]);
  });

  it("for one of the other stacks is an error that names it", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    stacks.putText("organization/phones/broken", "panic: no state");
    const backend = open(stacks.cli);
    const error = await errorOfClass(BackendError, backend.otherStacks(claim));
    expect(error.message).toContain("the state of the stack organization/phones/broken cannot be read");
    expect((await backend.stackOf(claim)).name).toBe(ownStack);
  });

  it("for other stacks is an error that tells of phone:onlyStack, and for anything else is not", async () => {
    const broken = new Stacks().put(ownStack).putText(otherStack, "panic: no state").cli;
    const { cli } = failing(new Stacks(), Number.POSITIVE_INFINITY, noCli);
    const nextStepOf = async (answer: Promise<unknown>) =>
      (await errorOfClass(BackendError, answer)).details.nextStep;
    const way = "If no other stack buys from this account, set phone:onlyStack to true";
    expect(await nextStepOf(open(broken).otherStacks(claim))).toContain(way);
    expect(await nextStepOf(open(cli).otherStacks(claim))).toContain(way);
    // These are looked at whatever is set.
    const backend = open(cli);
    for (const answer of [backend.stackOf(claim), backend.stackNames(claim), backend.history(claim)])
      expect(await nextStepOf(answer)).not.toContain("onlyStack");
  });
});

describe("many other stacks", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `organization/phones/tenant-${index}`).reduce(
      (stacks, name) => stacks.put(name),
      new Stacks().put(ownStack),
    );

  it("are read a few at a time, and told of", async () => {
    const told: string[] = [];
    const stacks = many(41);
    let [now, most] = [0, 0];
    const cli: RunCli = async (args) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return stacks.cli(args);
    };
    expect(await open(cli, { tell: (line) => told.push(line) }).otherStacks(claim)).toHaveLength(41);
    expect(most).toBe(4);
    expect(told.join()).toMatch(/the 41 other stacks .*phone:onlyStack/);
  });

  it("are not told of where they are few", async () => {
    const told: string[] = [];
    await open(many(40).cli, { tell: (line) => told.push(line) }).otherStacks(claim);
    expect(told).toEqual([]);
  });

  it("are not read beyond a limit: that is failing to look, with the setting that spares it", async () => {
    const stacks = many(6);
    const { message } = await errorOfClass(
      BackendError,
      open(stacks.cli, { mostOthers: 5 }).otherStacks(claim),
    );
    expect(message).toContain("6 other stacks, and no more than 5 are read");
    expect(message).toContain("phone:onlyStack");
    expect(stacks.commands.filter((command) => command.includes("export"))).toEqual([]);
  });
});
