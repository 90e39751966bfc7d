import { nameOf, withoutType } from "../../domain/claim";
import { ArgumentError } from "../../domain/errors";
import type { NumberRecord } from "../../host/purchase-records";
import { type Context, type MeantNumber, namesOf } from "../context";

/**
 * Refuses to look at a number in the place of one that this resource has: to the engine another id is another resource, even where it
 * is another notation of the same number, and it deletes the row that was there, by whatever deletion policy that has. The row's own id
 * is not refused: with it the engine gives up the row and nothing else.
 */
export async function requireOwnId(
  context: Context,
  claim: string,
  wanted: string,
  meant: MeantNumber,
): Promise<void> {
  const row = await ownRow(context, claim);
  if (row === undefined || (row.urn === claim && row.id === wanted)) return;
  const { e164 } = meant.owned;
  if (row.urn === claim && row.id === e164 && isSame(row, meant)) {
    throw new ArgumentError(
      `${e164} is a number of this resource: to Pulumi ${wanted} is another one, and it would delete the first`,
      { argument: "id", nextStep: `Nothing was done. Write the id exactly as ${row.id}.` },
    );
  }
  throw new ArgumentError(`${e164} cannot be looked up as ${nameOf(claim)}: ${heldBy(row)}`, {
    argument: "id",
    nextStep: `Nothing was done. Look it up under another name, ${orRemove}.`,
  });
}

/** Refuses to import a number for a resource that has one: the engine would put it in the place of the first, and delete that without asking. */
export async function requireNoRow(context: Context, claim: string, meant: MeantNumber): Promise<void> {
  const row = await ownRow(context, claim);
  if (row === undefined) return;
  const { e164 } = meant.owned;
  if (isSame(row, meant)) {
    throw new ArgumentError(`${e164} is this resource's number already, in whatever form it is written`, {
      argument: "import",
      nextStep: "Nothing was done. Take the import option out of the program.",
    });
  }
  throw new ArgumentError(`${e164} cannot be imported as ${nameOf(claim)}: ${heldBy(row)}`, {
    argument: "import",
    nextStep: `Nothing was done. Import it under another name, ${orRemove}.`,
  });
}

const orRemove =
  'or remove this resource first: deletionPolicy: "retain" and an up, then an up of the program without it';

function heldBy({ e164 = "a number" }: NumberRecord): string {
  return `this resource has ${e164}, which would be deleted for it`;
}

function isSame(row: NumberRecord, { owned, name }: MeantNumber): boolean {
  return row.e164 === owned.e164 && (row.vendor === undefined || row.vendor === name.vendor);
}

/** What the stack had for this resource when the run began, by whichever front; a row that only waits to be deleted is in nobody's way. */
async function ownRow(context: Context, claim: string): Promise<NumberRecord | undefined> {
  const { numbers } = await context.backend.stackOf(claim);
  const names = namesOf(context, claim);
  return numbers.find(
    ({ urn, isReplaced }) => !isReplaced && (names.includes(urn) || withoutType(urn) === withoutType(claim)),
  );
}
