/** The confirmation of a person who has looked in the dashboard of a vendor whose API shows nothing: an unclear purchase bought nothing. */

/**
 * Whether the word covers a purchase that was asked for at that ISO time. The claim alone is believed once: given to the very run
 * that asked, it was said before that, and tells nothing of what became of it. Then the time has to be said with it.
 */
export function isNothingBought(
  word: unknown,
  { claim, askedAt, wasSaid }: { claim: string; askedAt: string; wasSaid: boolean },
): boolean {
  if (typeof word !== "string") return false;
  if (word === claim) return !wasSaid;
  return word.startsWith(`${claim}@`) && word.slice(claim.length + 1) >= askedAt;
}

/** The two ways on, for the reader of a message. */
export function confirmationStep(
  vendor: string,
  { claim, askedAt, wasSaid }: { claim: string; askedAt: string; wasSaid: boolean },
): string {
  const word = wasSaid ? `${claim}@${askedAt}` : claim;
  return (
    `${vendor}'s API does not show what an account owns, so nothing more is bought for it. Look in its dashboard. If it shows a number ` +
    `bought then, adopt it by its id. If not, set vendorOptions.nothingBought to "${word}" for one run.`
  );
}
