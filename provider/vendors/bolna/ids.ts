/** A UUID with its hyphens; any other id as it is. */
export function hyphenated(id: string): string {
  return id.replace(/^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i, "$1-$2-$3-$4-$5");
}

/** An id in the one form in which rows are compared: a UUID in lower case and with its hyphens, any other as it is. */
export function asRead(id: string): string {
  const plain = hyphenated(id.replaceAll("-", "").toLowerCase());
  return plain.includes("-") ? plain : id;
}

/**
 * The forms in which an id may be known to a call, as received first. Bolna writes the same id with hyphens in the answer to a
 * purchase, without in the list (bolna.ai/docs/api-reference/phone-numbers, buy and get_all).
 */
export function formsOf(id: string): readonly string[] {
  return [...new Set([id, id.includes("-") ? id.replaceAll("-", "") : hyphenated(id)])];
}
