import { createHash } from "node:crypto";
import { readNumber } from "../domain/number";
import type { NumberArguments } from "../domain/number-arguments";
import type { PurchaseRecord } from "../host/purchase-records";
import { type Finding, find } from "./proofs";

/** What a word about a purchase is made from: whatever tells it from the purchases before and after it. */
export type PurchaseIdentity = Pick<PurchaseRecord, "claim" | "vendor" | "candidates" | "word">;

/**
 * The token by which a person says that a purchase has bought nothing. It is good for that purchase alone: one that is made
 * with a token in the program has another token.
 */
export function tokenOf({ claim, vendor, candidates, word }: PurchaseIdentity): string {
  const identity = JSON.stringify([claim, vendor ?? null, candidates, word ?? null]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 12);
}

/** The word that a program has for an open purchase: `nothingBought`, or Cald's option of that name. */
export function wordIn({ nothingBought, vendorOptions }: Partial<NumberArguments>): string | undefined {
  const word = nothingBought ?? vendorOptions?.nothingBought;
  return typeof word === "string" ? word : undefined;
}

/**
 * What the word, which may be the tokens of several purchases, says of this one; undefined when it says nothing. Version 0.1.0 asked for
 * the claim, which is believed once: given to the very run that made the purchase, it was said before it.
 */
export function judgeWord(word: string | undefined, purchase: PurchaseIdentity): Finding | undefined {
  if (word === undefined) return undefined;
  const isSaid =
    tokensIn(word).includes(tokenOf(purchase)) || (word === purchase.claim && purchase.word === undefined);
  return isSaid ? find("said by a person", "it bought nothing, by nothingBought") : undefined;
}

/**
 * The word by which a purchase was made that its maker took up after the end of `purchase` had been said: all that was said up to then, and
 * nothing that was said of another one since.
 */
export function wordAfter(purchase: PurchaseIdentity, word = ""): string {
  const said = tokensIn(word);
  return said.slice(0, said.indexOf(tokenOf(purchase)) + 1).join(" ");
}

/**
 * The lines to write, for the reader of a message about an open purchase. A resource may have several: what is said of another one
 * in `word` stays said.
 */
export function wayOn(purchase: PurchaseIdentity, number?: string, word?: string): string {
  // Of a purchase under a prefix the number is not known.
  const adopted = number !== undefined && readNumber(number) !== undefined ? number : "<its number or id>";
  const said = tokensIn(word ?? "");
  const tokens = new Set([...said, tokenOf(purchase)]);
  const beside = said.length === 0 ? "" : ", beside the nothingBought that the program has, if any";
  return (
    `If the account has it and it is this resource's, write adopt: "${adopted}" in the place of number, search and type${beside}; ` +
    `if that purchase bought nothing, write nothingBought: "${[...tokens].join(" ")}". Either is for one run.`
  );
}

function tokensIn(word: string): readonly string[] {
  return word.split(/[\s,]+/).filter((each) => /^[0-9a-f]{12}$/.test(each));
}

/** What can be said of the purchases of a vendor without a list. */
export function judgeUnshown(vendor: string): Finding {
  return find(
    "shown to nobody",
    `${vendor}'s API does not show what an account owns, so look in its dashboard: adopt takes the id there, beside agent`,
  );
}
