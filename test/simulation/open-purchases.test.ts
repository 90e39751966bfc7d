import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Proof, proofs } from "../../provider/purchase/proofs";
import { repository } from "../support/repository";
import type { Args, DeclarationOptions } from "./engine/checkpoint";
import { type PastRun, type RunOrder, Simulation, type Trouble } from "./simulation";
import type { Death } from "./world/process";
import { type SimulatedVendor, vendorNames } from "./world/vendor-account";

/** The stack whose purchase is open, and the one beside it in the same backend. */
const [dev, prod] = [0, 1];
/** One purchase of the stack dev, in a world of its own. */
class World {
  readonly simulation: Simulation;
  /** What the program of dev asks for at first, and again once all is settled. */
  private args: Args = {};
  private edits: Args = {};
  private options: DeclarationOptions = {};
  /** Where the last run was: what is printed there is read, and done, there. */
  private machine = 0;
  /** What a person has bought in the console. */
  handmade: string | undefined;

  constructor(
    readonly vendor: SimulatedVendor,
    readonly name: string,
    /** What the program has beside it from the start. */
    private readonly more: Args,
  ) {
    this.simulation = new Simulation(vendor, "open");
  }

  get stack() {
    return this.simulation.stack(dev);
  }

  declare(args: Args = {}, options: DeclarationOptions = {}): void {
    this.args = { country: "US", type: "local", ...args, ...this.more };
    this.edits = {};
    this.options = options;
    this.write(this.args);
  }

  /** The program asks for something else by now. */
  edit(edits: Args): void {
    this.edits = edits;
    this.write({ ...this.args, ...edits });
  }

  /** The program as it was, with other arguments. */
  write(args: Args): void {
    this.simulation.declare(this.stack, this.name, args, this.options);
  }

  /** The program with a line more, and without what that line takes the place of; then with what it asked for when its number was bought. */
  writeLine(line: Args): void {
    const { nothingBought: _, ...args } = { ...this.args, ...this.edits };
    const { number, search, type, ...others } = args;
    // A country that was edited is not the number's: adopt says to leave it out.
    const { country, ...left } = others;
    const named = this.edits.country === undefined ? others : left;
    this.write({ ...(line.adopt === undefined ? args : named), ...line });
    if (line.adopt !== undefined) this.edits = {};
  }

  async up(trouble: Partial<Trouble> = {}, more: Partial<RunOrder> = {}): Promise<PastRun> {
    this.machine = more.machine ?? this.machine;
    const order: RunOrder = { command: "up", stack: dev, machine: this.machine, ...more };
    const [past] = await this.simulation.run({ ...order, trouble: { cli: [], vendor: [], ...trouble } });
    if (past === undefined) throw new Error("nothing has run");
    return past;
  }

  /** Only this many numbers are left for sale. */
  leaveForSale(count: number): void {
    const take = this.simulation.account.forSale().slice(count);
    this.simulation.account.control.changeNumbers({ vendor: this.vendor, take } as never);
  }

  buyByHand(): void {
    this.handmade = this.simulation.account.forSale().findLast((number) => number.startsWith("+1"));
    this.simulation.account.buyByHand(this.handmade ?? "");
  }

  /** What stacks have bought, or have taken over, and pay for. */
  get owned(): readonly string[] {
    return this.simulation.account.owned().filter((each) => each !== this.handmade);
  }

  get bought(): readonly string[] {
    return this.simulation.movements.filter(({ kind }) => kind === "bought").map(({ number }) => number);
  }
}

const killed = (nth: number, when: Death["when"]): Partial<Trouble> => ({
  death: { victim: "machine", of: "write", nth, when },
});
// The first two writes are those of the journal, the third is the purchase.
const beforePurchase = killed(2, "before");
const afterPurchase = killed(2, "after");

// What a vendor sells one kind of only is refused before anything is looked at.
const soldAsOne: { readonly [edited: string]: Opening["cannot"] } = {
  country: { bolna: "it sells numbers of two countries, one of them with accepted papers only" },
  type: {
    bolna: "it sells no toll-free numbers, which another type would be",
    ravan: "it sells no toll-free numbers, which another type would be",
    sondos: "it sells no toll-free numbers, which another type would be",
  },
};

const showsNothing = "its API shows nothing that it has sold: see what is shown to nobody";

