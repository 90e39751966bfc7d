// As long as a part of a key has to be before it counts.
const partLength = 12;

/** A text that somebody may come to see, and what it is. */
export type Seen = readonly [what: string, text: string];

/** The parts of these keys that texts show, each with what stands around it: of the keys as they are, in base64, and URL-encoded. */
export function keysIn(keys: readonly string[], seen: Iterable<Seen>): string[] {
  const parts = allPartsOf(keys);
  const found: string[] = [];
  const looked = new Set<string>();
  for (const [what, text] of seen) {
    if (looked.has(text)) continue;
    looked.add(text);
    for (let at = 0; at <= text.length - partLength; at++) {
      if (!parts.has(text.slice(at, at + partLength))) continue;
      found.push(`${what}: …${text.slice(Math.max(0, at - 80), at + 60)}…`);
      break;
    }
  }
  return found;
}

const known = new Map<string, ReadonlySet<string>>();

function allPartsOf(keys: readonly string[]): ReadonlySet<string> {
  const name = JSON.stringify(keys);
  const parts = known.get(name) ?? new Set(keys.flatMap(formsOf).flatMap(partsOf));
  known.set(name, parts);
  return parts;
}

/** A key in every form in which it may be carried: in base64 wherever in another text it stands. */
export function formsOf(key: string): string[] {
  const encoded = encodeURIComponent(key);
  const inBase64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const text = bytes.toString("base64").replace(/=+$/, "");
    // The characters that tell of the neighbours, too.
    return text.slice(Math.ceil((before * 8) / 6), (bytes.length * 8) % 6 === 0 ? undefined : -1);
  });
  const inUrls = inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [key, encoded, encoded.toLowerCase(), ...inBase64, ...inUrls];
}

function partsOf(form: string): string[] {
  if (form.length < partLength) throw new Error("a key of a test has to be longer");
  return Array.from({ length: form.length - partLength + 1 }, (_, at) => form.slice(at, at + partLength));
}
