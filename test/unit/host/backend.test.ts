import { describe, expect, it } from "vitest";
import { openBackend, type RunCli } from "../../../provider/host/backend";
import { creating, numberInState, otherStack, ownStack, Stacks } from "../../support/backend";
import { claimOf } from "../../support/claim";
import { testNumber } from "../../support/sandbox";

const claim = claimOf("line");
const time = "2026-03-10T12:00:00.000Z";
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

function open(cli: RunCli, { organization = "organization", clock = async () => new Date() } = {}) {
  const told: string[] = [];
  const tellOnce = (line: string) => {
    if (!told.includes(line)) told.push(line);
  };
  return { backend: openBackend({ organization: () => organization, clock, tellOnce, cli }), told };
}

describe("the numbers of a stack", () => {
  it("are read from its export, each with its claim, vendor and whether it is settled", async () => {
    const unsettled = numberInState(claimOf("other"), testNumber(1), {
      status: "unsettled",
      vendor: "ravan",
    });
    const stacks = new Stacks().put(ownStack, {
      resources: [numberInState(claim, testNumber(0)), unsettled],
    });
    const { backend, told } = open(stacks.cli);
    expect(await backend.stackOf(claim)).toEqual({
      name: ownStack,
      numbers: [
        { urn: claim, claim, vendor: "plivo", e164: testNumber(0), settled: true, isProtected: false },
        {
          urn: claimOf("other"),
          claim: claimOf("other"),
          vendor: "ravan",
          e164: testNumber(1),
          settled: false,
          isProtected: false,
        },
      ],
      openPurchases: [],
    });
    expect(told).toEqual([]);
  });

  it.each(["pulumi-nodejs:dynamic/phone:PhoneNumber", "phone:index:PhoneNumber"])(
    "are those of the type %s, too",
    async (type) => {
      const stacks = new Stacks().put(ownStack, {
        resources: [{ ...numberInState(claim, testNumber(0)), type }],
      });
      expect((await open(stacks.cli).backend.stackOf(claim)).numbers).toHaveLength(1);
    },
  );

  it.each([
    [
      "another package's resource",
      { urn: "u", type: "aws:s3/bucket:Bucket", id: "b", outputs: { claim: 1 } },
    ],
    ["a stack", { urn: "u", type: "pulumi:pulumi:Stack" }],
    ["a number without an id", { ...numberInState(claim, testNumber(1)), id: undefined }],
    ["a number of somebody else's package", { urn: "u", type: "acme:x:PhoneNumber", id: "+1", outputs: {} }],
    ["a number without any properties", { urn: "u", type: "acme:x:PhoneNumber", id: "+1" }],
    ["a resource of a form that nobody knows", { type: 7, inputs: "none" }],
    ["no resource at all", null],
  ])("are read past %s", async (_, foreign) => {
    const stacks = new Stacks().put(ownStack, {
      resources: [foreign, numberInState(claim, testNumber(0))],
    });
    const { backend, told } = open(stacks.cli);
    expect((await backend.stackOf(claim)).numbers.map(({ e164 }) => e164)).toEqual([testNumber(0)]);
    expect(told).toEqual([]);
  });

  it("are told by their inputs where a create has not brought outputs", async () => {
    const { outputs: _, ...halfMade } = numberInState(claim, testNumber(0));
    const stacks = new Stacks().put(ownStack, { resources: [halfMade] });
    expect((await open(stacks.cli).backend.stackOf(claim)).numbers).toHaveLength(1);
  });
});

describe("the interrupted purchases", () => {
  it("are the pending operations that create numbers, with what check had pinned", async () => {
    const stacks = new Stacks().put(ownStack, { time, pending: [creating({ ...pinned, account: "eu" })] });
    const { openPurchases } = await open(stacks.cli).backend.stackOf(claim);
    const { pinnedAt: since, country: _, ...record } = pinned;
    expect(openPurchases).toMatchObject([{ ...record, account: "eu", since }]);
  });

  it("are read leniently, as an older version may have written them", async () => {
    const { vendor, candidates } = pinned;
    const stacks = new Stacks().put(ownStack, { time, pending: [creating({ claim, vendor, candidates })] });
    const { openPurchases } = await open(stacks.cli).backend.stackOf(claim);
    expect(openPurchases).toMatchObject([
      { claim, vendor, candidates, quote: null, since: "1970-01-01T00:00:00.000Z" },
    ]);
  });

  it.each([
    ["another kind of operation", { ...(creating(pinned) as object), type: "updating" }],
    [
      "another package's resource",
      { type: "creating", resource: { type: "aws:s3/bucket:Bucket", inputs: {} } },
    ],
    ["one for which nothing was picked", creating({ ...pinned, candidates: [] })],
    ["one without inputs", { type: "creating", resource: { type: "a:b:PhoneNumber" } }],
    ["something of a form that nobody knows", { type: "creating" }],
  ])("are read past %s", async (_, foreign) => {
    const stacks = new Stacks().put(ownStack, { time, pending: [foreign, creating(pinned)] });
    const { backend, told } = open(stacks.cli);
    expect((await backend.stackOf(claim)).openPurchases).toHaveLength(1);
    expect(told).toEqual([]);
  });

  it("were last heard of when the state was written, by the clock of the vendors", async () => {
    const ahead = 3_600_000;
    const stacks = new Stacks().put(ownStack, { time, pending: [creating(pinned)] });
    const clock = async () => new Date(Date.now() + ahead);
    const { openPurchases } = await open(stacks.cli, { clock }).backend.stackOf(claim);
    const until = Date.parse(openPurchases[0]?.until ?? "");
    expect(Math.abs(until - (Date.parse(time) + ahead))).toBeLessThan(60_000);
  });

  it("are none where nothing is pending, and no clock is asked for", async () => {
    const stacks = new Stacks().put(ownStack, { resources: [numberInState(claim, testNumber(0))] });
    const clock = () => Promise.reject(new Error("there is no clock"));
    expect((await open(stacks.cli, { clock }).backend.stackOf(claim)).openPurchases).toEqual([]);
  });
});