/** How a purchase comes to be open for one reason, and what its message has to say. */
interface Opening {
  readonly reason: string;
  /** How the message begins, as docs/recovery.md has it. */
  readonly said: string;
  /** Which of the proofs it is; none where there is no number to be judged yet. */
  readonly proof?: Proof;
  /** Why a vendor's purchases cannot be open for this reason. */
  readonly cannot: { readonly [Vendor in SimulatedVendor]?: string };
  /** What the message names: the number that was bought, beside another that was ordered, the prefix it was asked for under, or nothing, as that is secret. */
  readonly names: "number" | "another" | "prefix" | "nothing";
  /** What was seen, and where. */
  readonly seen: RegExp;
  /** Set where nobody has written the purchase down: which word it was made with is not known either. */
  readonly isForgotten?: true;
  /** Its last run stops with the message. */
  bring(world: World): Promise<PastRun>;
  /** What the message says is to be done elsewhere first, or what a person waits for before it can be looked up. */
  first?(world: World): Promise<void>;
}

const openings: readonly Opening[] = [
  {
    reason: "an answer was lost, and what was bought does not show",
    said: "it is not known yet whether +1… was bought",
    proof: "not shown yet",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /not in the account; asked for again: /,
    async bring(world) {
      world.declare();
      return world.up({
        vendor: [
          { operation: "buy", fault: "reset-after" },
          { operation: "buy", fault: "list-lag", delayMs: 60_000 },
        ],
      });
    },
    first: async ({ simulation }) => simulation.clock.advance(120_000),
  },
  {
    reason: "a run was killed, and what it bought does not show",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "not shown yet",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /it is not in the account, and /,
    async bring(world) {
      world.declare();
      await world.up({
        vendor: [{ operation: "buy", fault: "list-lag", delayMs: 60_000 }],
        ...afterPurchase,
      });
      return world.up();
    },
    first: async ({ simulation }) => simulation.clock.advance(120_000),
  },
  {
    reason: "a run was killed, and what it bought may not show before its documents are accepted",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "waits for documents",
    cannot: {
      bolna: "it sells them without a restriction in the country that is asked for",
      ravan: "it sells them without a restriction",
      sondos: "it sells them without a restriction in the country that is asked for",
      cald: showsNothing,
    },
    names: "number",
    seen: /it is not in the account, and /,
    async bring(world) {
      world.simulation.account.rewrite = (text) =>
        text.replaceAll('"restriction":null', '"restriction":"city-address"');
      world.declare();
      await world.up({
        vendor: [{ operation: "buy", fault: "list-lag", delayMs: 60_000 }],
        ...afterPurchase,
      });
      return world.up();
    },
    first: async ({ simulation }) => simulation.clock.advance(120_000),
  },
  {
    reason: "a fallback shows, and what the run asked for before it may still show",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "one before it is open",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /it is in the account, and \+\d+, which was asked for before it, may still show/,
    async bring(world) {
      world.declare();
      // The journal, which knows how far the run came, is on the other machine.
      await world.up({ vendor: [{ operation: "buy", fault: "taken" }], ...killed(5, "after") });
      return world.up({}, { machine: 1 });
    },
  },
  {
    reason: "another stack was killed while it bought the same number",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "another purchase",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /it is in the account, and the stack organization\/phones\/prod was buying it, too/,
    async bring(world) {
      const { simulation } = world;
      world.leaveForSale(1);
      world.declare();
      simulation.declare(simulation.stack(prod), "main", { country: "US" });
      await world.up(beforePurchase, { stack: prod });
      await world.up(afterPurchase);
      return world.up();
    },
    async first(world) {
      // As the message says: up there, whose own message is answered there, and then the pending operation is cleared.
      const { simulation } = world;
      const add = ["+12025550143", "+12025550199"].map((e164) => ({ e164, country: "US" }));
      simulation.account.control.changeNumbers({ vendor: world.vendor, add } as never);
      const { token } = linesOf(messageOf(await world.up({}, { stack: prod })));
      simulation.declare(simulation.stack(prod), "main", { country: "US", nothingBought: token });
      expect((await world.up({}, { stack: prod })).failures).toEqual([]);
      await world.up({}, { stack: prod, command: "refresh", options: { clearPending: true } });
    },
  },
  {
    reason: "the number is bound to an agent that was not ordered",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "not as ordered",
    cannot: { cald: showsNothing, ravan: "its API tells no agent of a number, and no holder" },
    names: "number",
    seen: /it is in the account, and it is bound to \S+, which was not ordered/,
    async bring(world) {
      const { account } = world.simulation;
      const [ordered, other = null] = account.agents;
      world.declare({ agent: ordered });
      await world.up(afterPurchase);
      const seen = account.seen(world.bought[0] ?? "");
      if (seen !== undefined) seen.agent = other;
      return world.up();
    },
  },
  {
    reason: "the other stacks cannot be listed",
    said: "it is not known yet whether the interrupted run has bought +1…",
    proof: "backend unreadable",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /it is in the account, and the other stacks cannot be listed \(.*EOF.*\)/,
    async bring(world) {
      world.declare();
      await world.up(afterPurchase);
      return world.up({ cli: [{ command: "ls", how: "eof", times: 99 }] });
    },
  },
  {
    reason: "what the purchase asked for is secret",
    said: "an earlier run was interrupted after it had asked … for a number: what it asked for is secret",
    proof: "record unreadable",
    cannot: {},
    names: "nothing",
    seen: /what it asked for is secret/,
    async bring(world) {
      world.declare({}, { secretInputs: ["candidates"] });
      await world.up(afterPurchase);
      return world.up({}, { machine: 1 });
    },
  },
  {
    reason: "an answer was lost, and the vendor shows nothing that it has sold",
    said: "it is not known yet whether a number was bought: cald was asked for one under +1…",
    proof: "shown to nobody",
    cannot: showing("its API shows what it has sold"),
    names: "prefix",
    seen: /cald's API does not show what an account owns, so look in its dashboard/,
    async bring(world) {
      world.declare({ search: { areaCode: "415" } });
      return world.up({ vendor: [{ operation: "buy", fault: "reset-after" }] });
    },
  },
  {
    reason: "a run was killed, and the vendor shows nothing that it has sold",
    said: "an earlier run was interrupted after it had asked cald for a number under +1…",
    proof: "shown to nobody",
    cannot: showing("its API shows what it has sold"),
    names: "prefix",
    seen: /cald's API does not show what an account owns, so look in its dashboard/,
    async bring(world) {
      world.declare({ search: { areaCode: "415" } });
      await world.up(afterPurchase);
      return world.up();
    },
  },
  {
    reason: "another number is to be adopted after a run was killed",
    said: "an earlier run that was interrupted may have bought +1… for this resource",
    cannot: { cald: "adopting is how a purchase of it is settled, and whatever is adopted settles it" },
    names: "number",
    seen: /an earlier run that was interrupted may have bought \+\d+/,
    async bring(world) {
      world.buyByHand();
      world.simulation.clock.advance(4 * 24 * 3_600_000);
      world.declare();
      await world.up(afterPurchase);
      world.writeLine({ adopt: world.handmade });
      return world.up();
    },
  },
  {
    reason: "another number is to be adopted after an answer was lost",
    said: "it is not known yet whether +1… was bought, and … is another number",
    cannot: { cald: "the vendor may have picked any number, so whatever is adopted settles the purchase" },
    names: "number",
    seen: /it is not known yet whether \+\d+ was bought/,
    async bring(world) {
      world.buyByHand();
      world.simulation.clock.advance(4 * 24 * 3_600_000);
      world.declare();
      await world.up({
        vendor: [
          { operation: "buy", fault: "reset-after" },
          { operation: "buy", fault: "list-lag", delayMs: 60_000 },
        ],
      });
      world.writeLine({ adopt: world.handmade });
      return world.up();
    },
    first: async ({ simulation }) => simulation.clock.advance(120_000),
  },
  {
    reason: "the record names a vendor that there is not any more",
    said: "there is no vendor … any more, and an earlier run that was interrupted may have bought +1…",
    proof: "unknown vendor",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /no vendor gone any more.* may have bought \+\d+.* from it\./,
    async bring(world) {
      world.declare();
      await world.up(afterPurchase);
      for (const { inputs } of world.stack.checkpoint.pending) inputs.vendor = "gone";
      return world.up({}, { machine: 1 });
    },
  },
  {
    reason: "a plugin died alone, and its machine is gone",
    proof: "stray",
    said: "the account has +1…, which no stack has, and which a run of this stack may have bought that did not succeed",
    isForgotten: true,
    cannot: { cald: showsNothing },
    names: "number",
    seen: /the account has \+\d+, which no stack has, and which a run of this stack may have bought that did not succeed \(since .*\)/,
    async bring(world) {
      world.declare();
      await world.up({ death: { victim: "plugin", of: "write", nth: 2, when: "after" } });
      return world.up({}, { machine: 1 });
    },
  },
  {
    reason: "the plugin died on one machine, then another machine was killed, and nothing shows",
    said: "two runs were interrupted, of which one may have bought +1…, the other +1…",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /the other \+\d+.*\. Run pulumi up again in ten minutes/,
    async bring(world) {
      world.declare({ search: { areaCode: "212" } });
      await world.up({
        vendor: [{ operation: "buy", fault: "list-lag", delayMs: 60_000 }],
        death: { victim: "plugin", of: "write", nth: 2, when: "after" },
      });
      // While it does not show, a vendor may show the number as one for sale: so the next run looks for another.
      world.declare({ search: { areaCode: "415" } });
      await world.up(beforePurchase, { machine: 1 });
      return world.up({}, { machine: 0 });
    },
    // Until then what the second asked for may still show, and needs a line of its own.
    first: async ({ simulation }) => simulation.clock.advance(660_000),
  },
  {
    reason: "a run that was given the word has bought, and is lost with its machine",
    said: "the account has +1…: a run with this nothingBought may have bought it, or somebody else",
    cannot: { cald: showsNothing, ravan: "its API tells no agent of a number, and no holder" },
    names: "number",
    seen: /the account has \+\d+: a run with this nothingBought may have bought it/,
    async bring(world) {
      const { account } = world.simulation;
      const [ordered, other = null] = account.agents;
      world.declare({ agent: ordered });
      const nothingBought = await world.up({
        vendor: [{ operation: "buy", fault: "reset-before", times: 9 }],
      });
      world.writeLine({ nothingBought: linesOf(messageOf(nothingBought)).token });
      await world.up({ death: { victim: "plugin", of: "write", nth: 2, when: "after" } }, { machine: 1 });
      // Nor does what it is bound to tell whose it is.
      const seen = account.seen(world.bought[0] ?? "");
      if (seen !== undefined) seen.agent = other;
      return world.up({}, { machine: 0 });
    },
  },
  {
    reason: "the vendor says that it has sold another number",
    said: "it is not known yet whether +1… was bought: …, and the vendor says that it has sold +1… instead",
    cannot: { cald: "it is asked for a prefix, and whatever it sells is what was ordered" },
    names: "another",
    seen: /not in the account, and the vendor says that it has sold \+?\d+ instead/,
    async bring(world) {
      const { account } = world.simulation;
      world.declare();
      account.sellsAnother = true;
      const past = await world.up();
      account.sellsAnother = false;
      return past;
    },
  },
  {
    reason: "what a killed run has bought shows only once another number is picked",
    said: "it is not known yet whether an earlier run has bought +1…",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /\+\d+ was bought since it was asked for\)\. Nothing was bought by this run/,
    async bring(world) {
      world.declare({ search: { areaCode: "212" } });
      await world.up({
        vendor: [{ operation: "buy", fault: "list-lag", delayMs: 600_000 }],
        ...afterPurchase,
      });
      // It shows twenty seconds after the ten minutes: while that run waits for its search.
      const seen = world.simulation.account.seen(world.bought[0] ?? "");
      if (seen !== undefined) seen.visibleFromMs += 20_000;
      world.simulation.clock.advance(605_000);
      world.declare({ search: { areaCode: "415" } });
      return world.up({ vendor: [{ operation: "search", fault: "delay", delayMs: 25_000 }] });
    },
  },
  {
    reason: "the keys are those of another account since a run was killed",
    said: "an earlier run that was interrupted may have bought +1…: it was asked for in account …, and the keys in use are of account …",
    proof: "other keys",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /Run pulumi up with the keys of that run, which finds out/,
    async bring(world) {
      world.declare();
      await world.up(afterPurchase);
      return world.up({}, { isElsewhere: true });
    },
  },
  {
    reason: "a run was killed and settled, and its number was taken out of the state",
    said: "the account has +1…, which a run that was interrupted may have bought for this resource, and an update has succeeded since",
    proof: "settled since",
    cannot: { cald: showsNothing },
    names: "number",
    seen: /an update has succeeded since/,
    async bring(world) {
      world.declare();
      await world.up(afterPurchase);
      expect((await world.up()).failures).toEqual([]);
      world.stack.checkpoint.rows = [];
      return world.up();
    },
  },
  ...["account", "country", "type", "number"].map(
    (edited): Opening => ({
      reason: `the ${edited} was edited after a run was killed`,
      said: "… was changed, and an earlier run that was interrupted may have bought +1…",
      cannot: { cald: showsNothing, ...(soldAsOne[edited] ?? {}) },
      names: "number",
      seen: new RegExp(`${edited}.*an earlier run that was interrupted may have bought \\+\\d+`),
      async bring(world) {
        world.declare();
        await world.up(afterPurchase);
        const number = world.simulation.account.forSale().findLast((each) => each.startsWith("+1415"));
        const others = { account: "front", country: "GB", type: "tollfree", number };
        const edits = { [edited]: others[edited as keyof typeof others] };
        // The number that is there is in the other account as well.
        if (edited === "account") world.declare(edits);
        else world.edit(edits);
        return world.up();
      },
    }),
  ),
];

