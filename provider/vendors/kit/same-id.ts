/** Whether two texts are the same id: some vendors write one with hyphens here and without them there. */
export function sameId(left: string, right: string): boolean {
  return plain(left) === plain(right);
}

function plain(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}
