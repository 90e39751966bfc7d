import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A number's row in a stack's state. */
export interface Row {
  readonly name: string;
  readonly id: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** When the engine wrote it for the first time. */
  readonly created?: string;
  /** Set where the program only looks it up. */
  readonly external?: true;
  /** Set where the engine has given it up already, and waits for another. */
  readonly pendingReplacement?: true;
}

/** What a stack has. */
export interface StackContent {
  readonly rows?: readonly Row[];
  /** Purchases that the engine has begun. */
  readonly pending?: readonly { readonly name: string; readonly inputs: Readonly<Record<string, unknown>> }[];
  readonly config?: Readonly<Record<string, string>>;
  /** Its updates, the latest first, in the form of the CLI. */
  readonly history?: readonly Readonly<Record<string, unknown>>[];
}

const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";

/** The URN of a resource of the project `phones`. */
export function urnOf(stack: string, name: string): string {
  return `urn:pulumi:${stack}::phones::${type}::${name}`;
}

/**
 * A folder with a `pulumi` that knows these stacks of the project `phones`: a script stands in for the CLI, in the form of what version
 * 3.248 prints. Without stacks it fails.
 */
export function pulumiScript(stacks: Readonly<Record<string, StackContent>> | undefined): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pulumi-script-"));
  const answers = path.join(folder, "answers");
  mkdirSync(answers);
  const write = (name: string, value: unknown) =>
    writeFileSync(path.join(answers, name), JSON.stringify(value));
  for (const [stack, { rows = [], pending = [], config = {}, history = [] }] of Object.entries(
    stacks ?? {},
  )) {
    write(`export-${stack}`, {
      version: 3,
      deployment: {
        manifest: { time: "2026-11-27T10:00:00Z" },
        resources: rows.map(({ name, ...row }) => ({ urn: urnOf(stack, name), type, ...row })),
        pending_operations: pending.map(({ name, inputs }) => ({
          type: "creating",
          resource: { urn: urnOf(stack, name), type, inputs },
        })),
      },
    });
    write(`history-${stack}`, history);
    write(
      `config-${stack}`,
      Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value, secret: true }])),
    );
  }
  write(
    "list",
    Object.keys(stacks ?? {}).map((name) => ({ name: `organization/phones/${name}`, current: false })),
  );
  const script = [
    "#!/bin/sh",
    `cd "${answers}"`,
    'for each in "$@"; do case "$before" in --stack) stack=$(basename "$each");; esac; before=$each; done',
    'case "$1 $2" in',
    '"version "*) echo v3.248.0;;',
    ...(stacks === undefined
      ? []
      : [
          '"stack ls") cat list;;',
          '"stack export") cat "export-$stack";;',
          '"stack history") cat "history-$stack";;',
        ]),
    '"config "*) cat "config-$stack";;',
    "*) echo 'error: the backend does not answer' >&2; exit 255;;",
    "esac",
    "",
  ];
  const file = path.join(folder, "pulumi");
  writeFileSync(file, script.join("\n"));
  chmodSync(file, 0o755);
  return folder;
}
