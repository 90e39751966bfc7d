/** The names in a list that the package's class has made; a program in another language may give anything in its place. */
export function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
}
