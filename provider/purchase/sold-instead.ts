/** What a purchase has told beside its outcome. */
interface Told {
  /** The other number that the vendor says it has sold. */
  readonly confirmed?: string | undefined;
}

/** What is told of a number that is not this resource's, or is not shown, where the vendor says that it has sold another instead. */
export function soldInstead({ confirmed }: Told): string {
  return confirmed === undefined ? "" : `, and the vendor says that it has sold ${confirmed} instead`;
}

/** The same where the number that was ordered was bought as well. */
export function soldBesides({ confirmed }: Told): string {
  return confirmed === undefined
    ? ""
    : `; the vendor says that it has sold ${confirmed}, too: if the account has it and no stack does, adopt it in another resource, or release it in the vendor's console`;
}
