import { ArgumentError, MissingKeyError, NotFoundError, PhoneError } from "../domain/errors";
import { countryOfNumber } from "../domain/number";
import { unknownQuote } from "../domain/quote";
import { type OwnedNumber, showsNumbers } from "../vendors/vendor";
import { type Account, type AccountName, atVendor, type Context } from "./context";
import { expected, observe } from "./observed";
import type { NumberState } from "./state";
import { howToAdopt, isNamed, requireUnclaimed } from "./steps/adopt";
import { requireNoRow, requireOwnId } from "./steps/own-row";

/**
 * The state of a number that an account owns, for the stack to take it in. It is called by its number in any common format or by the
 * vendor's id, with a vendor or an entry of `phone:accounts` and a colon before it where two accounts may have it. Throws
 * NotFoundError where no account has it, ArgumentError where another stack or resource does, or the resource has a number, BackendError where that cannot be seen.
 */
export async function importNumber(context: Context, claim: string, wanted: string): Promise<NumberState> {
  const found = await find(context, wanted);
  const { e164 } = found.owned;
  await requireNoRow(context, claim, found);
  await requireUnclaimed(context, claim, found.account.vendor, { e164, vendorId: null }, "imported");
  context.acquired.add(atVendor(e164, found.name.vendor));
  context.imports.set(claim, found);
  return { ...stateOf(found, claim), imported: true };
}

/**
 * The state of a number that an account owns, whoever's it is: it is only looked at. Called as by {@link importNumber}. Throws
 * NotFoundError where no account has it, ArgumentError where the resource has a number and is not asked for it by its very id,
 * BackendError where that cannot be seen.
 */
export async function lookUp(context: Context, claim: string, wanted: string): Promise<NumberState> {
  const found = await find(context, wanted);
  await requireOwnId(context, claim, wanted, found);
  context.lookedUp.add(atVendor(found.owned.e164, found.name.vendor));
  return stateOf(found, claim);
}

/** A number, and the account that has it. */
interface Found {
  readonly owned: OwnedNumber;
  readonly account: Account;
  readonly name: AccountName;
}

function stateOf({ owned, account, name }: Found, claim: string): NumberState {
  const { e164, vendorId, statusReason, monthlyPrice } = owned;
  const before = expected(e164, null, { vendorId, status: "active", statusReason });
  return {
    args: { ...name, country: countryOfNumber(e164), deletionPolicy: "retain" },
    claim,
    candidates: [e164],
    quote: { ...unknownQuote, monthlyPrice },
    vendorAccount: account.vendor.account,
    unseenSince: null,
    observed: observe(owned, before),
  };
}

async function find(context: Context, wanted: string): Promise<Found> {
  const { number, names } = meant(context, wanted);
  const hidden = names.filter((name) => !isShown(context, name));
  if (hidden.length === names.length) throw unseen(number, hidden);
  const shown = names.filter((name) => isShown(context, name));
  const looks = await Promise.all(shown.map((name) => lookAt(context, name, number)));
  const found = looks.flatMap((look) => look.found);
  const [first] = found;
  // Two entries may be one account: the first that was named has it.
  const others = found.filter(
    ({ account, owned }) => account !== first?.account || owned.e164 !== first.owned.e164,
  );
  if (first !== undefined && others.length > 0) throw ambiguous(number, [first, ...others]);
  if (first !== undefined) return first;
  const [failed] = looks.flatMap(({ error }) =>
    error === undefined || (MissingKeyError.isInstance(error) && names.length > 1) ? [] : [error],
  );
  if (failed !== undefined) throw failed;
  const looked = shown.filter((_, index) => looks[index]?.error === undefined);
  throw missing(number, looked, hidden);
}

/** What one account has of this number, or why it cannot be asked. */
async function lookAt(
  context: Context,
  name: AccountName,
  number: string,
): Promise<{ readonly found: readonly Found[]; readonly error?: PhoneError }> {
  try {
    const account = await context.account(name);
    const numbers = await account.vendor.list();
    // As people write it in its own country, too: the account tells which one that is.
    const named = numbers.filter((owned) => isNamed(owned, number, countryOfNumber(owned.e164)));
    return { found: named.map((owned) => ({ owned, account, name })) };
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    return { found: [], error };
  }
}

/** The number as it is called, and whose accounts it may be in. */
function meant({ vendors, vendorByAccount }: Context, wanted: string) {
  const [, before = "", after = ""] = /^([^:]+):(.+)$/.exec(wanted) ?? [];
  const vendor = vendorByAccount.get(before);
  if (vendor !== undefined) return { number: after, names: [{ vendor, account: before }] };
  if (vendors.has(before)) {
    const entries = [...vendorByAccount].filter(([, each]) => each === before);
    return { number: after, names: accountNames([before], entries) };
  }
  return { number: wanted, names: accountNames([...vendors.keys()], [...vendorByAccount]) };
}

function accountNames(
  vendors: readonly string[],
  entries: readonly (readonly [string, string])[],
): readonly AccountName[] {
  return [
    ...vendors.map((vendor): AccountName => ({ vendor })),
    ...entries.map(([account, vendor]): AccountName => ({ vendor, account })),
  ];
}

function isShown({ vendors }: Context, { vendor }: AccountName): boolean {
  const definition = vendors.get(vendor);
  return definition !== undefined && showsNumbers(definition.capabilities);
}

function called({ vendor, account }: AccountName): string {
  return account ?? vendor;
}

function ambiguous(number: string, found: readonly Found[]): ArgumentError {
  const named = found.map(({ name, owned }) => `${called(name)} (${owned.e164})`);
  const [first] = found;
  return new ArgumentError(`${number} is a number of ${named.join(" and of ")}`, {
    argument: "id",
    nextStep: `Write the vendor or the account before it: ${first && called(first.name)}:${first?.owned.e164}.`,
  });
}

function missing(
  number: string,
  looked: readonly AccountName[],
  hidden: readonly AccountName[],
): NotFoundError {
  const where =
    looked.length === 0 ? "no account has keys here" : `looked at ${looked.map(called).join(", ")}`;
  const adopt = hidden.length === 0 ? "" : ` ${howToAdopt(hidden.map(({ vendor }) => vendor))}`;
  return new NotFoundError(`no account of this stack owns ${number} (${where})`, {
    argument: "id",
    nextStep: `Nothing was done. Give a number of an account whose keys are configured, or the vendor's id of one.${adopt}`,
  });
}

function unseen(number: string, hidden: readonly AccountName[]): ArgumentError {
  return new ArgumentError(`${number} cannot be imported`, {
    argument: "id",
    nextStep: `Nothing was done. ${howToAdopt(hidden.map(({ vendor }) => vendor))}`,
  });
}
