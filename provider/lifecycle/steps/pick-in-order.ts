import { z } from "zod";
import { nameOf } from "../../domain/claim";
import { PhoneError } from "../../domain/errors";
import type { NumberArguments } from "../../domain/number-arguments";
import { parseJson } from "../../domain/parse-json";
import type { GivenAsk, ProgramNumbers } from "../../domain/program-numbers";
import type { Ask, ProgramPicks } from "../../purchase/program-picks";
import { parseArguments } from "../arguments/parse";
import { validateArguments } from "../arguments/validate";
import type { AccountName, Context } from "../context";

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
  const declared = readProgram(program);
  // What is inherited may show one provider as two.
  const [, , own] = declared.numbers[turn] ?? [];
  await programPicks.pickInOrder(`${own} ${program}`, claim, () =>
    asksOf(context, claim, own, programPicks, declared),
  );
}

// Every number of a program brings the same text.
let lastRead: { readonly program: string; readonly declared: ProgramNumbers } | undefined;

function readProgram(program: string): ProgramNumbers {
  if (lastRead?.program === program) return lastRead.declared;
  const read = declaredSchema.safeParse(parseJson(program));
  const declared = read.success ? read.data : { numbers: [], asks: [] };
  lastRead = { program, declared };
  return declared;
}

async function asksOf(
  context: Context,
  claim: string,
  own: number | undefined,
  programPicks: ProgramPicks,
  { numbers, asks }: ProgramNumbers,
): Promise<readonly Ask[]> {
  const stack = await context.backend.stackOf(claim);
  // What an interrupted run was buying is resumed, and picks nothing. What a refresh has found gone may pick that number again, as no other may.
  const rows = stack.numbers.filter(({ isReplaced }) => !isReplaced).map(({ urn }) => urn);
  const there = new Set([...rows, ...stack.begun.map((record) => record.claim)].map(nameOf));
  const read = await Promise.all(asks.map((ask) => readAsk(context, programPicks, ask)));
  return numbers.flatMap(([names, ask, server], place) => {
    const isThere = names.some((name) => there.has(name));
    const args = ask === null || isThere ? undefined : read[ask];
    const isOwn = server === own;
    return args === undefined ? [] : [{ turn: place, country: args.country ?? "", args, isOwn }];
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
