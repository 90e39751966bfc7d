// What is pasted along with text and shows nothing: marks of direction, joiners, soft hyphens, byte order marks, variation selectors.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
// Turns the order of what follows round: what is read is not what is seen.
const turning = "\u202E";

/** Text as it is seen: blanks of every kind as spaces, none around it. */
export function withPlainBlanks(text: string): string {
  return text.replace(/[\s\p{Z}]/gu, " ").trim();
}

/** Text without what shows nothing. A mark that turns the order of the rest round stays: without it, the text would read as another. */
export function withoutInvisible(text: string): string {
  return withPlainBlanks(text.replace(invisible, (mark) => (mark === turning ? mark : "")));
}

/** Text without halves of characters, such as a cut one leaves: what has one cannot be sent, nor read by who gets it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\uFFFD");
}

/** Text that a terminal shows and does not obey: what controls it becomes a blank, and only the ends of lines stay. */
export function printable(text: string): string {
  return wellFormed(text)
    .replace(/\r\n/g, "\n")
    .replace(/(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, " ");
}

// What is told may quote what came from outside, which has no end.
const longestText = 3_000;
/** The most of a whole message: beside what it quotes it says what to do, which is not cut where only one part has no end. */
export const longestMessage = 3_900;

/** What a person reads of a text: its beginning, where it is long. */
export function shortened(text: string, most: number = longestText): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\p{Cs}$/u, "")} …`;
}

/**
 * Whether a name can be one part of an address and nothing else. Dots alone lead to another part, a slash in any spelling begins one at
 * servers that decode the whole path first, and nothing at all leaves the list that the name was to be looked for in.
 */
export function isPathSegment(name: string): boolean {
  return !/^[.\s]*$|[/\\\p{Cc}\p{Cs}]/u.test(name);
}

/** The first character that shows nothing, by its code point, but for those of `allowed`; undefined where there is none. */
export function firstInvisible(text: string, allowed: readonly string[] = []): string | undefined {
  const found = [...text].find(
    (each) => /\p{Default_Ignorable_Code_Point}|\p{Cc}/u.test(each) && !allowed.includes(each),
  );
  return found === undefined ? undefined : codePoint(found);
}

/** The joiners, which words of some scripts are written with. */
export const joiners: readonly string[] = ["\u200C", "\u200D"];

/** A character by its code point, and as it looks where it shows: `"१" (U+0967)`. */
export function named(character: string): string {
  const isSeen = !/[\p{C}\p{Default_Ignorable_Code_Point}\p{M}]/u.test(character);
  return isSeen ? `"${character}" (${codePoint(character)})` : codePoint(character);
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, "0")}`;
}
