import { InvalidArgumentError } from "commander";
import { suggestion } from "./usage-error";

/** Parses one of a closed choice, and names the nearest one where it is none. For an option of several, once for each. */
export function chosenFrom(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(suggestion(text, choices));
  };
}

/** The same where several may be given. */
export function chosenSeveralFrom(
  choices: readonly string[],
): (text: string, others?: readonly string[]) => readonly string[] {
  const chosen = chosenFrom(choices);
  return (text, others = []) => [...others, chosen(text)];
}