function showing(why: string): Opening["cannot"] {
  return { plivo: why, bolna: why, ravan: why, sondos: why };
}

/** What a message of the page matches: it has +1… for one number or several, and … for anything else. */
function patternOf(said: string): RegExp {
  const escaped = said.replaceAll("+1…", "NUMBERS").replace(/[().]/g, "\\$&");
  return new RegExp(escaped.replaceAll("NUMBERS", "\\+\\d+(?: or \\+\\d+)*").replaceAll("…", ".*"));
}

function messageOf({ failures }: PastRun): string {
  expect(failures).toHaveLength(1);
  return failures[0]?.line ?? "";
}

/** The lines to write, as the message has them. */
function linesOf(message: string): { adopt: string; token: string } {
  const adopt = /write adopt: "([^"]+)"/.exec(message)?.[1];
  const token = /write nothingBought: "([0-9a-f]{12}(?: [0-9a-f]{12})*)"/.exec(message)?.[1];
  if (adopt === undefined || token === undefined) throw new Error(`no lines to write in: ${message}`);
  return { adopt, token };
}

async function inWorld(
  vendor: SimulatedVendor,
  walk: (world: World) => Promise<void>,
  more: Args = {},
  name = "main",
): Promise<void> {
  const world = new World(vendor, name, more);
  let chance = 0;
  await world.simulation.clock.inPlace(
    () => (chance = (chance + 0.37) % 1),
    () => walk(world),
  );
}

