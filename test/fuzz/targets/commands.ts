import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { CommanderError } from "commander";
import fc from "fast-check";
import { jsonOf, printRemarks, printRows } from "../../../cli/fleet/print-fleet";
import { readStacks } from "../../../cli/fleet/read-stacks";
import { type StacksRead, whoHolds } from "../../../cli/fleet/who-holds";
import { createProgram } from "../../../cli/program";
import { UsageError } from "../../../cli/words/usage-error";
import { fleetPage } from "../../../fleet/fleet-page";
import { PhoneError } from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import type { OwnedNumber } from "../../../provider/vendors/vendor";
import { VirtualClock } from "../../simulation/world/virtual-clock";
import { type Change, changed, changes, type Json, oddText } from "../generators/json";
import { described, must, mustBeReadable, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

type Case =
  | {
      readonly kind: "stacks";
      /** Of what the CLI prints of the stacks and of one of them, as JSON, or the text in its place. */
      readonly list: readonly Change[] | string;
      readonly printed: readonly Change[] | string;
      readonly written: readonly Change[] | string;
    }
  | { readonly kind: "arguments"; readonly words: readonly string[] }
  | { readonly kind: "preview"; readonly printed: readonly Change[] | string };

const e164 = "+14155550100" as E164;
const urn = "urn:pulumi:dev::phones::pulumi-nodejs:dynamic/phone:PhoneNumber::desk";
const args = { vendor: "plivo", country: "US", candidates: [e164], claim: urn };
const outputs = {
  ...args,
  ...{ e164, vendorId: "1", vendorAccount: "MA1", status: "active", statusReason: null, label: "desk" },
  ...{ boundAgent: "a", heldBy: null, monthlyPrice: { amount: "0.80", currency: "USD" }, renewsAt: null },
};
const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";
const exported: Json = {
  version: 3,
  deployment: {
    manifest: { time: "2026-11-27T10:00:00Z" },
    resources: [{ urn, type, id: e164, inputs: args, outputs }],
    pending_operations: [{ type: "creating", resource: { urn: `${urn}2`, type, inputs: args } }],
  },
};
const preview: Json = {
  config: { "phone:sandbox": "http://127.0.0.1:4999", "phone:releaseWindowHours": "24" },
  steps: [
    {
      op: "create",
      urn,
      newState: { urn, type, inputs: { ...args, quote: { monthlyPrice: outputs.monthlyPrice } } },
    },
    { op: "delete", urn: `${urn}2`, oldState: { urn: `${urn}2`, type, id: e164, inputs: args, outputs } },
  ],
  diagnostics: [{ message: "desk: picked", severity: "info" }],
  changeSummary: { create: 1, delete: 1 },
};
const stacks: Json = [{ name: "organization/phones/dev", current: true }];
const record: Json = {
  ...{ claim: `${urn}3`, vendor: "plivo", country: "US", candidates: [e164], quote: null, asked: 1 },
  ...{ order: {}, until: "2026-11-27T10:00:00Z" },
};

const owned: OwnedNumber = {
  ...{ e164, vendorId: "1", status: "active", statusReason: null, monthlyPrice: null, renewsAt: null },
  ...{ agent: null, subaccount: null, alias: null, capabilities: [], region: null, purchasedAt: null },
};

const spoilt = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 5, arbitrary: changes },
  { weight: 1, arbitrary: oddText },
);
const words = fc.oneof(
  fc.constantFrom("--vendor", "--account", "--json", "--country", "--type", "--max", "--help", "--version"),
  fc.constantFrom("--no-stacks", "--area-code", "--prefix", "--contains", "--capabilities", "--region"),
  fc.constantFrom("plivo", "US", "local", "-", "--", "-x", "--__proto__", "constructor", "1e999", "-1"),
  oddText,
);

let home: string | undefined;

/** What the commands are given: words, the states of any stack, the journals of this machine. */
export const commands: Target<Case> = {
  name: "commands",
  share: 50,
  cases: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("stacks" as const),
        list: spoilt,
        printed: spoilt,
        written: spoilt,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("preview" as const), printed: spoilt }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("arguments" as const),
        words: fc
          .tuple(fc.constantFrom("list", "orphans", "search", ""), fc.array(words, { maxLength: 5 }))
          .map(([command, rest]) => [command, ...rest].filter((word, at) => at > 0 || word !== "")),
      }),
    },
  ),
  async play(given) {
    if (given.kind === "stacks") return ofStacks(given);
    return given.kind === "preview" ? ofPreview(given.printed) : ofWords(given.words);
  },
};

