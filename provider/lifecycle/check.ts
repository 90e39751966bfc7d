import type { NumberArguments } from "../domain/arguments";
import { MissingKeyError, PhoneError } from "../domain/errors";
import { formatMoney } from "../domain/money";
import { readCountry, readNumber } from "../domain/number";
import { chooseCandidates, type ShortList, sellsByPrefix, type Wish } from "../purchase/candidates";
import type { Requests } from "../purchase/ledger";
import { isLacking, type VendorDefinition } from "../vendors/vendor";
import { decideVendor } from "./choose-vendor";
import type { Context } from "./context";
import { cutOffPurchase, isFailure } from "./cut-off";
import { type Failure, failureOf, fault, type ParsedArguments, parseArguments } from "./failure";
import { capabilityFailures } from "./honoured";
import { nameOf, pick } from "./state";

// Pinned once, by the check of the new resource, and carried over ever after.
const pinned = ["candidates", "quote", "pinnedAt"];
const hidden = [...pinned, "interrupted"];

/** What check answers: the inputs to go on with, or all faults at once. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly Failure[];
}

type Properties = Readonly<Record<string, unknown>>;

/** Arguments that design and types know, and this release cannot honour: refused by name, never ignored. */
const notSupportedYet: readonly (keyof NumberArguments)[] = [
  "adopt",
  "renewal",
  "deletionPolicy",
  "deletionProtection",
  "replaceable",
];

/** What a search depends on: while one of these is unknown, no number can be picked. */
const searchedBy: readonly (keyof NumberArguments)[] = [
  "country",
  "type",
  "search",
  "number",
  "maxMonthlyPrice",
  "vendorOptions",
];

/**
 * Validates and normalises the arguments. For a new resource it also picks the numbers that may be bought, with their
 * prices; for one that exists nothing is asked of the vendor. Unknown values of a preview pass through.
 */
export async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  const { claim, turn, organization, __provider, ...given } = without(news, hidden);
  if (typeof organization === "string") context.program.organization = organization;
  const isNew = olds.claim === undefined;
  const unknown = Object.keys(given).filter((name) => holdsUnknown(context, given[name]));
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => !unknown.includes(name)));

  const failures: Failure[] = notSupportedYet
    .filter((name) => name in given)
    .map((name) => fault(name, "is not supported yet. Leave it out."));
  const parsed = parseArguments(known);
  failures.push(...parsed.failures);
  const { args, definition, failures: faults } = decide(context, parsed, unknown);
  failures.push(...faults);
  if (!isNew) failures.push(...identityFailures(olds, args, unknown));
  if (definition !== undefined && !unknown.includes("agent")) {
    failures.push(...agentFailures(context, definition, args, String(claim)));
  }
  const inputs: Record<string, unknown> = { ...given, ...args, claim };
  if (failures.length > 0 || definition === undefined) return { inputs, failures };
  if (!isNew) return { inputs: { ...inputs, ...pick(olds, pinned) }, failures };

  const waitingFor = searchedBy.filter((name) => unknown.includes(name));
  if (waitingFor.length > 0) {
    context.tell(`${nameOf(String(claim))}: a number is picked once ${waitingFor.join(" and ")} is known`);
    return { inputs, failures };
  }
  const picked = await pickNumber(
    context,
    definition,
    args,
    { claim: String(claim), turn: turnOf(turn, claim) },
    unknown,
  );
  return { inputs: { ...inputs, ...picked.list }, failures: picked.failures };
}

/** Settles vendor and country, normalises what people write in several ways, and asks the capabilities. */
function decide(context: Context, parsed: ParsedArguments, unknown: readonly string[]) {
  const failures: Failure[] = [];
  const args: NumberArguments = { ...parsed.args };
  const undecided = [...unknown, ...parsed.faulty];
  const definition = vendorOf(context, args, undecided, unknown, failures);
  if (definition !== undefined) args.vendor = definition.name;

  const country = args.country === undefined ? undefined : readCountry(args.country);
  if (args.country !== undefined && country === undefined) {
    const hint = /^uk$/i.test(args.country) ? ' (the United Kingdom is "GB")' : "";
    failures.push(
      fault(
        "country",
        `"${args.country}" is no ISO 3166-1 alpha-2 code${hint}. Write two letters, such as "US" or "DE".`,
      ),
    );
  }
  if (country !== undefined) args.country = country;

  if (args.number !== undefined) {
    const number = readNumber(args.number, country);
    if (number === undefined) {
      failures.push(
        fault("number", `"${args.number}" is no phone number. Write it as +, country code, number.`),
      );
    } else if (country !== undefined && number.country !== country) {
      failures.push(
        fault(
          "number",
          `${number.e164} is a number of ${number.country}, not of ${country}. Leave country out.`,
        ),
      );
    } else {
      args.number = number.e164;
      args.country = number.country;
    }
    if (args.search !== undefined) {
      failures.push(
        fault("search", "has no meaning beside number, which names the one to buy. Leave one of them out."),
      );
    }
    if (args.vendorOptions !== undefined) {
      failures.push(fault("vendorOptions", "goes with a search, not with number. Leave one of them out."));
    }
  } else if (args.country === undefined && !undecided.includes("country") && !undecided.includes("number")) {
    failures.push(fault("country", "is missing. Give country, or the exact number."));
  }
  if (definition !== undefined) failures.push(...capabilityFailures(definition, args, unknown));
  return { args, definition, failures };
}