/** One number in state, at the vendor, and nothing left to do: by a run with the line in the program, and by those without it. */
async function expectSettled(world: World, number: (all: readonly string[]) => unknown, more: Args = {}) {
  const { simulation, stack } = world;
  const rows = () =>
    stack.checkpoint.rows.map(({ outputs, initErrors }) => [outputs.e164, outputs.status, initErrors]);
  const first = await world.up();
  expect(first.failures).toEqual([]);
  const settled = [[number(world.bought), "active", []]];
  expect(rows()).toEqual(settled);
  const [[e164]] = settled as [[string]];
  const paid = world.owned.filter(
    (each) =>
      !simulation
        .stack(prod)
        .live()
        .some(({ id }) => id === each),
  );
  expect(paid).toEqual([e164]);

  world.writeLine(more);
  const writes = simulation.vendorWrites.length;
  expect((await world.up()).failures).toEqual([]);
  await world.up({}, { command: "refresh", options: { clearPending: true } });
  const { failures, lines } = await world.up();
  expect(failures).toEqual([]);
  expect(lines.filter((line) => /interrupted|not known|may have/.test(line))).toEqual([]);
  expect((await world.up({}, { machine: 0 })).failures).toEqual([]);
  expect((await world.up({}, { machine: 1 })).failures).toEqual([]);
  expect(rows()).toEqual(settled);
  expect(simulation.vendorWrites.slice(writes)).toEqual([]);
  expect(stack.checkpoint.pending).toEqual([]);
}

