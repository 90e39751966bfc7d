import { type DeclaredNumber, NumbersText } from "../../provider/pulumi/numbers-text";

/** What the classes of the package tell of a program's numbers. */
export function programOf(declared: readonly (Omit<DeclaredNumber, "type"> & { type?: string })[]): string {
  const program = new NumbersText();
  for (const declaration of declared) program.declare({ type: "a type", ...declaration });
  return String(program);
}
