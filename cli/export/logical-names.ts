/** What a logical name is made from. */
export interface Named {
  readonly e164: string;
  readonly label: string | null;
}

/**
 * A logical name for each of these numbers, in their order: from its label, where it has one, and from its digits where it has none, another one has
 * the same, or a resource has it already. The same number has the same name as long as the others have other labels.
 */
export function logicalNames(numbers: readonly Named[], taken: readonly string[]): readonly string[] {
  const plain = numbers.map(({ label }) => plainName(label ?? ""));
  const used = new Set(taken);
  return numbers.map(({ e164 }, index) => {
    const digits = e164.replace(/\D/g, "");
    const wish = plain[index] ?? "";
    const isShared = plain.indexOf(wish) !== plain.lastIndexOf(wish);
    const wishes = [...(wish === "" || isShared ? [] : [wish]), `${wish || "number"}-${digits}`];
    const free = wishes.find((each) => !used.has(each)) ?? counted(wishes.at(-1) ?? digits, used);
    used.add(free);
    return free;
  });
}

// Longer ones are hard to read in what Pulumi prints.
const longest = 40;

/** A label in the letters that every language takes in a name: `Main line (ÉU)` is `main-line-eu`. Empty where none are left. */
function plainName(label: string): string {
  const words = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-|-$/g, "");
  // Programs in YAML keep the name `pulumi` for themselves.
  return words === "" || /^(?!pulumi$)[a-z]/.test(words) ? words : `number-${words}`;
}

function counted(name: string, used: ReadonlySet<string>): string {
  let count = 2;
  while (used.has(`${name}-${count}`)) count++;
  return `${name}-${count}`;
}
