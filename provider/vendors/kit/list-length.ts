import { z } from "zod";
import { type PhoneErrorDetails, UnclearError } from "../../domain/errors";
import { isDeep } from "../../domain/is-deep";
import { snakeCased } from "./snake-cased";

/** What an answer says, beside the rows of its page, of how long the list is. */
export interface ListLength {
  /** How many rows there are. A total of 0 beside rows is one that was not told. */
  readonly total: number | undefined;
  /** How many pages there are, counted from 1. */
  readonly lastPage: number | undefined;
  /** Whether anything says that another page follows this one. */
  readonly hasNext: boolean;
}

// Where the frameworks that vendors are built with put such facts, and what they call them.
const places = ["meta", "pagination", "links"];
const totals = ["total", "total_count"];
const lastPages = ["last_page", "total_pages"];
const nexts = [
  ["has_more", "has_next", "has_next_page"],
  ["next", "next_page", "next_page_url", "next_page_token", "next_cursor"],
].flat();

// 64-bit integers are texts in the JSON of some gateways.
const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());

/** What the objects around a list say of its length: there are none around a bare list, which is whole. */
export function lengthOf(...around: readonly unknown[]): ListLength {
  const told = around
    .map(snakeCased)
    .flatMap((envelope) => [envelope, ...places.map((place) => snakeCased(envelope[place]))]);
  const most = (names: readonly string[]) => {
    const counts = told.flatMap((facts) => names.flatMap((name) => count.safeParse(facts[name]).data ?? []));
    return counts.length === 0 ? undefined : Math.max(...counts);
  };
  return {
    total: most(totals),
    lastPage: most(lastPages),
    hasNext: told.some((facts) => nexts.some((name) => says(facts[name]))),
  };
}

/** Whether the page that was read last says that there are more rows than those of all pages. */
export function goesOn(pages: readonly ListLength[], rows: number): boolean {
  return isFollowed(pages) || (pages.at(-1)?.total ?? 0) > rows;
}

/**
 * Throws UnclearError when the pages of a list say that there is more of it than these rows: half a list proves of no number that it is
 * gone. Rows that cannot be read are rows.
 */
export function requireWhole(
  pages: readonly ListLength[],
  rows: number,
  facts: Omit<PhoneErrorDetails, "nextStep">,
): void {
  // Rows may come and go while the pages are read, so the smallest total is the one that must be there.
  const told = pages.flatMap(({ total }) => total || []);
  const total = told.length === 0 ? 0 : Math.min(...told);
  if (total > 0 && rows === total) return;
  if (total <= rows && !isFollowed(pages)) return;
  const more = total > rows ? `it has ${total}` : "there are more";
  throw new UnclearError(`the list holds ${rows} rows and says that ${more}`, {
    ...facts,
    nextStep: "Nothing was changed. Run again; if it stays so, the vendor's API has changed.",
  });
}

function isFollowed(pages: readonly ListLength[]): boolean {
  const { hasNext = false, lastPage = 0 } = pages.at(-1) ?? {};
  return hasNext || lastPage > pages.length;
}

function says(value: unknown): boolean {
  // A link that has an address, such as HAL's.
  if (typeof value === "object" && value !== null) return isDeep(value) || Object.values(value).some(says);
  return Boolean(value) && !/^\s*(false|no|-\d+|0|null|none)?\s*$/i.test(String(value));
}
