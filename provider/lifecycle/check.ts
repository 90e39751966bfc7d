import { nameOf, stackOf, stackPart } from "../domain/claim";
import { BackendError, PhoneError } from "../domain/errors";
import type { NumberArguments } from "../domain/number-arguments";
import { type Properties, pick, without } from "../domain/properties";
import { unknownValue } from "../domain/unknown-value";
import { isImportedOver } from "../host/purchase-records";
import { wordIn } from "../purchase/record";
import type { VendorDefinition } from "../vendors/vendor";
import type { Failure } from "./arguments/failure";
import { identityFailures } from "./arguments/identity";
import { parseArguments } from "./arguments/parse";
import { validateArguments } from "./arguments/validate";
import { type Context, holdsUnknown } from "./context";
import { requireNoRow } from "./steps/own-row";
import { pickNumber } from "./steps/pick-number";

// Pinned once, by the check of the new resource, and carried over ever after.
const pinned = ["candidates", "quote", "vendorAccount", "lastUpdate"];
// Version 0.1.0 pinned times as well, which changed from run to run.
const hidden = [...pinned, "adopted", "imported", "pinnedAt", "interrupted"];

/** What check answers: the inputs to go on with, or all faults at once. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly Failure[];
}

/** What a search depends on: while one of these is unknown, no number can be picked. */
const searchedBy: readonly (keyof NumberArguments)[] = [
  "country",
  "type",
  "search",
  "number",
  "adopt",
  "maxMonthlyPrice",
  "vendorOptions",
];

/**
 * Validates and normalises the arguments. For a new resource it also picks the numbers that may be bought, with their
 * prices; for one that exists nothing is asked of the vendor. Unknown values of a preview pass through.
 */
export async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  try {
    return await checkOne(context, olds, news);
  } finally {
    const { turn } = news;
    if (isTurn(turn)) for (const picks of context.programPicks) picks.leave(turn);
  }
}

async function checkOne(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  context.deletions.phase = {};
  const { claim, turn, program, organization, aliases, __provider, ...given } = without(news, hidden);
  // Where the program cannot tell it, being in another language, or has inputs of earlier put in their place, the stack is looked for by its name.
  if (typeof organization === "string") {
    context.program.organization = organization;
    context.program.stack = stackOf(String(claim), organization);
  }
  if (Array.isArray(aliases)) {
    const names = aliases.filter((each): each is string => typeof each === "string" && each !== claim);
    context.aliases.set(String(claim), names);
  }
  // The engine imports before it tells what else the resource was called.
  const imported = context.imports.get(String(claim));
  if (imported !== undefined) await requireNoRow(context, String(claim), imported);
  const isNew = olds.claim === undefined;
  // What is to be replaced is checked once more, as if it were new.
  const { declared } = context;
  const { isNew: wasNew = true, place = declared.size } = declared.get(String(claim)) ?? {};
  const deletionPolicy = typeof given.deletionPolicy === "string" ? given.deletionPolicy : undefined;
  declared.set(String(claim), { isNew: isNew && wasNew, place, deletionPolicy });
  rememberName(context, String(claim), olds.claim);
  const unknown = Object.keys(given).filter((name) => holdsUnknown(context, given[name]));
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => !unknown.includes(name)));

  const parsed = parseArguments(known);
  const {
    args,
    definition,
    failures: faults,
  } = await validateArguments(context, String(claim), parsed, unknown, isNew);
  const failures = [...parsed.failures, ...faults];
  if (!isNew) failures.push(...identityFailures(olds, args, unknown));
  const inputs: Record<string, unknown> = { ...without(given, parsed.faulty), ...args, claim };
  if (failures.length > 0 || definition === undefined) return { inputs, failures };
  if (!isNew) {
    const kept = {
      ...pick(olds, ["country"]),
      ...inputs,
      ...pick(olds, pinned),
      ...(olds.imported === true && (await stillImported(context, String(claim), args))),
      // With such a word an update buys.
      ...(wordIn(args) !== undefined && (await accountAsked(context, definition, args))),
    };
    return { inputs: kept, failures };
  }

  const waitingFor = searchedBy.filter((name) => unknown.includes(name));
  if (waitingFor.length > 0) {
    context.tell(`${nameOf(String(claim))}: a number is picked once ${waitingFor.join(" and ")} is known`);
    return { inputs: { ...inputs, ...pinnedLater(inputs) }, failures };
  }
  const wish = { claim: String(claim), turn: turnOf(turn, claim), program };
  const picked = await context.convoy.getReady(() => pickNumber(context, definition, args, wish, unknown));
  return { inputs: { ...inputs, ...picked.list }, failures: picked.failures };
}

/** What up will pin, for a plan that is saved of the preview: it refuses what it has not heard of. */
function pinnedLater({ adopt, number, country }: Properties): Properties {
  const isNamed = adopt !== undefined || number !== undefined;
  const names = [
    ...pinned,
    ...(adopt === undefined ? [] : ["adopted"]),
    // A number tells its country.
    ...(isNamed && country === undefined ? ["country"] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}

/** What its inputs say that a resource was called is its former name, also where no program tells aliases. */
function rememberName({ aliases }: Context, claim: string, before: unknown): void {
  // A stack that was renamed, or a row that was moved, is no other name of the resource.
  if (typeof before !== "string" || before === claim || stackPart(before) !== stackPart(claim)) return;
  const known = aliases.get(claim) ?? [];
  if (!known.includes(before)) aliases.set(claim, [...known, before]);
}

/**
 * An imported number was there before the program: it is given back only once the program has said so. While what it has replaced waits
 * to be deleted, the mark of the import tells that this was not asked for.
 */
async function stillImported(
  context: Context,
  claim: string,
  { deletionPolicy = "retain" }: NumberArguments,
): Promise<Properties> {
  if (deletionPolicy === "retain") return { deletionPolicy, imported: true };
  // What this run has imported may replace something that is deleted at its end.
  if (context.imports.has(claim)) return { imported: true };
  const isWaiting = await context.backend.stackOf(claim).then(
    ({ numbers }) => numbers.some((row) => row.urn === claim && isImportedOver(row, numbers)),
    // Until it can be read, something may wait.
    (error: unknown) => {
      if (BackendError.isInstance(error)) return true;
      throw error;
    },
  );
  return isWaiting ? { imported: true } : {};
}

/** The account that a purchase is made in, for its record; nothing where it cannot be opened, as nothing is bought then. */
async function accountAsked(
  context: Context,
  { name: vendor }: VendorDefinition,
  { account }: NumberArguments,
): Promise<Properties> {
  try {
    return { vendorAccount: (await context.account({ vendor, account })).vendor.account };
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    return {};
  }
}

function isTurn(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

// Enough that few numbers of a program have the same, and few enough to be on the first pages of a search.
const untoldTurns = 256;

// Classes of the package tell the turn; a program in another language gets one that is at least always the same.
function turnOf(turn: unknown, claim: unknown): number {
  if (isTurn(turn)) return turn;
  const hash = [...String(claim)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  return hash % untoldTurns;
}
