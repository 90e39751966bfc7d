/** Whether two texts are the same id: some vendors write one with hyphens here and without them there. */
export function sameId(left: string, right: string): boolean {
  return plainId(left) === plainId(right);
}

/** A vendor's id without what is written differently from place to place. */
export function plainId(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}
