import type { E164 } from "../../domain/number";
import type { SearchCriteria } from "../../domain/number-arguments";
import type { OfferTerms } from "../vendor";

/**
 * What the contract suite has to know of a vendor that its capabilities do not tell. A module of one's own exports it as `contract`.
 *
 * @example
 * ```ts
 * export const contract: ContractFixture = {
 *   country: "US",
 *   criteria: { areaCode: { areaCode: "415" }, prefix: { prefix: "4152" } },
 *   pageSize: { search: 20, list: null },
 *   testNumber: (index) => `+1907234${String(index).padStart(4, "0")}`,
 *   testRange: { prefix: "907234" },
 *   testPrefix: "+1907234",
 *   unknownAgent: "bot-999",
 *   wrongKeys: { apiKey: "not-the-key" },
 * };
 * ```
 */
export interface ContractFixture {
  /** A country whose numbers can be bought without documents. */
  readonly country: string;
  /** For each criterion that the vendor honours, one that finds numbers in a new sandbox. */
  readonly criteria: { readonly [Name in keyof SearchCriteria]?: SearchCriteria };
  /** Most rows that the vendor sends in one page of a search and of a list; null when it sends all of them. */
  readonly pageSize: { readonly search: number | null; readonly list: number | null };
  /** Numbers of that country, alike, of which a new sandbox has none: the index-th. */
  readonly testNumber: (index: number) => E164;
  /** A criterion that finds the test numbers and no others. */
  readonly testRange: SearchCriteria;
  /** What the test numbers start with. */
  readonly testPrefix: E164;
  /** The terms that the test numbers are offered on, where the vendor has such. */
  readonly testTerms?: OfferTerms;
  /** Whether the price is that of the country: the sandbox then has no other, whatever it is told. */
  readonly priceOfCountry?: string;
  /** Ids in the vendor's form of which there are none. */
  readonly unknownAgent?: string;
  readonly unknownSubaccount?: string;
  /** An id in the vendor's form that no number has, where the vendor's ids are not the numbers. */
  readonly unknownId?: string;
  /** Whether the vendor may show a number as active that is given back and ends with its period. */
  readonly hidesNotice?: boolean;
  /** Whether the body of a 429 names a wait that is longer than a call is tried for. */
  readonly asksForLongWaits?: boolean;
  /** How the vendor says that nothing is for sale, where it may do so in place of an empty list. */
  readonly noneFound?: { readonly status: number; readonly json: unknown };
  /** Secrets in the vendor's form that are not the sandbox's. */
  readonly wrongKeys: Readonly<Record<string, string>>;
}