// Only what is plain is the same in the check of a preview and in a destroy without the program.
function vendorOf(
  context: Context,
  args: NumberArguments,
  undecided: readonly string[],
  unknown: readonly string[],
  failures: Failure[],
): VendorDefinition | undefined {
  for (const name of ["vendor", "account"].filter((each) => unknown.includes(each))) {
    failures.push(fault(name, "must be a plain string, not an output of another resource."));
  }
  if (undecided.includes("vendor") || undecided.includes("account")) return undefined;
  const choice = decideVendor(context, args);
  failures.push(...choice.failures);
  return choice.definition;
}

/** Two numbers that name the same agent would take it from each other in every run, where it can have one only. */
function agentFailures(
  { takenAgents }: Context,
  { name, capabilities }: VendorDefinition,
  { agent, account }: NumberArguments,
  claim: string,
): Failure[] {
  if (!agent || isLacking(capabilities.agent) || !capabilities.agent.oneNumber) return [];
  const key = JSON.stringify([name, account, agent]);
  const other = takenAgents.get(key);
  if (other !== undefined && other !== claim) {
    const reason = `${name}'s ${capabilities.agent.word} ${agent} can have one number only, and ${nameOf(other)} names it, too. Give this one another.`;
    return [fault("agent", reason)];
  }
  takenAgents.set(key, claim);
  return [];
}

/** What makes a number this number and no other cannot be edited: the edit would be a second purchase. */
function identityFailures(olds: Properties, args: NumberArguments, unknown: readonly string[]): Failure[] {
  return (["vendor", "account", "country", "type", "number"] as const)
    .filter((name) => {
      const before = olds[name];
      const now = args[name];
      if (unknown.includes(name) || before === now) return false;
      // Without an account the vendor's own keys are meant, which is another account.
      if (name === "account") return true;
      if (now === undefined) return false;
      // The number decides its country; which one that is may be known better by a later version.
      if (name === "country" && args.number !== undefined) return false;
      // A kind that is asked for only now cannot be looked up: no vendor's list of owned numbers is sure to tell it.
      return before !== undefined || name === "type";
    })
    .map((name) =>
      fault(
        name,
        `cannot change from ${JSON.stringify(olds[name]) ?? "nothing"} to ${JSON.stringify(args[name]) ?? "nothing"}: that is another number, and this one would be given away. ` +
          "Declare a second PhoneNumber under another name, and remove this one when you no longer need it.",
      ),
    );
}

// Programs tell the turn; who calls check in another way gets one that is at least always the same.
function turnOf(turn: unknown, claim: unknown): number {
  if (typeof turn === "number" && Number.isInteger(turn) && turn >= 0) return turn;
  return [...String(claim)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
}

/** What check pins into the inputs, and the engine writes down before the purchase: with it an interrupted one is found again. */
interface PinnedList extends ShortList {
  /** ISO time: nothing was asked for before. */
  readonly pinnedAt: string;
  readonly interrupted?: Requests;
}

async function pickNumber(
  context: Context,
  definition: VendorDefinition,
  args: NumberArguments,
  { claim, turn }: Pick<Wish, "claim" | "turn">,
  unknown: readonly string[],
): Promise<{ list?: PinnedList; failures: readonly Failure[] }> {
  try {
    context.budget.spend(claim);
    const cutOff = await cutOffPurchase(context, claim, definition, args);
    if (cutOff !== undefined) {
      if (isFailure(cutOff)) return { failures: [cutOff] };
      const { list, requests } = cutOff;
      return { list: { ...list, pinnedAt: requests.since, interrupted: requests }, failures: [] };
    }
    const pinnedAt = (await context.now()).toISOString();
    const { vendor, offers } = await context.account({ vendor: definition.name, account: args.account });
    if (args.agent !== undefined && !unknown.includes("agent")) await vendor.checkAgent(args.agent);
    if (args.subaccount !== undefined && !unknown.includes("subaccount"))
      await vendor.checkSubaccount(args.subaccount);
    const list = await chooseCandidates(vendor, offers, { claim, turn, country: args.country ?? "", args });
    tellQuote(context, definition, claim, args, list);
    return { list: { ...list, pinnedAt }, failures: [] };
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    if (MissingKeyError.isInstance(error)) {
      // A preview without keys is worth having; an up without them is refused by create, before anything is bought.
      context.tell(`${nameOf(claim)}: no number is picked: ${error.message}`);
      return { failures: [] };
    }
    return { failures: [failureOf(error)] };
  }
}

function tellQuote(
  context: Context,
  { capabilities }: VendorDefinition,
  claim: string,
  args: NumberArguments,
  { candidates, quote }: ShortList,
): void {
  const { monthlyPrice, setupPrice, matched, restriction } = quote;
  const price =
    monthlyPrice === null ? "a price the vendor does not tell" : `${formatMoney(monthlyPrice)} a month`;
  const setup = setupPrice === null ? "" : `, ${formatMoney(setupPrice)} to set up`;
  if (sellsByPrefix(capabilities)) {
    const prefixes = candidates.join(" or else ");
    context.tell(`${nameOf(claim)}: ${args.vendor} will pick a number under ${prefixes} for ${price}`);
    return;
  }
  const why = args.number === undefined ? `search[${matched}]` : "number";
  const documents = restriction === null ? "" : `; documents are wanted: ${restriction}`;
  context.tell(
    `${nameOf(claim)}: picked ${candidates[0]} from ${args.vendor} for ${price}${setup} (${why})${documents}`,
  );
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

function holdsUnknown(context: Context, value: unknown): boolean {
  if (context.isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((part) => holdsUnknown(context, part));
}
