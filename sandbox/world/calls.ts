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
  const redacted = secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return JSON.parse(redacted) as T;
}
