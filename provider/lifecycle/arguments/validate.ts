import { firstInvisible } from "../../domain/characters";
import { nameOf } from "../../domain/claim";
import { ownedNumber, readCountry, understandNumber } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import { isLacking, type VendorDefinition } from "../../vendors/vendor";
import type { Context } from "../context";
import { chooseVendor } from "./choose-vendor";
import { type Failure, fault, pointless } from "./failure";
import type { ParsedArguments } from "./parse";
import { unsupportedArguments } from "./unsupported";

/** What was given, in one form, and what is wrong with it. */
export interface ValidArguments {
  readonly args: NumberArguments;
  readonly definition: VendorDefinition | undefined;
  readonly failures: readonly Failure[];
}

/** Settles vendor and country, normalises what people write in several ways, and asks the capabilities. */
export async function validateArguments(
  context: Context,
  claim: string,
  parsed: ParsedArguments,
  unknown: readonly string[],
  isNew: boolean,
): Promise<ValidArguments> {
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
        `"${args.country}" is not an ISO 3166-1 alpha-2 code${hint}. Write two letters, such as "US" or "DE".`,
      ),
    );
  }
  if (country !== undefined) args.country = country;

  failures.push(...decideNumber(args, country, undecided));
  if (definition !== undefined) {
    failures.push(...unsupportedArguments(definition, args, unknown, !isNew || args.adopt !== undefined));
    if (!unknown.includes("agent")) failures.push(...(await agentFailures(context, definition, args, claim)));
  }
  return { args, definition, failures };
}

/** Which number is meant, as far as the program says it: it decides the country, and leaves nothing to search for. */
function decideNumber(
  args: NumberArguments,
  country: string | undefined,
  undecided: readonly string[],
): Failure[] {
  const failures: Failure[] = [];
  const named = (["number", "adopt"] as const).filter((name) => args[name] !== undefined);
  if (named.length === 2)
    failures.push(fault("adopt", "and number name two things to do. Leave one of them out."));
  for (const name of named) {
    // Of `vendorOptions` beside a number only the vendor's definition tells: see unsupportedArguments.
    for (const other of name === "adopt" ? (["search", "type"] as const) : (["search"] as const)) {
      if (args[other] !== undefined) failures.push(pointless(other, name));
    }
    const text = args[name] ?? "";
    const read = understandNumber(text, country);
    // What the account owns may be a number that its country would not give any more.
    const number = typeof read === "string" && name === "adopt" ? (ownedNumber(text, country) ?? read) : read;
    if (typeof number === "string" && name === "adopt") {
      // It may be the vendor's id of a number.
      const mark = firstInvisible(text);
      if (mark !== undefined)
        failures.push(fault(name, `has ${mark}, which shows nothing. Write it without that.`));
    } else if (typeof number === "string") {
      failures.push(fault(name, `"${text}" is not a phone number: ${number}`));
    } else if (country !== undefined && number.country !== country) {
      // Digits without a plus may be the country's own in an old notation: they are held against what the account owns.
      if (name === "adopt" && !/^\W*\+/u.test(text)) continue;
      failures.push(
        fault(
          name,
          `${number.e164} is a ${number.country} number, not a ${country} number. Write it as ${number.e164}, and leave country out.`,
        ),
      );
    } else {
      args[name] = number.e164;
      args.country = number.country;
    }
  }
  const isDecided = named.length > 0 || args.country !== undefined;
  if (!isDecided && !["country", "number", "adopt"].some((name) => undecided.includes(name))) {
    failures.push(fault("country", "is missing. Give country, or the exact number."));
  }
  return failures;
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
  const choice = chooseVendor(context, args);
  failures.push(...choice.failures);
  return choice.definition;
}

/** Two numbers that name the same agent would take it from each other in every run, where it can have one only. */
async function agentFailures(
  { takenAgents, account: open }: Context,
  { name, capabilities }: VendorDefinition,
  { agent, account }: NumberArguments,
  claim: string,
): Promise<Failure[]> {
  if (!agent || isLacking(capabilities.agent) || !capabilities.agent.oneNumber) return [];
  // Two entries with the same keys are one account. One that cannot be opened is told where it is needed.
  const holder = await open({ vendor: name, account }).then(
    ({ vendor }) => vendor.account,
    () => account,
  );
  const key = JSON.stringify([name, holder, agent]);
  const other = takenAgents.get(key);
  if (other !== undefined && other !== claim) {
    const reason = `${name}'s ${capabilities.agent.word} ${agent} can have one number only, and ${nameOf(other)} names it, too. Give this one another.`;
    return [fault("agent", reason)];
  }
  takenAgents.set(key, claim);
  return [];
}
