import { formatMoney, formatUnknownPrices, type Money, sumByCurrency } from "../provider/domain/money";
import type { NumberStatus } from "../provider/domain/names";

/**
 * What is odd about a number. `orphan`: an account owns it, and no stack of the backend has it. `unsettled`: a purchase of it was begun
 * whose end is not known, so that nobody can say yet whose it is.
 */
export type Finding = "orphan" | "unsettled";

/** One number, and whose it is. Members are null where they are not known. */
export interface FleetRow {
  /** In E.164; null for an unsettled purchase of which not even the number is known. */
  readonly e164: string | null;
  readonly vendor: string | null;
  /** The entry of `phone:accounts`; null for the vendor's own keys. */
  readonly account: string | null;
  /** The vendor's id of who answers. */
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly label: string | null;
  /** As the Pulumi CLI takes it: `organization/project/stack`; null where no stack has the number. */
  readonly stack: string | null;
  /** The resource's logical name; null where no stack has the number. */
  readonly resource: string | null;
  readonly status: NumberStatus | null;
  /** Why the status is what it is, where there is something to say. */
  readonly statusReason: string | null;
  readonly monthlyPrice: Money | null;
  /** ISO date. */
  readonly renewsAt: string | null;
  readonly finding: Finding | null;
}

/** What a month of several numbers costs. */
export interface Bill {
  /** By currency, sorted by its name. */
  readonly monthly: readonly Money[];
  /** How many of the numbers have no known price. */
  readonly withoutPrice: number;
}

/** What these numbers cost a month. What was released, or may never have been bought, costs nothing here. */
export function billOf(rows: readonly FleetRow[]): Bill {
  const prices = rows
    .filter(({ status }) => status !== "released" && status !== "unsettled")
    .map(({ monthlyPrice }) => monthlyPrice);
  return {
    monthly: sumByCurrency(prices).sort((left, right) => compareTexts(left.currency, right.currency)),
    withoutPrice: prices.filter((price) => price === null).length,
  };
}

/** `9.60 USD + 5.00 EUR a month, 1 price unknown` */
export function formatBill({ monthly, withoutPrice }: Bill): string {
  const parts = [
    ...(monthly.length > 0 ? [`${monthly.map(formatMoney).join(" + ")} a month`] : []),
    ...(withoutPrice > 0 ? [formatUnknownPrices(withoutPrice)] : []),
  ];
  return parts.join(", ") || "nothing to pay";
}

/** For sorting, by the characters' codes. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
