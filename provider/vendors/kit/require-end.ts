import { type PhoneErrorDetails, UnclearError } from "../../domain/errors";

// Ten times what the largest account of a test has; it is read in two minutes where a page has twenty numbers.
const mostRows = 100_000;
// The smallest pages that any of the vendors has.
const rowsPerPage = 20;

/**
 * Throws UnclearError when a list has so many pages that it has no end: one that says of every page that another follows, or tells
 * a total that no account has, would be read for ever. To be asked before a page is.
 *
 * @example
 * ```ts
 * for (let page = 1; more; page++) {
 *   requireEnd(page, { vendor: "acme", operation: "list" });
 *   more = await this.readPage(page);
 * }
 * ```
 */
export function requireEnd(
  pages: number,
  facts: Omit<PhoneErrorDetails, "nextStep">,
  pageSize: number = rowsPerPage,
): void {
  if (pages <= mostRows / pageSize) return;
  throw new UnclearError(`the list has no end: it says that it has more than ${mostRows} rows`, {
    ...facts,
    nextStep: "Nothing was changed. Run again; if it stays so, the vendor's API has changed.",
  });
}
