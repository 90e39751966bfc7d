import type { CountryCode } from "libphonenumber-js";
import { getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { digitsOf } from "../../provider/domain/number";
import { type Redact, redactor } from "../../provider/http/redact";

const uuid = /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i;
const date = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?$/;
const phoneNumber = /^\+?[\d\s().-]+$/;
const redacted = "[redacted]";
const countryCode = /^[A-Z]{2}$/;
const countryName = /country|iso/i;
const secretName = /token|secret|password|api_?key/i;
const numberOrId = /number|phone|e164|prefix|(^|_)ids?$|[a-z]Ids?$/;

/** What a value looks like, without the value: `text like "+99999999999"`, `text, short`, `number like 99`. */
export function formOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "number") return `number like ${nines(String(value))}`;
  const text = String(value).trim();
  if (text === "") return "an empty text";
  if (uuid.test(text)) return "text, a UUID";
  if (date.test(text)) return `text like "${nines(text)}"`;
  if (/^[\d\s+.,:;$€₹%()#*/-]*$/.test(text) && text.length <= 40) return `text like "${nines(text)}"`;
  if (/^[\da-f]{16,}$/i.test(text)) return "text, hexadecimal digits";
  return `text, ${lengthClass(text)}`;
}

/** A name of a field, or `{…}` where it is likely a value: then it may be anybody's. */
export function safeName(name: string): string {
  return /^[a-z_]\w{0,50}(\[\])?$/i.test(name) && !/\d{3}/.test(name) ? name : "{…}";
}

/**
 * Words of ours that may quote the vendor: what came back from it, what is in quotes and what has digits is masked.
 */
export function maskWords(text: string, values: Iterable<string>): string {
  const whole = [...new Set(values)].filter((value) => value.trim().length > 2);
  const masked = whole
    .sort((left, right) => right.length - left.length)
    .reduce((rest, value) => rest.replaceAll(value, "…"), text);
  return masked
    .replace(/"[^"]*"/g, '"…"')
    .replace(/[\w+@|-]*\d{3}[\w+@|-]*/g, (word) => nines(word.replace(/[a-z]/gi, "x")));
}

function nines(text: string): string {
  return text.replace(/\d/g, "9");
}

function lengthClass({ length }: string): string {
  if (length <= 8) return "short";
  return length <= 40 ? "up to 40 characters" : "longer than 40 characters";
}

/**
 * Puts made-up values in the place of those of an account, for a recording that an adapter can read: the same value becomes the same
 * one wherever it stands, numbers become numbers that can exist, and ids keep their form.
 */
export class Pseudonyms {
  private readonly made = {
    uuid: new Map<string, number>(),
    id: new Map<string, number>(),
    numeral: new Map<string, number>(),
  };
  private readonly phones = new Map<string, string>();
  private readonly words: ReadonlySet<string>;
  private readonly redact: Redact;

  /** `words` stay as they are; texts that hold one of the `secrets` are not kept at all. */
  constructor(words: Iterable<string>, secrets: readonly string[]) {
    this.words = new Set([...words, redacted]);
    this.redact = redactor(secrets);
  }

  /** The value as it may be seen; `name` is that of its field. */
  of(value: unknown, name = ""): unknown {
    if (Array.isArray(value)) return value.map((each) => this.of(each, name));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [this.key(key), this.of(each, key)]),
      );
    }
    if (typeof value === "number") return Number(this.numeral(String(value), name));
    return typeof value === "string" ? this.text(value, name) : value;
  }

  /** A path with its query. */
  path(path: string): string {
    const [way = "", query] = path.split("?");
    const segments = way.split("/").map((each) => encodeURIComponent(this.segment(decoded(each))));
    if (query === undefined) return segments.join("/");
    const parameters = [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
      name,
      this.text(value, name),
    ]);
    return `${segments.join("/")}?${new URLSearchParams(parameters)}`;
  }

  private segment(segment: string): string {
    return segment === "" || this.words.has(segment) || countryCode.test(segment)
      ? segment
      : this.text(segment, "id");
  }

  private key(name: string): string {
    return this.words.has(name) || safeName(name) === name ? name : this.text(name, "id");
  }

  private text(text: string, name: string): string {
    if (text.trim() === "") return text;
    if (secretName.test(name)) return redacted;
    if (/^(https?:\/)?\/\S*$/.test(text))
      return text
        .split("/")
        .map((each) => this.ofAddress(each))
        .join("/");
    if (this.redact(text) !== text) return redacted;
    if (this.words.has(text) || /^(true|false)$/.test(text)) return text;
    if (countryName.test(name) && countryCode.test(text)) return text;
    if (date.test(text)) return text.replace(/^\d{4}-\d\d-\d\d/, "2020-01-01").replace(timeDigits, zeros);
    if (uuid.test(text)) return likeUuid(text, this.index("uuid", text.replaceAll("-", "").toLowerCase()));
    const digits = digitsOf(text);
    if (phoneNumber.test(text) && digits.length >= 7 && !/^\d+\.\d+$/.test(text))
      return this.phone(text, digits);
    if (/^[\d\s+.,:;$€₹%()#*/-]*$/.test(text)) return this.numeral(text, name);
    // A text of several words is a name, with or without a number in it.
    if (/^\S*\d\S*$/.test(text) || numberOrId.test(name)) return likeId(text, this.index("id", text));
    if (text.length <= 8) return "text";
    return text.length <= 40 ? "a longer text" : "a text of more than forty characters that says nothing";
  }

  private ofAddress(segment: string): string {
    return /^(https?:)?$/.test(segment) ? segment : this.segment(segment);
  }

  /** Small numbers count something, and stay. */
  private numeral(text: string, name: string): string {
    const digits = digitsOf(text);
    if (text.includes(".") && !numberOrId.test(name)) return text.replace(/\d/g, "1");
    if (digits.length < 5 && !numberOrId.test(name)) return text;
    const first = 10 ** (digits.length - 1);
    return withDigits(text, String(first + this.index("numeral", digits)));
  }

  /** The same number may be written with its country code and without. */
  private phone(text: string, digits: string): string {
    const whole = this.phones.has(digits)
      ? digits
      : ([...this.phones.keys()].find((each) => each.endsWith(digits)) ?? digits);
    const number = this.phones.get(whole) ?? this.madeUp(digits);
    this.phones.set(whole, number);
    return withDigits(text, number.slice(-digits.length));
  }

  /** A number that can exist, of the same country; of none where the digits are no number. */
  private madeUp(digits: string): string {
    const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
    const country = parsed?.isValid() ? parsed.country : undefined;
    const example = country && getExampleNumber(country as CountryCode, examples)?.number.slice(1);
    const pattern = example?.length === digits.length ? example : "9".repeat(digits.length);
    return pattern.slice(0, -4) + String(this.phones.size).padStart(4, "0");
  }

  private index(kind: "uuid" | "id" | "numeral", value: string): number {
    const made = this.made[kind];
    const index = made.get(value) ?? made.size;
    made.set(value, index);
    return index;
  }
}

const timeDigits = /(?<=[T ].*)\d/g;
const zeros = "0";

/** The text with these digits in the place of its own. */
function withDigits(text: string, digits: string): string {
  let next = 0;
  return text.replace(/\d/g, () => digits[next++] ?? "");
}

function likeUuid(text: string, index: number): string {
  const made = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  return text.includes("-") ? made : made.replaceAll("-", "");
}

/** Letters stay letters and digits digits; the last characters number it. */
function likeId(text: string, index: number): string {
  const form = text
    .replace(/[A-Z]/g, "A")
    .replace(/[a-z]/g, "a")
    .replace(/\d/g, "0")
    .replace(/[^\x20-\x7e]/g, "a");
  const number = String(index);
  return form.length > number.length ? form.slice(0, -number.length) + number : number;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
