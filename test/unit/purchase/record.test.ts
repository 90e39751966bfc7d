import { expect, it } from "vitest";
import type { E164 } from "../../../provider/domain/number";
import { judgeWord, tokenOf, wayOn } from "../../../provider/purchase/record";
import { claimOf } from "../../support/claim";

const purchase = {
  claim: claimOf("line"),
  vendor: "plivo",
  candidates: ["+14155550100" as E164],
  word: undefined,
};
const another = { ...purchase, candidates: ["+14155550101" as E164] };

it("a token is good for the purchase that it was printed for, and for no other", () => {
  expect(judgeWord(tokenOf(purchase), purchase) !== undefined).toBe(true);
  expect(judgeWord(tokenOf(purchase), another) !== undefined).toBe(false);
  expect(judgeWord(undefined, purchase) !== undefined).toBe(false);
});

it("several purchases of one resource are closed by their tokens side by side", () => {
  const word = `${tokenOf(another)} ${tokenOf(purchase)}`;
  expect(judgeWord(word, purchase) !== undefined).toBe(true);
  expect(judgeWord(word, another) !== undefined).toBe(true);
});

it("the line to write keeps what was said of another purchase", () => {
  const first = wayOn(another, "+14155550101");
  const second = wayOn(purchase, "+14155550100", tokenOf(another));
  expect(first).toContain(`nothingBought: "${tokenOf(another)}"`);
  expect(second).toContain(`nothingBought: "${tokenOf(another)} ${tokenOf(purchase)}"`);
  expect(wayOn(purchase, "+14155550100", tokenOf(purchase))).toContain(
    `nothingBought: "${tokenOf(purchase)}"`,
  );
});

it("a line keeps no token of version 0.1.0, which was the claim", () => {
  expect(judgeWord(purchase.claim, purchase) !== undefined).toBe(true);
  expect(wayOn(purchase, "+14155550100", purchase.claim)).not.toContain(purchase.claim);
});
