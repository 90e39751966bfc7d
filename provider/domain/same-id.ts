/** Whether two texts are the same id: some vendors write one with hyphens here and without them there. */
export function sameId(left: string, right: string): boolean {
  return plainId(left) === plainId(right);
}

/** Whether two ids are of two things; of what has none nobody can say so. */
export function isOtherId(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && !sameId(left, right);
}

/** A vendor's id without what is written differently from place to place. */
export function plainId(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}