/** Those that may show the day on which a carrier made a number as that of its purchase. */
const vendorsWithoutDays: readonly SimulatedVendor[] = ["ravan", "sondos"];

const cases = openings.flatMap((opening) =>
  vendorNames
    .filter((vendor) => opening.cannot[vendor] === undefined)
    .map((vendor) => ({ ...opening, opening, vendor })),
);

describe.each(cases)(
  "a purchase that is open at $vendor, as $reason",
  ({ opening, vendor, names, seen, isForgotten }) => {
    /** Brings it about, and looks at the message. */
    async function open(world: World): Promise<{ adopt: string; token: string }> {
      const message = messageOf(await opening.bring(world));
      expect(message).toMatch(patternOf(opening.said));
      expect(message).toMatch(seen);
      const lines = linesOf(message);
      if (names === "number") {
        expect(message.replace(/write adopt.*/, "")).toContain(lines.adopt);
        expect(world.bought).toEqual([lines.adopt]);
      }
      if (names === "another") expect(world.bought).toEqual([`+${lines.adopt.replace("+", "")}`]);
      if (names === "prefix") expect(message).toContain("+1415");
      expect(world.bought).toHaveLength(1);
      return lines;
    }

    it("is settled by the line that adopts it", () =>
      inWorld(vendor, async (world) => {
        const { adopt, token } = await open(world);
        await opening.first?.(world);
        const [bought = ""] = world.bought;
        const { account } = world.simulation;
        // What the message cannot name a person reads in the vendor's console.
        const read = vendor === "cald" ? String(account.seen(bought)?.id) : bought;
        const agent = vendor === "cald" ? { agent: account.agents[0] } : {};
        const ordered = names === "another" ? { nothingBought: token } : {};
        world.writeLine({ adopt: adopt.startsWith("<") ? read : adopt, ...ordered, ...agent });
        await expectSettled(world, () => bought, agent);
      }));

    it("is settled by the line that says that it bought nothing", () =>
      inWorld(vendor, async (world) => {
        const { token } = await open(world);
        await opening.first?.(world);
        const before = world.bought.length;
        const [bought = ""] = world.bought;
        world.simulation.account.releaseByHand(bought);
        world.writeLine({ nothingBought: token });
        if (world.handmade !== undefined && vendorsWithoutDays.includes(vendor)) {
          // What the person has bought by hand may be that run's as well, where no day tells: the message has a line that says both.
          const message = messageOf(await world.up());
          expect(message).toContain(world.handmade);
          world.writeLine({ nothingBought: linesOf(message).token });
        }
        await expectSettled(world, (all) => {
          expect(all).toHaveLength(before + 1);
          expect(all.at(-1)).not.toBe(bought);
          return all.at(-1);
        });
      }));

    const others = [
      { whose: "another resource's", name: "other" },
      ...(isForgotten
        ? []
        : [{ whose: "a later one of its own, made with the word in the program", name: "main" }]),
    ];

    it.each(others)("has a word that closes no other purchase: $whose", async ({ name }) => {
      let word = "";
      await inWorld(vendor, async (world) => {
        word = (await open(world)).token;
      });
      const again = async (world: World) => expect((await open(world)).token).not.toBe(word);
      await inWorld(vendor, again, { nothingBought: word }, name);
    });
  },
);

it("there is a way out of every reason for which a purchase is open", () => {
  const open = Object.entries(proofs).filter(([, { verdict }]) => verdict === "open");
  const walked = new Set(openings.map(({ proof }) => proof).filter((proof) => proof !== undefined));
  expect([...walked].toSorted()).toEqual(open.map(([proof]) => proof).toSorted());
});

it("docs/recovery.md has each of the messages, and no other", () => {
  const page = readFileSync(path.join(repository, "docs/recovery.md"), "utf8");
  const [, table = ""] = page.split("| message | when |");
  const [rows = ""] = table.trimStart().split("\n\n");
  const messages = [...rows.matchAll(/^\| `(.*?)`/gm)].map(([, message]) => message ?? "");
  expect(messages.length).toBeGreaterThan(10);
  expect(new Set(openings.map(({ said }) => said))).toEqual(new Set(messages));
});

it("a vendor is left out only for a reason", () => {
  const left = openings.flatMap(({ cannot }) => Object.values(cannot));
  expect(left.every((why) => why.length > 20)).toBe(true);
});
