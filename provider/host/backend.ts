import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { FreshList } from "../async/fresh-list";
import { stackOf, withoutStack } from "../domain/claim";
import { BackendError } from "../domain/errors";
import { type E164, ownedNumber, readNumber } from "../domain/number";
import { candidateSchema, quoteSchema } from "../domain/quote-schema";
import { firstReasonOf } from "../domain/reason";
import { signatureKey } from "../domain/secret-signature";
import {
  type Backend,
  goesBeyond,
  holds,
  type KnownRow,
  type NumberRecord,
  type PastUpdate,
  type PurchaseRecord,
  type StackRecord,
  secretWord,
} from "./purchase-records";

/** Runs a command of the Pulumi CLI and returns what it prints. */
export type RunCli = (args: readonly string[]) => Promise<string>;

// Read leniently: state of every version, of which only numbers and their purchases matter. What is secret has another form, and
// is not known.
const text = z.string().optional().catch(undefined);
const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), "is not a time");
const resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  external: z.boolean().optional(),
  delete: z.boolean().optional(),
  pendingReplacement: z.boolean().optional(),
  taint: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
const exported = z.object({
  deployment: z.object({
    manifest: z.object({ time }),
    resources: z.array(z.unknown()).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});
const pendingPurchase = z.object({ type: z.enum(["creating", "updating", "importing"]), resource });
const numberProperties = z.object({
  vendor: text,
  account: text,
  e164: text,
  status: text,
  vendorId: text,
  claim: text,
  deletionPolicy: text,
});
const purchaseProperties = z.object({
  vendor: text,
  account: text,
  vendorAccount: text,
  country: text,
  type: text,
  agent: text,
  subaccount: text,
  candidates: z.array(candidateSchema).catch([]),
  quote: quoteSchema.nullable().catch(null),
  nothingBought: text,
  vendorOptions: z.object({ nothingBought: text }).optional().catch(undefined),
  adopt: text,
  adopted: z.boolean().optional().catch(undefined),
  lastUpdate: text,
});
const stackNames = z.array(z.object({ name: z.string() }));
const updates = z.array(
  z.object({
    kind: z.string(),
    result: z.string().default(""),
    startTime: time,
    endTime: time.optional(),
    environment: z.record(z.string(), z.unknown()).catch({}),
    resourceChanges: z.record(z.string(), z.number()).optional().catch(undefined),
  }),
);

// The CLI notes which of its options an update was given, and which of its variables. With these it leaves resources of the program out.
const partialOptions = ["target", "target-replace", "exclude"].flatMap((option) => [
  `pulumi.flag.${option}`,
  `pulumi.env.PULUMI_OPTION_${option.toUpperCase().replace("-", "_")}`,
]);

// As the engine counts its steps. A replacement is counted under the first, the second or the third, as it comes.
const creations = ["create", "create-replacement", "replace"];

// A page of the history is a process as well.
const pageSize = 100;
const mostPages = 5;
const noRows: Pick<StackRecord, "numbers" | "givenUp"> = { numbers: [], givenUp: [] };

// Each stack that is read is a process of its own.
const atOnce = 4;
// So many take a few seconds.
const silently = 40;

/** The types of a number's resource. Other packages have resources of this name, too. */
export const resourceTypes: readonly string[] = [
  "pulumi-nodejs:dynamic/phone:PhoneNumber",
  "phone:index:PhoneNumber",
];

/** Whether a row of a state is a number that its stack has. One that is only looked up belongs to whoever bought it. */
export function isNumber({
  type,
  external,
}: {
  readonly type: string;
  readonly external?: boolean | undefined;
}): boolean {
  return resourceTypes.includes(type) && external !== true;
}

// The engine writes the time of this machine; where a sandbox stands in for the vendors, its clock may be another.
type Clock = () => Promise<Date>;

/** What reading the backend takes. */
export interface BackendSettings {
  readonly organization: () => string;
  /** The stack of this run, once it is known. */
  readonly stack: () => string | undefined;
  /** Hears of the stack of this run where no program has told it: a destroy and a refresh run none. */
  readonly found: (stack: string) => void;
  readonly clock: Clock;
  readonly cli: RunCli;
  /** Hears that so many stacks are read that it takes a while. */
  readonly tell?: (line: string) => void;
  /** How many other stacks are read at the most; without it, all there are. */
  readonly mostOthers?: number;
}

/**
 * Pulumi's backend, as its CLI exports it. Claims are URNs, which name project and stack; the organization comes from the
 * program. A claim in state may be from before the stack was renamed or the number moved here: the program's own is not.
 */
export function openBackend(settings: BackendSettings): Backend {
  const { organization, stack, found, clock, cli, tell, mostOthers = Number.POSITIVE_INFINITY } = settings;
  const atStart = new Map<string, Promise<StackRecord>>();
  const fresh = new Map<string, FreshList<StackRecord>>();
  const phases = new WeakMap<object, Map<string, Promise<StackRecord>>>();
  // In which phase a stack was read for the first time, where that was in one.
  const firstIn = new Map<string, object>();
  const others = new Map<string, FreshList<readonly StackRecord[]>>();
  const listed = new Map<string, Promise<readonly string[]>>();
  const histories = new Map<string, Promise<readonly PastUpdate[]>>();
  const own = new Map<string, Promise<string>>();

  async function nameOf(claim: string, row?: KnownRow, phase?: object): Promise<string> {
    const supposed = stackOf(claim, organization());
    const what = `${supposed} ${row?.e164} ${row?.settled}`;
    if (stack() === undefined && phase !== undefined && !atStart.has(supposed)) firstIn.set(supposed, phase);
    return stack() ?? onceFor(own, what, () => lookFor(claim, supposed, row));
  }

  /** The stack of a claim in state, whose organization is not known, and which may have another name by now. */
  async function lookFor(claim: string, supposed: string, row?: KnownRow): Promise<string> {
    // A row that was moved away is not there, nor is it what a resource of that name has bought there since.
    const there = await onceFor(atStart, supposed, read).catch(() => undefined);
    if (there !== undefined) {
      if (row === undefined || rowsOf(there).some((each) => mayBeRow(each, row))) return supposed;
      return movedTo(claim, supposed, row);
    }
    const all = await names(claim).catch(() => []);
    const inProject = all.filter((name) => name.split("/")[1] === supposed.split("/")[1]);
    const named = inProject.filter((name) => name.split("/")[2] === supposed.split("/")[2]);
    if (row === undefined && named.length > 1) throw ambiguous(named);
    const possible =
      named.length === 1 ? named : await having(named.length > 0 ? named : inProject, claim, row);
    // It may have moved to another project, and the stack that it was in was renamed or removed since.
    const elsewhere = possible.length > 0 ? [] : all.filter((name) => !inProject.includes(name));
    const [name, ...others] = [...possible, ...(await having(elsewhere, claim, row))];
    // Which of several it is nobody can tell: it cannot be read then.
    if (name === undefined || others.length > 0) return supposed;
    found(name);
    return name;
  }

  /**
   * The stack that a row was moved to, whose own one is there without it. Where none has it, the state does not show the number that it goes by.
   * Throws BackendError where one cannot be read, or several have it.
   */
  async function movedTo(claim: string, supposed: string, row: KnownRow): Promise<string> {
    const others = await readAll((await names(claim)).filter((name) => name !== supposed));
    const [name = supposed, ...more] = thoseWith(others, claim, row);
    if (more.length > 0) {
      throw new BackendError(`${[name, ...more].join(" and ")} have ${row.e164}, which ${supposed} had`, {
        nextStep: "Nothing was released. Take it out of the state of all but one by pulumi state delete.",
      });
    }
    if (name !== supposed) found(name);
    return name;
  }

  async function having(all: readonly string[], claim: string, row?: KnownRow): Promise<readonly string[]> {
    return thoseWith(await readAll(all).catch(() => []), claim, row);
  }

  function read(name: string): Promise<StackRecord> {
    return asked(`the state of the stack ${name} cannot be read`, async () =>
      recordOf(name, await cli(["stack", "export", "--stack", name]), clock),
    );
  }

  async function names(claim: string): Promise<readonly string[]> {
    const [, project] = stackOf(claim, organization()).split("/");
    const listed = await asked("the other stacks cannot be listed", async () =>
      stackNames.parse(jsonIn(await cli(["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"]))),
    );
    // In the project's folder its own stacks are listed by their short names.
    return listed.map(({ name }) => (name.includes("/") ? name : `${organization()}/${project}/${name}`));
  }

  async function readOthers(claim: string): Promise<readonly StackRecord[]> {
    const name = await nameOf(claim);
    return readAll((await names(claim)).filter((each) => each !== name));
  }

  async function readAll(left: readonly string[]): Promise<readonly StackRecord[]> {
    if (left.length > mostOthers) {
      throw new BackendError(
        `the backend has ${left.length} other stacks, and no more than ${mostOthers} are read`,
        {
          nextStep: "Nothing was bought or released on their account.",
        },
      );
    }
    if (left.length > silently) {
      tell?.(
        `it is in doubt whose a number is: the ${left.length} other stacks of the backend are read, ${atOnce} at a time. ` +
          "Where no other stack buys from this account, phone:onlyStack spares it",
      );
    }
    const records: StackRecord[] = [];
    for (let at = 0; at < left.length; at += atOnce) {
      records.push(...(await Promise.all(left.slice(at, at + atOnce).map(read))));
    }
    return records;
  }

  async function readHistory(name: string): Promise<readonly PastUpdate[]> {
    const past: PastUpdate[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const { runs, isLast } = await readPage(name, page);
      past.push(...runs);
      // Most often the stack need not be read for it.
      if (isLast || past.some((run) => goesBeyond(run, noRows))) break;
      const own = await onceFor(atStart, name, read);
      if (past.some((run) => goesBeyond(run, own))) break;
    }
    return past;
  }

  async function readPage(
    name: string,
    page: number,
  ): Promise<{ readonly runs: readonly PastUpdate[]; readonly isLast: boolean }> {
    const ahead = await aheadOf(clock);
    const command = ["stack", "history", "--json", "--stack", name, "--page-size", String(pageSize)];
    const further = page === 1 ? [] : ["--page", String(page)];
    const past = await asked(`the history of the stack ${name} cannot be read`, async () =>
      updates.parse(jsonIn(await cli([...command, ...further]))),
    );
    const runs = past
      .filter(({ result }) => result !== "in-progress")
      .map(({ kind, result, startTime, endTime = startTime, environment, resourceChanges: changes }) => ({
        kind,
        name: startTime,
        hasSucceeded: result === "succeeded",
        isPartial: partialOptions.some((option) => option in environment),
        hasCreated:
          changes === undefined || Object.keys(changes).some((change) => creations.includes(change)),
        startedAt: ahead(startTime),
        endedAt: ahead(endTime),
      }));
    return { runs, isLast: past.length < pageSize };
  }

  return {
    stackOf: async (claim, row) => onceFor(atStart, await nameOf(claim, row), read),
    async stackNow(claim, row, phase = {}) {
      const name = await nameOf(claim, row, phase);
      const known = phases.get(phase) ?? new Map<string, Promise<StackRecord>>();
      phases.set(phase, known);
      const first = firstIn.get(name) === phase ? atStart.get(name) : undefined;
      const now = onceFor(known, name, () => first ?? freshFor(fresh, name, read));
      // What is asked for the first time is as it was when it was first asked for.
      if (!atStart.has(name)) void onceFor(atStart, name, () => now).catch(() => {});
      return now;
    },
    otherStacks: async (claim) =>
      freshFor(others, await nameOf(claim), () => readOthers(claim).catch(unlessAlone)),
    stackNames: async (claim) => onceFor(listed, await nameOf(claim), () => names(claim)),
    history: async (claim) => onceFor(histories, await nameOf(claim), readHistory),
  };
}

/** Those of the stacks that have a row of the claim's resource, with this number where it is known. */
function thoseWith(stacks: readonly StackRecord[], claim: string, row?: KnownRow): readonly string[] {
  // A resource may have moved within its stack as well: then the number alone tells, or what it was called when its state was written.
  const isSame = (each: NumberRecord) =>
    each.e164 === undefined || row?.e164 === undefined
      ? withoutStack(each.urn) === withoutStack(claim) || each.claim === claim
      : mayBeRow(each, row);
  const same = stacks.filter((stack) => rowsOf(stack).some(isSame));
  // Another stack may have what an unsettled row of this one is about: the row itself is known by what was written in it.
  const exact = same.filter((stack) => rowsOf(stack).some((each) => isSame(each) && each.claim === claim));
  return (exact.length > 0 ? exact : same).map(({ name }) => name);
}

/** All that the engine knows, and may ask about. */
function rowsOf({ numbers, givenUp }: StackRecord): readonly NumberRecord[] {
  return [...numbers, ...givenUp];
}

/** Whether a row of a state may be the one that is asked about: of one that is settled, that may not be readable there. */
function mayBeRow({ e164, settled }: NumberRecord, row: KnownRow): boolean {
  if (e164 === undefined || row.e164 === undefined) return true;
  return e164 === row.e164 && (row.settled || !settled);
}

/** Stacks of one name in several organizations: only the program of a run could tell which it is, and not every language does. */
function ambiguous(names: readonly string[]): BackendError {
  return new BackendError(`which of ${names.join(" and ")} this run is of is not known`, {
    nextStep:
      "Nothing was bought or released on its account. Log in with a token that sees one of them alone, or give one another name by pulumi stack rename.",
  });
}

/** What was asked once is not asked again, unless it failed. */
function onceFor<T>(
  known: Map<string, Promise<T>>,
  name: string,
  ask: (name: string) => Promise<T>,
): Promise<T> {
  const answer = known.get(name) ?? ask(name);
  known.set(name, answer);
  answer.catch(() => known.delete(name));
  return answer;
}

/** What is asked anew each time, once for all who ask at the same time. */
function freshFor<T>(
  known: Map<string, FreshList<T>>,
  name: string,
  ask: (name: string) => Promise<T>,
): Promise<T> {
  const list = known.get(name) ?? new FreshList(() => ask(name));
  known.set(name, list);
  return list.read();
}

// A checkpoint that is being written reads as an end of file for a moment.
const pauses = [200, 600, 1_500];

async function asked<T>(what: string, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const pause = pauses[tries];
      if (pause === undefined || isHopeless(error)) {
        const reason =
          error instanceof z.ZodError ? "the Pulumi CLI prints another form of it" : firstReasonOf(error);
        throw new BackendError(`${what} (${reason})`, {
          nextStep: "Nothing was bought or released on its account. Run again once the Pulumi CLI answers.",
        });
      }
      await sleep(pause);
    }
  }
}

