import { type GivenAsk, mostNumbers, type ProgramNumbers, pickedBy } from "../domain/program-numbers";

/** What the numbers of a program ask for, as their provider is told it. */
export class NumbersText {
  private readonly asks: GivenAsk[] = [];
  private readonly places = new Map<string, number>();
  private readonly numbers: (readonly [string, number | null])[] = [];
  private written: string | undefined;

  /** Adds a number of the program. What depends on an output or a promise is not known yet, and is left open. */
  declare(name: string, args: object): void {
    if (this.numbers.length >= mostNumbers) return;
    this.written = undefined;
    this.numbers.push([name, this.placeOf(args as GivenAsk & { readonly adopt?: unknown })]);
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
}
