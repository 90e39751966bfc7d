import { nameOf } from "../../provider/domain/claim";
import { type NumberState, outputs } from "../../provider/lifecycle/state";
import { openContext } from "../../provider/pulumi/open-context";
import { type Bench, configuration, type Told } from "./sandbox";

/** What each stack of the backend has in state, by the stack's short name. */
export type Stacks = Readonly<Record<string, readonly NumberState[]>>;

/** Of the rows of these names: `replaced` only wait to be deleted, `pending` were deleted or retained and wait for a replacement, `tainted` are as after `pulumi state taint`. */
interface Marked {
  readonly replaced?: readonly string[];
  readonly pending?: readonly string[];
  readonly tainted?: readonly string[];
}

/** A context of a new process, whose Pulumi CLI tells of these stacks. */
export async function contextWith(
  { sandbox }: Bench,
  stacks: Stacks,
  values: Readonly<Record<string, string>> = {},
  marked: Marked = {},
): Promise<Told> {
  const lines: string[] = [];
  const config = configuration({ "phone:sandbox": sandbox.url, ...values });
  return {
    context: await openContext(config, { tell: (line) => lines.push(line), cli: cliOf(stacks, marked) }),
    lines,
  };
}

function cliOf(stacks: Stacks, { replaced = [], pending = [], tainted = [] }: Marked) {
  return async (args: readonly string[]): Promise<string> => {
    if (args[1] === "history") return "[]";
    if (args[1] === "ls") return JSON.stringify(Object.keys(stacks).map((name) => ({ name })));
    const name = args.at(-1)?.split("/").at(-1) ?? "";
    const resources = (stacks[name] ?? []).map((state) => ({
      urn: state.claim,
      type: "pulumi-nodejs:dynamic/phone:PhoneNumber",
      id: state.observed.e164,
      outputs: outputs(state),
      delete: replaced.includes(nameOf(state.claim)),
      pendingReplacement: pending.includes(nameOf(state.claim)),
      taint: tainted.includes(nameOf(state.claim)),
    }));
    const manifest = { time: new Date().toISOString() };
    return JSON.stringify({ version: 3, deployment: { manifest, resources } });
  };
}
