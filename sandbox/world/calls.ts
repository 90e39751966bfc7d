/** One request that reached a stand-in. */
export interface Call {
  readonly vendor: string;
  readonly method: string;
  /** The vendor's own path: slash kept, without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, or null. */
  readonly body: unknown;
  /** Null while it is being answered, 0 when the connection was cut. */
  status: number | null;
  /** When it arrived, by the sandbox's clock. */
  readonly at: string;
}

/** What was asked of the stand-ins, in order of arrival. */
export class CallLog {
  private entries: Call[] = [];

  /** Adds a call as it arrives; the returned entry takes its status when it ends. */
  arrived(call: Omit<Call, "status">, secrets: readonly string[]): Call {
    const entry: Call = { ...withoutSecrets(call, secrets), status: null };
    this.entries.push(entry);
    return entry;
  }

  list(vendor?: string): Call[] {
    return this.entries.filter((entry) => vendor === undefined || entry.vendor === vendor);
  }

  clear(): void {
    this.entries = [];
  }
}

function withoutSecrets<T>(value: T, secrets: readonly string[]): T {
  const text = JSON.stringify(value);
  const forms = secrets
    .flatMap(formsOf)
    // The longest first, so that a secret that is part of another one leaves no rest behind.
    .sort((left, right) => right.length - left.length);
  const redacted = forms.reduce((rest, form) => rest.replaceAll(form, "[redacted]"), text);
  return JSON.parse(redacted) as T;
}

/** A secret as it is, URL-encoded, and in base64, where it looks in three ways by where in another text it stands. */
function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const inBase64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const text = bytes.toString("base64").replace(/=+$/, "");
    // Without the characters that tell of the neighbours as well.
    return text.slice(Math.ceil((before * 8) / 6), (bytes.length * 8) % 6 === 0 ? undefined : -1);
  });
  const inUrls = inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [secret, encoded, encoded.toLowerCase(), ...inBase64, ...inUrls];
}
