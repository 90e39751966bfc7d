import { without } from "../domain/properties";
import type { Context } from "../lifecycle/context";
import type { AnyOwner, RentedNumber, Unlisted } from "./asked-and-found";
import { definitionOf, requireObject } from "./owner";

const unlisted: readonly Unlisted[] = ["statusReason", "capabilities", "region", "purchasedAt", "untold"];

/** Every number of the account. */
export async function listNumbers(context: Context, owner: AnyOwner): Promise<RentedNumber[]> {
  requireObject(owner, "owner", '{ vendor: "plivo" }');
  const definition = definitionOf(context, owner);
  const { vendor } = await context.account({ ...owner, vendor: definition.name });
  return (await vendor.list()).map((row) => without({ ...row }, unlisted) as unknown as RentedNumber);
}
