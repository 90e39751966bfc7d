import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigurationError, MissingKeyError } from "../domain/errors";
import { reasonOf } from "../domain/reason";
import type { KeyDefinition } from "../vendors/vendor";
import { longestKey, patience, runKeyCommand } from "./run-key-command";

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

/** The variable of the address at which a vendor is asked. */
export function baseUrlVariable(vendor: string): string {
  return `${vendor.toUpperCase()}_BASE_URL`;
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
  /** The file that is given beside the key itself, which must be the same key. */
  readonly file?: { readonly text: string; readonly name: string };
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
    if (given.length === 2 && first.form === "value" && second.form === "file")
      return { ...first, file: second };
    throw twoKeys(vendor, "may be two keys", given);
  }
  return undefined;
}

function twoKeys(
  vendor: string,
  what: string,
  given: readonly { readonly name: string }[],
): ConfigurationError {
  return new ConfigurationError(`are both given, and ${what}`, {
    vendor,
    argument: given.map(({ name }) => name).join(" and "),
    nextStep: "Remove all but one.",
  });
}

/**
 * The key itself: as it is given, as the command prints it, or as the file has it, without the line end behind it. Throws MissingKeyError,
 * which names the property and shows nothing of what stands there.
 */
export async function keyValue(vendor: string, given: GivenKey, folder: string): Promise<string> {
  if (given.form === "value") {
    if (given.file === undefined) return given.text;
    const inFile = await keyValue(vendor, { ...given.file, form: "file" }, folder);
    if (inFile === given.text) return inFile;
    throw twoKeys(vendor, "are two keys", [given, given.file]);
  }
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
  const told = ({ code }: NodeJS.ErrnoException): never => {
    throw new Error(code === "ENOENT" ? "names a file that is not there" : `cannot be read: ${code}`);
  };
  // A pipe that nobody writes to would be opened for ever.
  const handle = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK).catch(told);
  try {
    return await beginningOf(handle).catch(told);
  } finally {
    await handle.close();
  }
}

/** Reads on, for as long as a command may take where the file is a pipe that another program writes to. */
async function readOnce(handle: FileHandle, buffer: Buffer, from: number): Promise<number> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return (await handle.read(buffer, from, buffer.length - from)).bytesRead;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || Date.now() > end) throw error;
      await sleep(20);
    }
  }
}

/** The text of a file that is no longer than a key may be. */
async function beginningOf(handle: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(longestKey + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = await readOnce(handle, buffer, length);
  }
  if (length > longestKey) throw Object.assign(new Error(), { code: "it is longer than a key" });
  return buffer.toString("utf8", 0, length);
}
