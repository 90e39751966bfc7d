import {
  CustomResource,
  type CustomResourceOptions,
  getOrganization,
  type Input,
  type Output,
  runtime,
} from "@pulumi/pulumi";
import { ArgumentError } from "../domain/errors";
import type { Money } from "../domain/money";
import type { NumberCapability, NumberStatus } from "../domain/names";
import { changeableOutputs, type ObservedNumber, type OutputName, outputList } from "../lifecycle/observed";
import { formerNames } from "./former-names";
import { type DeclaredNumber, NumbersText } from "./numbers-text";

/** What the resource has to declare: every output of a number. */
type DeclaresOutputs = { readonly [Name in OutputName]: Output<ObservedNumber[Name]> };

/** A number of a program, whichever front serves it. */
export abstract class NumberResource extends CustomResource implements DeclaresOutputs {
  /** The number in E.164, e.g. `+14155550100`. */
  declare readonly e164: Output<string>;
  /** The vendor's own id of the number; Plivo's is the digits. Null until it is known. */
  declare readonly vendorId: Output<string | null>;
  /**
   * `active`; `pending` while the vendor waits for documents; `lapsing` while it ends; `released` once its renewal, which was off,
   * has ended it; `unsettled` while it is not known whether it was bought.
   */
  declare readonly status: Output<NumberStatus>;
  /** The reason for the status; null if there is none. */
  declare readonly statusReason: Output<string | null>;
  /** Monthly rent: decimal string and ISO 4217 currency, e.g. `{ amount: "0.80", currency: "USD" }`; null when the vendor does not show it. */
  declare readonly monthlyPrice: Output<Money | null>;
  /** One-time price of the purchase, as quoted before it; null when the vendor does not show it. */
  declare readonly setupPrice: Output<Money | null>;
  /** Day of the next charge, ISO date; null when the vendor does not show it. */
  declare readonly renewsAt: Output<string | null>;
  /** The agent that answers now, as the vendor has it; null when none does. */
  declare readonly boundAgent: Output<string | null>;
  /** The subaccount that holds the number now, as the vendor has it; null when the main account does. */
  declare readonly heldBy: Output<string | null>;
  /** The label of the number, as the vendor has it; null when it has none. */
  declare readonly label: Output<string | null>;
  /** What the number can do. */
  declare readonly capabilities: Output<NumberCapability[]>;
  /** Where the number is, in the vendor's words. */
  declare readonly numberRegion: Output<string | null>;
  /** Day of the purchase, ISO date; null when the vendor does not show it. */
  declare readonly purchasedAt: Output<string | null>;
  /** Index of the entry of `search` that won; 0 when the program named the number, by `number` or `adopt`. */
  declare readonly matched: Output<number>;
  /** Version of the state's layout. */
  declare readonly stateVersion: Output<number>;

  /**
   * @param type The resource's type.
   * @param name Logical name.
   * @param args What to ask for; undefined where the number is only looked up.
   * @param own What the front itself tells its provider.
   * @param opts Pulumi's options.
   */
  protected constructor(
    type: string,
    name: string,
    args: object | undefined,
    own: Readonly<Record<string, Input<unknown>>>,
    opts?: CustomResourceOptions,
  ) {
    const aliases = deferred<readonly string[]>();
    const hidden = args && {
      ...turnOf({
        name,
        args,
        type,
        aliases: opts?.aliases,
        provider: opts?.provider ?? opts?.parent?.getProvider(type),
        isImported: opts?.import !== undefined,
      }),
      organization: organizationIfAny(),
      aliases: aliases.promise,
      ...own,
    };
    const { stackTraceLimit } = Error;
    try {
      // Of each property the SDK makes four promises, and keeps the stack of each, which it maps to its sources: most of what a number costs.
      Error.stackTraceLimit = 0;
      super(type, name, { ...args, ...noOutputsYet, ...hidden }, opts);
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      // One that was made before has its own.
      if (error instanceof Error && !error.stack?.includes("\n    at ")) Error.captureStackTrace(error);
      throw error;
    }
    Error.stackTraceLimit = stackTraceLimit;
    if (args === undefined) return;
    // The SDK has them once its constructor is through, and reads the properties later.
    formerNames(this).apply(aliases.resolve);
  }
}

/** A promise, and what fulfils it. */
export function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

// The SDK's mocks know of none unless the test names one, and the SDK throws then. There is no backend to look into either.
function organizationIfAny(): string | undefined {
  try {
    return getOrganization();
  } catch {
    return undefined;
  }
}

/** An output name cannot be an argument: Pulumi would silently drop it. Programs without types may give no arguments at all. */
export function refuseReserved(args: object): void {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new ArgumentError("are missing", {
      argument: "args",
      nextStep:
        'Give an object with vendor and country, or the exact number: { vendor: "plivo", country: "US" }.',
    });
  }
  for (const name of Object.keys(args)) {
    if (!Object.hasOwn(noOutputsYet, name) && !hiddenInputs.includes(name)) continue;
    throw new ArgumentError("is not an argument", {
      argument: name,
      nextStep: Object.hasOwn(meant, name) ? `Use ${meant[name]} instead.` : "Leave it out.",
    });
  }
}

// The argument that is meant by the name of an output.
const meant: Readonly<Record<string, string>> = {
  capabilities: "search",
  ...Object.fromEntries(changeableOutputs.map(({ output, argument }) => [output, argument])),
};

const hiddenInputs = [
  "claim",
  "aliases",
  "turn",
  "program",
  "organization",
  "secretOutputs",
  "secretArguments",
  "candidates",
  "quote",
  "vendorAccount",
  "lastUpdate",
  "pinnedAt",
  "interrupted",
  "adopted",
  "imported",
  "__provider",
];

// Numbers are picked by turn, so that up picks what preview has picked. A program may be run again in the same process:
// every run has a stack resource of its own.
const turns = new WeakMap<object, number>();
const noStack = {};

function nextTurn(): number {
  const run = runtime.getStackResource() ?? noStack;
  const turn = turns.get(run) ?? 0;
  turns.set(run, turn + 1);
  return turn;
}

// What the numbers of a run ask for, in the order of the program: the provider picks for all of them before the first is told its own.
const programs = new WeakMap<object, NumbersText>();

function turnOf(declared: DeclaredNumber): { readonly turn: number; readonly program: Promise<string> } {
  const turn = nextTurn();
  const run = runtime.getStackResource() ?? noStack;
  const program = programs.get(run) ?? new NumbersText();
  programs.set(run, program);
  program.declare(declared);
  // A program declares most of its resources before the SDK reads the inputs of the first: they are known then.
  return { turn, program: Promise.resolve().then(() => String(program)) };
}

/** The outputs that {@link NumberResource} declares. */
type Declared = Exclude<keyof NumberResource, keyof CustomResource>;

// An output without a place here would not exist on the resource. One that is declared and not listed does not compile, nor does
// one that is listed and not declared: the class implements the list.
const noOutputsYet: Readonly<Record<Declared, undefined>> = Object.fromEntries(
  [...outputList.map(([name]) => name), "stateVersion"].map((name) => [name, undefined]),
) as Record<OutputName | "stateVersion", undefined>;
