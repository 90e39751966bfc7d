import { digitsOf, type E164, nationalNumber } from "../../domain/number";

/**
 * Whether a text is this number, in whatever form: with or without plus, or without the country code. There is a number to compare
 * with, so nothing is guessed.
 */
export function namesNumber(text: string | null, number: E164): boolean {
  if (text === null || !/^\+?[\d\s().-]+$/.test(text.trim())) return false;
  const digits = digitsOf(text).replace(/^0+/, "");
  return digits === digitsOf(number) || digits === nationalNumber(number).replace(/^0+/, "");
}
