import { wellFormed } from "./characters";

// What vendors, the engine and people write has ten levels; what goes through a text part by part, as JSON.stringify and most of what
// reads it, ends at some thousands.
const deepest = 100;
// Ten thousand numbers of forty fields are less than half of it; as objects so many take 100 MB.
const mostValues = 1_000_000;

/** The value of a JSON text; undefined when the text is not JSON, and when it is nested deeper or has more parts than anybody means. */
export function parseJson(text: string): unknown {
  if (isExcessive(text)) return undefined;
  try {
    return (isOdd.test(text) ? JSON.parse(text, plain) : JSON.parse(text)) as unknown;
  } catch {
    return undefined;
  }
}

const isOdd = /"length"|\\u/;

// Whoever measures a value compares its length with a number, which an object can make fail: zod does so before it looks at the type.
// Half a character cannot be sent on.
function plain(name: string, value: unknown): unknown {
  if (typeof value === "string") return wellFormed(value);
  return name === "length" && typeof value === "object" ? undefined : value;
}

/** Told by its brackets and commas, before anything is made of them. */
function isExcessive(text: string): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        break;
      case "[":
      case "{":
        values++;
        if (++depth > deepest) return true;
        break;
      case "]":
      case "}":
        depth--;
        break;
      case ",":
        if (++values > mostValues) return true;
        break;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