describe("the name of a stack", () => {
  it("comes from the claim, and the organization from the program", async () => {
    const stacks = new Stacks().put("acme/phones/dev");
    const { backend } = open(stacks.cli, { organization: "acme" });
    expect((await backend.stackOf(claim)).name).toBe("acme/phones/dev");
    expect(stacks.commands).toEqual(["stack export --stack acme/phones/dev"]);
  });

  it("is asked for once per process, whoever asks and however often", async () => {
    const stacks = new Stacks().put(ownStack);
    const { backend } = open(stacks.cli);
    await Promise.all([backend.stackOf(claim), backend.stackOf(claimOf("other"))]);
    await backend.stackOf(claim);
    expect(stacks.commands).toHaveLength(1);
  });
});

describe("the other stacks", () => {
  it("are all of the backend but this one", async () => {
    const elsewhere = "organization/elsewhere/dev";
    const stacks = new Stacks().put(ownStack).put(otherStack).put(elsewhere);
    const { backend } = open(stacks.cli);
    expect((await backend.otherStacks(claim)).map(({ name }) => name)).toEqual([otherStack, elsewhere]);
    expect(stacks.commands[0]).toBe("stack ls --all --json");
  });

  it("are of this project where they are listed by short names", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    const cli: RunCli = async (args) =>
      args[1] === "ls" ? JSON.stringify([{ name: "dev" }, { name: "prod" }]) : stacks.cli(args);
    expect((await open(cli).backend.otherStacks(claim)).map(({ name }) => name)).toEqual([otherStack]);
  });

  it("are read anew each time, as they go on meanwhile", async () => {
    const stacks = new Stacks().put(ownStack).put(otherStack);
    const { backend } = open(stacks.cli);
    const before = await backend.otherStacks(claim);
    stacks.put(otherStack, { resources: [numberInState(claimOf("line", "prod"), testNumber(0))] });
    const after = await backend.otherStacks(claim);
    expect([before, after].map(([stack]) => stack?.numbers.length)).toEqual([0, 1]);
  });

  it("are many, and one that cannot be read takes none of the others with it", async () => {
    const stacks = new Stacks().put(ownStack);
    const claims = Array.from({ length: 9 }, (_, index) => claimOf("line", `stack-${index}`));
    for (const [index, each] of claims.entries()) {
      stacks.put(`organization/phones/stack-${index}`, {
        resources: [numberInState(each, testNumber(index))],
      });
    }
    stacks.putText("organization/phones/stack-4", "panic: no state");
    const { backend, told } = open(stacks.cli);
    const owned = (await backend.otherStacks(claim)).flatMap(({ numbers }) => numbers);
    expect(owned.map(({ claim: each }) => each)).toEqual(claims.filter((_, index) => index !== 4));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("organization/phones/stack-4 cannot be read");
  });
});

describe("a backend that cannot be read", () => {
  it.each([
    [
      "no CLI is found",
      () => Promise.reject(new Error("no pulumi on PATH, and none among the parent processes")),
    ],
    ["the CLI fails", () => Promise.reject(new Error("error: passphrase must be set\nmore of it"))],
    ["it is no JSON", async () => "Please log in"],
    ["it is other JSON", async () => JSON.stringify({ version: 3, deployment: null })],
  ] as [string, RunCli][])("as %s, says so once and counts as empty", async (_, cli) => {
    const { backend, told } = open(cli);
    const empty = { name: ownStack, numbers: [], openPurchases: [] };
    expect(await backend.stackOf(claim)).toEqual(empty);
    expect(await backend.stackOf(claimOf("other"))).toEqual(empty);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`the state of the stack ${ownStack} cannot be read`);
    expect(told[0]).toContain("known only from this machine");
    expect(told[0]).not.toContain("\n");
  });

  it.each([
    ["the CLI fails", () => Promise.reject(new Error("error: not logged in"))],
    ["they are no JSON", async () => "Please log in"],
    ["they are other JSON", async () => JSON.stringify({ stacks: [] })],
  ] as [string, RunCli][])(
    "when the stacks are listed: as %s, says so once and knows none",
    async (_, cli) => {
      const { backend, told } = open(cli);
      expect(await backend.otherStacks(claim)).toEqual([]);
      expect(await backend.otherStacks(claim)).toEqual([]);
      expect(told).toHaveLength(1);
      expect(told[0]).toContain("the other stacks cannot be listed");
    },
  );
});
