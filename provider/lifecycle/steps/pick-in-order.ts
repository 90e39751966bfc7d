import { z } from "zod";
import { nameOf } from "../../domain/claim";
import { PhoneError } from "../../domain/errors";
import type { NumberArguments } from "../../domain/number-arguments";
import { parseJson } from "../../domain/parse-json";
import type { GivenAsk, ProgramNumbers } from "../../domain/program-numbers";
import type { Ask } from "../../purchase/program-picks";
import { parseArguments } from "../arguments/parse";
import { validateArguments } from "../arguments/validate";
import type { Account, AccountName, Context } from "../context";

const declaredSchema: z.ZodType<ProgramNumbers> = z.object({
  numbers: z.array(z.tuple([z.array(z.string()), z.number().nullable(), z.number()])),
  asks: z.array(z.record(z.string(), z.unknown())),
});

/**
 * Picks for all numbers of the program that the stack lacks and that are asked for in one account, each by its place among all that its vendor
 * is asked for. Where the program tells nothing, as in other languages, or the stack cannot be read, each picks for itself.
 */
export async function pickInOrder(
  context: Context,
  claim: string,
  turn: number,
  account: AccountName,
  program: unknown,
): Promise<void> {
  if (typeof program !== "string" || context.unread.has(claim)) return;
  const opened = await context.account(account);
  const { programPicks } = opened;
  context.programPicks.add(programPicks);
  const declared = readProgram(program);
  // What is inherited may show one provider as two.
  const [, , own] = declared.numbers[turn] ?? [];
  await programPicks.pickInOrder(`${own} ${program}`, claim, () =>
    asksOf(context, claim, own, opened, declared),
  );
}

/** How many numbers of the program have, or had, this logical name; 0 where it tells nothing. */
export function countNamed(program: unknown, name: string): number {
  if (typeof program !== "string") return 0;
  return readProgram(program).numbers.filter(([names]) => names.includes(name)).length;
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
  account: Account,
  { numbers, asks }: ProgramNumbers,
): Promise<readonly Ask[]> {
  const stack = await context.backend.stackOf(claim);
  const rows = stack.numbers.filter(({ isReplaced }) => !isReplaced).map(({ urn }) => urn);
  // What an interrupted run was buying is resumed, and picks nothing.
  const begun = stack.begun.map((record) => record.claim);
  // An update may have written down by now that a number is gone; a preview never does.
  const there = new Set([...rows, ...begun, ...context.gone.values()].map(nameOf));
  const read = await Promise.all(asks.map((ask) => readAsk(context, account, ask)));
  // What another process serves may have been bought since this run began, and that one cannot see what is bought here: then all keep their places.
  const asking = numbers.filter(([, ask]) => ask !== null && read[ask] !== undefined);
  const isServedByOne = new Set(asking.map(([, , server]) => server)).size <= 1;
  return numbers.flatMap(([names, ask, server], place) => {
    const isThere = names.some((name) => there.has(name));
    const known = ask === null || (isThere && isServedByOne) ? undefined : read[ask];
    if (known === undefined) return [];
    const { args, isHere } = known;
    const isOwn = server === own && isHere && !isThere;
    return [{ turn: place, country: args.country ?? "", args, isOwn }];
  });
}

/**
 * What is asked for as check reads it, and whether in this account: vendors show the same numbers to all their accounts. Undefined where it is
 * refused, or of another vendor.
 */
async function readAsk(
  context: Context,
  { vendor, programPicks }: Account,
  given: GivenAsk,
): Promise<{ readonly args: NumberArguments; readonly isHere: boolean } | undefined> {
  const { args, definition, failures } = await validateArguments(
    context,
    "",
    parseArguments(given),
    [],
    true,
  );
  if (failures.length > 0 || definition === undefined || definition.name !== vendor.definition.name)
    return undefined;
  try {
    // Two entries with the same keys are one account.
    const opened = await context.account({ vendor: definition.name, account: args.account });
    return { args, isHere: opened.programPicks === programPicks };
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    return { args, isHere: false };
  }
}
