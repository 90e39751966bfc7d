import { nameOf } from "../domain/claim";
import { type GivenAsk, mostNumbers, type ProgramNumbers, pickedBy } from "../domain/program-numbers";

/** A number of a program, as its class was told it. */
export interface DeclaredNumber {
  readonly name: string;
  readonly args: object;
  readonly type: string;
  readonly aliases?: unknown;
  /** Its explicit provider, if it has one. */
  readonly provider?: unknown;
  /** Whether Pulumi's option `import` names its number. */
  readonly isImported?: boolean;
}

/** What the numbers of a program ask for, as their provider is told it. */
export class NumbersText {
  private readonly asks: GivenAsk[] = [];
  private readonly places = new Map<string, number>();
  private readonly servers: { readonly type: string; readonly provider: unknown }[] = [];
  private readonly numbers: ProgramNumbers["numbers"][number][] = [];
  private written: string | undefined;

  /** Adds a number of the program. What depends on an output or a promise is not known yet, and is left open. */
  declare({ name, args, type, aliases, provider, isImported }: DeclaredNumber): void {
    if (this.numbers.length >= mostNumbers) return;
    this.written = undefined;
    const former = Array.isArray(aliases) ? aliases.map(nameIn).filter((each) => each !== undefined) : [];
    const ask = isImported === true ? null : this.placeOf(args);
    this.numbers.push([[name, ...former], ask, this.serverOf(type, provider)]);
  }

  /** {@link ProgramNumbers} as JSON: of each part of an object, the SDK would make promises. */
  toString(): string {
    const { numbers, asks } = this;
    this.written ??= JSON.stringify({ numbers, asks } satisfies ProgramNumbers);
    return this.written;
  }

  private placeOf(args: GivenAsk & { readonly adopt?: unknown }): number | null {
    if (args.adopt !== undefined) return null;
    try {
      // An output or a promise cannot be copied.
      const ask: GivenAsk = structuredClone(Object.fromEntries(pickedBy.map((name) => [name, args[name]])));
      const text = JSON.stringify(ask);
      const known = this.places.get(text);
      if (known !== undefined) return known;
      this.places.set(text, this.asks.length);
      return this.asks.push(ask) - 1;
    } catch {
      return null;
    }
  }

  private serverOf(type: string, provider: unknown): number {
    const known = this.servers.findIndex((each) => each.type === type && each.provider === provider);
    return known === -1 ? this.servers.push({ type, provider }) - 1 : known;
  }
}

/** The logical name of an alias, which is a URN or has it, as far as it is known at once. */
function nameIn(alias: unknown): string | undefined {
  const name =
    typeof alias === "string" ? nameOf(alias) : (alias as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? name : undefined;
}
