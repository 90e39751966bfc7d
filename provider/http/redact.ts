/** Replaces every key that must not be seen, in all the forms a key takes on the wire, and every part of one, by `[redacted]`. */
export type Redact = (text: string) => string;

const mark = "[redacted]";

// Vendors quote keys in part, too: `bn-0123456789…`.
const partLength = 12;

// What is shorter may be a word, or the digits of a number.
const shortestInData = 12;

/**
 * Makes the function that cleans answers of the given secrets before they are read, so that nothing which is made of an answer can hold
 * one. Only of whole ones: a part may be another value by chance, and it is data.
 */
export function dataRedactor(secrets: readonly string[]): Redact {
  const forms = longestFirst(secrets.filter(({ length }) => length >= shortestInData).flatMap(formsOf));
  // As some write JSON.
  const all = forms.flatMap((form) => (form.includes("/") ? [form, form.replaceAll("/", "\\/")] : [form]));
  return (text) => all.reduce((clean, form) => clean.replaceAll(form, mark), text);
}

/** Makes the function that cleans texts for people of the given secrets. */
export function redactor(secrets: readonly string[]): Redact {
  // Where nothing goes wrong there is no text to clean.
  let known: { forms: readonly string[]; parts: ReadonlySet<string> } | undefined;
  return (text) => {
    known ??= formsAndParts(secrets);
    return withoutParts(
      known.forms.reduce((clean, form) => clean.replaceAll(form, mark), text),
      known.parts,
    );
  };
}

function formsAndParts(secrets: readonly string[]) {
  const forms = longestFirst(secrets.filter((secret) => secret.length > 0).flatMap(formsOf));
  return { forms, parts: new Set(forms.flatMap(partsOf)) };
}

// So that a secret that is part of another one leaves no rest behind.
function longestFirst(forms: readonly string[]): readonly string[] {
  return forms.toSorted((left, right) => right.length - left.length);
}

/** In base64 a secret looks in three ways, by where in another text it stands. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const text = bytes.toString("base64").replace(/=+$/, "");
    // Without the characters that tell of the neighbours as well.
    return text.slice(Math.ceil((before * 8) / 6), (bytes.length * 8) % 6 === 0 ? undefined : -1);
  });
  const inUrls = inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const whole = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
  // Of a short secret the rest is as short as a word.
  const long = [...inBase64, ...inUrls].filter(({ length }) => length >= partLength);
  return [...whole, encodeURIComponent(secret).toLowerCase(), ...long];
}

function partsOf(form: string): string[] {
  const lower = lowered(form);
  return Array.from({ length: Math.max(0, lower.length - partLength + 1) }, (_, at) =>
    lower.slice(at, at + partLength),
  );
}

function withoutParts(text: string, parts: ReadonlySet<string>): string {
  if (parts.size === 0) return text;
  const lower = lowered(text);
  const isPart = (at: number) => parts.has(lower.slice(at, at + partLength));
  let clean = "";
  let kept = 0;
  for (let at = 0; at + partLength <= text.length; at++) {
    if (!isPart(at)) continue;
    const from = at;
    while (isPart(at + 1)) at++;
    at += partLength - 1;
    clean += text.slice(kept, from) + mark;
    kept = at + 1;
  }
  return clean + text.slice(kept);
}

// Host names lose their capitals, and so may what is URL-encoded. The length stays.
function lowered(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
