import type { ShortList } from "../purchase/candidates";
import type { Requests } from "../purchase/ledger";

/** What check pins into the inputs, and the engine writes down before the purchase: with it an interrupted one is found again. */
export interface PinnedList extends ShortList {
  /** ISO time: nothing was asked for before. */
  readonly pinnedAt: string;
  readonly interrupted?: Requests;
  /** Set when the account owns the number already, and nothing is to be bought. */
  readonly adopted?: true;
  /** Which country that number is of, where the program has named it by an id. */
  readonly country?: string | undefined;
}
