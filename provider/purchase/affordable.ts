import { exceeds, formatRent } from "../domain/money";
import type { E164 } from "../domain/number";
import type { PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";

/**
 * Why a number is not to be had any more within `maxMonthlyPrice`; undefined when it is. Asked before every request that can buy it: the
 * price may have risen since it was picked, minutes ago or weeks.
 */
export async function priceRisen(
  { vendor }: Pick<PurchaseContext, "vendor">,
  { order, maxMonthlyPrice }: Pick<PurchaseRequest, "order" | "maxMonthlyPrice">,
  number: E164,
): Promise<string | undefined> {
  if (maxMonthlyPrice === undefined) return undefined;
  const offer = await vendor.find(number, order.country);
  const price = offer?.monthlyPrice;
  if (price && !exceeds(price, maxMonthlyPrice)) return undefined;
  return price
    ? `${number} costs ${formatRent(price)} by now, which is above maxMonthlyPrice ${maxMonthlyPrice}`
    : `${number} is not for sale any more`;
}
