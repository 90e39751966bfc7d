import type { E164 } from "../../domain/number";
import type { Offer } from "../vendor";

/**
 * The offer of exactly this number, from the pages of a search that holds it if it is for sale: for vendors that have no call for one
 * number. Reads no further than to the page that has it.
 */
export async function findOffer(
  pages: AsyncIterable<readonly Offer[]>,
  number: E164,
): Promise<Offer | undefined> {
  for await (const page of pages) {
    const offer = page.find(({ e164 }) => e164 === number);
    if (offer !== undefined) return offer;
  }
  return undefined;
}
