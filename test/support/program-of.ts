import { NumbersText } from "../../provider/pulumi/numbers-text";

/** A number of a program: its name, and its arguments. */
export type Declared = readonly [name: string, args: object];

/** What the classes of the package tell of a program's numbers. */
export function programOf(declared: readonly Declared[]): string {
  const program = new NumbersText();
  for (const [name, args] of declared) program.declare(name, args);
  return String(program);
}