function homeOfThis(): string {
  home ??= mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  return home;
}

const textOf = (honest: Json, odd: readonly Change[] | string) =>
  typeof odd === "string" ? odd : JSON.stringify(changed(honest, odd));

async function ofStacks({ list, printed, written }: Extract<Case, { kind: "stacks" }>): Promise<void> {
  const home = homeOfThis();
  const journal = path.join(home, "phone-intents");
  mkdirSync(journal, { recursive: true });
  const file = path.join(journal, "odd.json");
  writeFileSync(file, textOf(record, written));
  const before = process.env.PULUMI_HOME;
  process.env.PULUMI_HOME = home;
  try {
    const cli = async (asked: readonly string[]) => {
      if (asked[1] === "ls") return textOf(stacks, list);
      return asked[1] === "history" ? "[]" : textOf(exported, printed);
    };
    const read = await inVirtualTime(() => outcomeOf(() => readStacks(cli)));
    if (read.kind === "error") mustBeTyped(read.error, "readStacks");
    const known: StacksRead = read.kind === "value" ? read.value : { unread: read.error };
    const account = { vendor: "plivo", entry: null, name: "MA1", numbers: [owned] };
    const fleet = whoHolds({ accounts: [account], problems: [], notes: [] }, known, { vendor: [] });
    const { rows, knowsStacks, problems, notes } = fleet;
    must(
      rows.some((row) => row.e164 === e164 && row.vendor === "plivo"),
      "a number that the account has is not shown",
    );
    jsonOf(rows);
    const plain = { width: 80, paint: (_: unknown, text: string) => text };
    mustBeReadable(printRows(rows, knowsStacks, plain).replaceAll(/(?<=.{200}).*/g, ""), "rows");
    for (const remark of printRemarks(fleet).split("\n")) mustBeReadable(remark, "remarks");
    const page = fleetPage({ rows, groupOf: () => "all", remarks: [...problems, ...notes], at: new Date(0) });
    must(!/<script>alert|\0/.test(page), "the page shows what a browser obeys");
  } finally {
    if (before === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = before;
    rmSync(file, { force: true });
  }
}

/** What waits before it asks again costs no time; files are read all the same. */
async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
  const clock = new VirtualClock();
  return clock.inPlace(Math.random, async () => {
    const goOn = () => void setTimeout(goOn, 1_000);
    goOn();
    try {
      return await clock.run(work());
    } finally {
      clock.clear();
    }
  });
}

/** What `pulumi preview --json` prints: it is a plan that can be shown in each form, or not a preview. */
async function ofPreview(printed: readonly Change[] | string): Promise<void> {
  const file = path.join(homeOfThis(), "preview.json");
  writeFileSync(file, textOf(preview, printed));
  for (const form of ["--json", "--markdown", "--allow-release"]) await ofWords(["plan", file, form]);
}

/** Words on a machine that has no account configured: whatever they are, they are understood, or not, and nothing is asked. */
async function ofWords(given: readonly string[]): Promise<void> {
  const said: string[] = [];
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  const listen = (text: unknown) => said.push(String(text)) > 0;
  stdout.write = listen as typeof stdout.write;
  stderr.write = listen as typeof stderr.write;
  try {
    const end = await outcomeOf(() => createProgram("1.0.0").parseAsync(given, { from: "user" }));
    if (given[0] === "plan") for (const line of said.join("").split("\n")) mustBeReadable(line, "plan");
    if (end.kind === "value") return;
    const { error } = end;
    const isTyped =
      error instanceof CommanderError ||
      error instanceof UsageError ||
      PhoneError.isInstance(error) ||
      // As the commands themselves throw it, with what to do.
      Object.getPrototypeOf(error) === Error.prototype;
    must(isTyped, `an error of no class of this package: ${described(error)}`);
    if (error instanceof CommanderError) mustBeReadable(said.join("").slice(0, 3_000), "words");
    else mustBeReadable((error as Error).message, "words");
  } finally {
    stdout.write = out;
    stderr.write = err;
    process.exitCode = undefined;
  }
}
