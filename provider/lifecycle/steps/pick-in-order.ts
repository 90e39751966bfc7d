import { z } from "zod";
import { nameOf } from "../../domain/claim";
import { PhoneError } from "../../domain/errors";
import type { NumberArguments } from "../../domain/number-arguments";
import { parseJson } from "../../domain/parse-json";
import type { GivenAsk, ProgramNumbers } from "../../domain/program-numbers";
import type { Ask, ProgramPicks } from "../../purchase/program-picks";
import { parseArguments } from "../arguments/parse";
import { validateArguments } from "../arguments/validate";
import { type AccountName, atVendor, type Context } from "../context";

const declaredSchema: z.ZodType<ProgramNumbers> = z.object({
  numbers: z.array(z.tuple([z.array(z.string()), z.number().nullable(), z.number()])),
  asks: z.array(z.record(z.string(), z.unknown())),
});

/**
 * Picks for all numbers of the program that the stack lacks and that are asked for in one account, in the order of the program. Where the
 * program tells nothing, as in other languages, or the stack cannot be read, each picks for itself.
 */
export async function pickInOrder(
  context: Context,
  claim: string,
  turn: number,
  account: AccountName,
  program: unknown,
): Promise<void> {
  if (typeof program !== "string" || context.unread.has(claim)) return;
  const { programPicks } = await context.account(account);
  context.programPicks.add(programPicks);
  await programPicks.pickInOrder(program, claim, async () => {
    const declared = declaredSchema.safeParse(parseJson(program));
    return declared.success ? asksOf(context, claim, turn, programPicks, declared.data) : [];
  });
}

async function asksOf(
  context: Context,
  claim: string,
  turn: number,
  programPicks: ProgramPicks,
  { numbers, asks }: ProgramNumbers,
): Promise<readonly Ask[]> {
  const stack = await context.backend.stackOf(claim);
  const rows = stack.numbers.filter(
    ({ isReplaced, e164 = "", vendor = "" }) => !isReplaced && !context.gone.has(atVendor(e164, vendor)),
  );
  const there = new Set(rows.map(({ urn }) => nameOf(urn)));
  const read = await Promise.all(asks.map((ask) => readAsk(context, programPicks, ask)));
  const [, , own] = numbers[turn] ?? [];
  return numbers.flatMap(([names, ask, server], place) => {
    const isThere = names.some((name) => there.has(name));
    const args = ask === null || isThere || server !== own ? undefined : read[ask];
    return args === undefined ? [] : [{ turn: place, country: args.country ?? "", args }];
  });
}

/** What is asked for as check reads it; undefined where it is refused, or meant for another account. */
async function readAsk(
  context: Context,
  programPicks: ProgramPicks,
  given: GivenAsk,
): Promise<NumberArguments | undefined> {
  const { args, definition, failures } = await validateArguments(
    context,
    "",
    parseArguments(given),
    [],
    true,
  );
  if (failures.length > 0 || definition === undefined) return undefined;
  try {
    // Two entries with the same keys are one account.
    const opened = await context.account({ vendor: definition.name, account: args.account });
    return opened.programPicks === programPicks ? args : undefined;
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    return undefined;
  }
}
