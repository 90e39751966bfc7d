import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ConfigurationError, MissingKeyError } from "../domain/errors";
import { reasonOf } from "../domain/reason";
import type { KeyDefinition } from "../vendors/vendor";
import { runKeyCommand } from "./run-key-command";

/** The ways to give a key, with what stands behind its name in the configuration, and behind that of its variable. */
export const keyForms = {
  value: { config: "", environment: "" },
  command: { config: "Command", environment: "_COMMAND" },
  file: { config: "File", environment: "_FILE" },
} as const;

type KeyForm = keyof typeof keyForms;

/** What a key is called in the configuration, in each of the ways to give it. */
export function configNames({ config }: Pick<KeyDefinition, "config">): readonly string[] {
  return Object.values(keyForms).map((form) => `${config}${form.config}`);
}

/** The variables of a key, in each of the ways to give it. */
export function variableNames({ environment }: Pick<KeyDefinition, "environment">): readonly string[] {
  return Object.values(keyForms).map((form) => `${environment}${form.environment}`);
}

/** Where one key may be given: what it is called there in each way, and what stands there. */
export interface KeyPlace {
  nameOf(form: (typeof keyForms)[KeyForm]): string;
  get(form: (typeof keyForms)[KeyForm]): string | undefined;
}

/** A key as it is given: itself, or what tells it. */
export interface GivenKey {
  readonly form: KeyForm;
  readonly text: string;
  /** The property or variable, e.g. `phone:plivoAuthTokenCommand`. */
  readonly name: string;
}

/** The key of the first place that has it, in whatever way. Throws ConfigurationError where one place gives it twice. */
export function givenKey(vendor: string, places: readonly KeyPlace[]): GivenKey | undefined {
  for (const place of places) {
    const given = (Object.keys(keyForms) as KeyForm[]).flatMap((form) => {
      const text = place.get(keyForms[form]);
      return text ? [{ form, text, name: place.nameOf(keyForms[form]) }] : [];
    });
    const [first, second] = given;
    if (first === undefined) continue;
    if (second === undefined) return first;
    throw new ConfigurationError("are both given, and may be two keys", {
      vendor,
      argument: given.map(({ name }) => name).join(" and "),
      nextStep: "Remove all but one.",
    });
  }
  return undefined;
}

/**
 * The key itself: as it is given, as the command prints it, or as the file has it, without the line end behind it. Throws MissingKeyError,
 * which names the property and shows nothing of what stands there.
 */
export async function keyValue(vendor: string, given: GivenKey, folder: string): Promise<string> {
  if (given.form === "value") return given.text;
  const isCommand = given.form === "command";
  try {
    const text = await (isCommand ? printedOnce(given.text, folder) : contentOf(given.text, folder));
    const key = text.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "");
    if (key !== "") return key;
    throw new Error(isCommand ? "prints nothing" : "names a file that is empty");
  } catch (error) {
    throw new MissingKeyError(reasonOf(error), {
      vendor,
      argument: given.name,
      nextStep: isCommand
        ? "Run the command by hand in the program's folder to see what it says: as that may hold the key, it is not shown here. It runs without a shell and without input."
        : "Give the path of a file that can be read, from the program's folder or absolute.",
    });
  }
}

// Once in a process, failures too: two hundred numbers are no reason to ask a vault, or a person, two hundred times.
const printed = new Map<string, Promise<string>>();

function printedOnce(command: string, folder: string): Promise<string> {
  const which = JSON.stringify([folder, command]);
  const output = printed.get(which) ?? runKeyCommand(command, folder);
  printed.set(which, output);
  return output;
}

// The path is not told: a key that was set in its place by mistake would be.
async function contentOf(file: string, folder: string): Promise<string> {
  const absolute = file.startsWith("~/")
    ? path.join(os.homedir(), file.slice(2))
    : path.resolve(folder, file);
  return readFile(absolute, "utf8").catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(code === "ENOENT" ? "names a file that is not there" : `cannot be read: ${code}`);
  });
}
