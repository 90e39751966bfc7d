import { PhoneError } from "../../provider/domain/errors";
import { readNumber } from "../../provider/domain/number";
import type { OwnedNumber } from "../../provider/vendors/vendor";
import type { AskedAccount, ListedAccount } from "./read-accounts";
import type { HeldNumber } from "./read-stacks";

/**
 * The accounts with those numbers besides that stacks have of them and that a look by itself finds: a list passes over what its vendor calls
 * inactive or not rented, and a refresh keeps it.
 */
export function withHeld(
  accounts: readonly AskedAccount[],
  held: readonly HeldNumber[],
): Promise<readonly ListedAccount[]> {
  return Promise.all(
    accounts.map(async (account) => {
      const { numbers } = account;
      if (numbers === undefined) return account;
      const unlisted = held.filter(
        (each) =>
          each.vendor === account.vendor &&
          each.vendorAccount === account.name &&
          !["unsettled", "released"].includes(each.status ?? "") &&
          !numbers.some(({ e164 }) => e164 === each.e164),
      );
      const found = await Promise.all(unlisted.map((each) => look(account, each)));
      return { ...account, numbers: [...numbers, ...found.flat()] };
    }),
  );
}

async function look({ look }: AskedAccount, { e164, vendorId }: HeldNumber): Promise<readonly OwnedNumber[]> {
  const number = e164 === null ? undefined : readNumber(e164)?.e164;
  if (number === undefined) return [];
  try {
    const owned = await look({ e164: number, vendorId });
    return owned === undefined ? [] : [owned];
  } catch (error) {
    // It is told as one that the account does not show, which only a refresh decides.
    if (!PhoneError.isInstance(error)) throw error;
    return [];
  }
}
