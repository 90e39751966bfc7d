/** The name that is most like a written one, whatever its capitals; undefined when none is so like it: `most` letters may be other ones. */
export function nearest(
  written: string,
  names: Iterable<string>,
  most = Math.max(1, Math.floor(written.length * 0.4)),
): string | undefined {
  let found: { name: string; distance: number } | undefined;
  for (const name of names) {
    const distance = editsBetween(written.toLowerCase(), name.toLowerCase());
    if (distance <= most && (found === undefined || distance < found.distance)) found = { name, distance };
  }
  return found?.name;
}

/** How many letters have to be put in, taken out, changed or exchanged with their neighbour to make one word of the other. */
function editsBetween(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= left.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isExchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isExchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(left.length, right.length);
}