// A token may not see other stacks, ever: waiting does not help it.
function unlessAlone(error: unknown): never {
  if (!BackendError.isInstance(error)) throw error;
  const { nextStep } = error.details;
  throw new BackendError(error.what, {
    nextStep: `${nextStep} If no other stack buys from this account, set phone:onlyStack to true: none is looked at then.`,
  });
}

/** Without a CLI there is nothing to wait for, nor where it speaks another language, or has not answered for a minute. */
function isHopeless(error: unknown): boolean {
  if (error instanceof z.ZodError) return true;
  const { code, killed } = Object(error) as { code?: unknown; killed?: unknown };
  return code === "ENOENT" || killed === true;
}

// Lines of warnings; each is read to the end of all that is printed.
const mostStarts = 50;

/** What the CLI prints as JSON. It may print a warning first, which may begin with a bracket as well. Throws SyntaxError. */
export function jsonIn(printed: string): unknown {
  const starts = [0, ...[...printed.matchAll(/^[[{]/gm)].slice(0, mostStarts).map(({ index }) => index)];
  for (const start of starts) {
    try {
      return JSON.parse(printed.slice(start));
    } catch (error) {
      if (start === starts.at(-1)) throw error;
    }
  }
  throw new Error("the Pulumi CLI has printed nothing");
}

async function aheadOf(clock: Clock): Promise<(time: string) => string> {
  const ahead = (await clock()).getTime() - Date.now();
  return (time) => new Date(Date.parse(time) + ahead).toISOString();
}

async function recordOf(name: string, printed: string, clock: Clock): Promise<StackRecord> {
  const { deployment } = exported.parse(jsonIn(printed));
  const { resources, pending_operations: pending, manifest } = deployment;
  const rows = resources ?? [];
  const numbers = rows.filter((each) => !isGivenUp(each)).flatMap(numberFrom);
  const givenUp = rows.filter(isGivenUp).flatMap(numberFrom);
  if (!pending?.length) return { name, numbers, givenUp, begun: [] };
  const until = (await aheadOf(clock))(manifest.time);
  const begun = pending
    .flatMap((each) => pendingFrom(each, numbers))
    .map((each): PurchaseRecord => ({ ...each, until }))
    // The engine keeps an operation that was interrupted until it is cleared, also when its number has come into state since.
    .filter((record) => !numbers.some((number) => hasEndedIn(number, record)));
  return { name, numbers, givenUp, begun };
}

/** Whether the engine has deleted a row already, or retained it, as another number is to be bought in its place: it is nobody's. */
export function isGivenUp(each: unknown): boolean {
  return resource.safeParse(each).data?.pendingReplacement === true;
}

/** Whether this is a purchase that has ended in the number, which is in state. */
function hasEndedIn(row: NumberRecord, { claim, candidates }: PurchaseRecord): boolean {
  // What its renewal has ended may be bought again in its own place. Under a prefix it may be the number that was to be replaced.
  return row.urn === claim && candidates.some((each) => holds(row, each));
}

function numberFrom(each: unknown): NumberRecord[] {
  const parsed = resource.safeParse(each);
  if (!parsed.success || !isNumber(parsed.data) || parsed.data.id === undefined) return [];
  const { urn, id, outputs, inputs, delete: isReplaced = false, taint: isTainted = false } = parsed.data;
  const properties = outputs ?? inputs ?? {};
  const { vendor, account, e164, status, vendorId, claim, deletionPolicy } =
    numberProperties.parse(properties);
  const isStatusUnread = status === undefined && "status" in properties;
  return [
    {
      urn,
      id,
      claim,
      // The id is never secret, and that of a purchase which was settled later is still that of an unsettled one.
      e164: e164 ?? (id.startsWith("+") ? id : undefined),
      vendor,
      account,
      vendorId,
      settled: status !== "unsettled" && !isStatusUnread,
      isStatusUnread,
      hasEnded: status === "released",
      isProtected: ![undefined, null, false].includes(properties.deletionProtection as undefined),
      deletionPolicy,
      isPolicyUnread: deletionPolicy === undefined && isGiven(properties.deletionPolicy),
      isReplaced,
      isTainted,
      isImported: inputs?.imported === true,
    },
  ];
}

function pendingFrom(each: unknown, numbers: readonly NumberRecord[]): Omit<PurchaseRecord, "until">[] {
  const parsed = pendingPurchase.safeParse(each);
  if (!parsed.success || !isNumber(parsed.data.resource)) return [];
  const { urn, id = "", inputs = {} } = parsed.data.resource;
  // It takes a number over, as an adoption does. A refresh makes one of a purchase that a person has it import, which nothing does.
  const isImport = parsed.data.type === "importing" && !isGiven(inputs.candidates);
  const isChange = parsed.data.type === "updating";
  // A change gets a number only where the purchase before it is not settled: another one that exists, or one that is bought as a word says
  // that nothing was.
  const isOpen = numbers.some((row) => row.urn === urn && !row.settled);
  const isTakenOver = isChange && isGiven(inputs.adopt);
  if (isChange && !(isOpen && (isTakenOver || mayHaveWord(inputs)))) return [];
  const properties = purchaseProperties.parse(inputs);
  const named = isImport ? id : isTakenOver ? (properties.adopt ?? "") : undefined;
  const candidates =
    named === undefined ? (properties.candidates as E164[]) : namedBy(named, properties.country);
  const { vendor, account, vendorAccount, country, type, agent, subaccount, quote, adopted } = properties;
  const given = { account, country, type };
  const unread = Object.entries(given).flatMap(([name, read]) =>
    read === undefined && isGiven(inputs[name]) ? [name] : [],
  );
  return [
    {
      claim: urn,
      keptBy: "backend",
      vendor,
      account,
      vendorAccount,
      country,
      type,
      candidates,
      // How far the run came is not known.
      asked: candidates.length,
      quote,
      order: { agent, subaccount },
      word:
        properties.nothingBought ??
        properties.vendorOptions?.nothingBought ??
        (isGiven(inputs.nothingBought) ? secretWord : undefined),
      isAdoption: isImport || isTakenOver || adopted === true,
      isAnew: isChange && !isTakenOver,
      isHandedOver: false,
      // A change has what was pinned when the number was new.
      lastUpdate: isChange ? undefined : properties.lastUpdate,
      ...(unread.length > 0 && { unread }),
    },
  ];
}

/** What is taken over, by what the import or `adopt` was given; nothing where that is one of the vendor's own ids. */
function namedBy(id: string, country: string | undefined): readonly E164[] {
  const written = id.slice(id.indexOf(":") + 1);
  const number = readNumber(written, country) ?? ownedNumber(written);
  return number === undefined ? [] : [number.e164];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether inputs have the word of a person that nothing was bought, or something secret that may be it. */
function mayHaveWord({ nothingBought, vendorOptions }: Record<string, unknown>): boolean {
  if (isGiven(nothingBought)) return true;
  const options = z.record(z.string(), z.unknown()).safeParse(vendorOptions);
  return options.success && ("nothingBought" in options.data || signatureKey in options.data);
}
