import { without } from "../domain/properties";
import type { Context } from "../lifecycle/context";
import type { OwnedNumber } from "../vendors/vendor";
import { type AnyOwner, definitionOf } from "./owner";

/** What of a number is not listed. */
const unlisted = ["statusReason", "capabilities", "region", "purchasedAt", "untold"] as const;

/** A number that the account owns. Members are null when the vendor does not tell them. */
export type RentedNumber = Omit<OwnedNumber, (typeof unlisted)[number]>;

/** Every number of the account. */
export async function listNumbers(context: Context, owner: AnyOwner): Promise<RentedNumber[]> {
  const definition = definitionOf(context, owner);
  const { vendor } = await context.account({ ...owner, vendor: definition.name });
  return (await vendor.list()).map((row) => without({ ...row }, unlisted) as unknown as RentedNumber);
}
