/** Replaces every key that must not be seen, in all the forms a key takes on the wire, by `[redacted]`. */
export type Redact = (text: string) => string;

/** Makes the function that cleans texts of the given secrets. */
export function redactor(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
    // The longest first, so that a secret that is part of another one leaves no rest behind.
    .sort((left, right) => right.length - left.length);
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, "[redacted]"), text);
}
