import {
  CustomResource,
  type CustomResourceOptions,
  createUrn,
  getOrganization,
  type Input,
  type Output,
  output,
  runtime,
} from "@pulumi/pulumi";
import { ArgumentError } from "../domain/errors";
import type { Money } from "../domain/money";
import type { NumberCapability, NumberStatus } from "../domain/names";
import { changeableOutputs, type ObservedNumber, type OutputName, outputList } from "../lifecycle/observed";
import type { PhoneNumberArgs } from "./argument-types";
import { providerText } from "./provider-text";
import { outputsToHide } from "./secret-outputs";
import { shownAlone } from "./shown-alone";

// Pulumi's engine hands every type of this prefix to the dynamic provider. Part of every URN: it can never change.
const token = "pulumi-nodejs:dynamic/phone:PhoneNumber";

/** What the resource has to declare: every output of a number. */
type DeclaresOutputs = { readonly [Name in OutputName]: Output<ObservedNumber[Name]> };

/**
 * A rented phone number.
 *
 * `pulumi preview` picks a number and says what it costs; `pulumi up` buys exactly one; `agent`, `subaccount` and `alias`
 * change in place; `pulumi destroy` releases it, which cannot be undone, unless `deletionPolicy` says otherwise. The resource
 * id is the number in E.164.
 *
 * Invalid arguments and configuration stop the run before anything is bought; the error classes of this package say what
 * else may happen. A number that was bought stays in state whatever fails afterwards.
 *
 * @example
 * import { PhoneNumber } from "pulumi-phone";
 *
 * const support = new PhoneNumber("support", {
 *   vendor: "plivo",
 *   country: "US",
 *   search: [{ areaCode: "415" }, { region: "California" }, {}],
 *   agent: "20468599130939380",
 *   maxMonthlyPrice: 2,
 * });
 * export const line = support.e164;
 */
export class PhoneNumber extends CustomResource implements DeclaresOutputs {
  /** The type in state; policy packs compare with it. */
  static readonly __pulumiType = token;

  /** Whether it is a number, also one of another copy of this package. */
  static override isInstance(resource: unknown): resource is PhoneNumber {
    return (resource as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === token;
  }

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
   * @param name Logical name, unique in the program; also how messages call the number.
   * @param args What to ask for. Every argument except `vendor` and `account` takes outputs of other resources.
   * @param opts Pulumi's options; for numbers that customers know, `deletionProtection` is an argument.
   */
  constructor(name: string, args: PhoneNumberArgs, opts?: CustomResourceOptions) {
    refuseReserved(args);
    refuseImport(name, opts);
    const claim = deferred<string>();
    const aliases = deferred<readonly string[]>();
    const hidden = {
      turn: nextTurn(),
      organization: organizationIfAny(),
      claim: claim.promise,
      aliases: aliases.promise,
      secretOutputs: outputsToHide(args as unknown as Readonly<Record<string, Input<unknown>>>),
      __provider: providerText(),
    };
    super(token, name, { ...args, ...noOutputsYet, ...hidden }, opts);
    // As an output it would depend on the parent, which stands for all its children: two of them would wait for each other.
    createUrn(name, token, opts?.parent).apply(claim.resolve);
    // The SDK computes them in its constructor, with those of the parents, and reads the properties later.
    const { __aliases = [] } = this as unknown as { __aliases?: Input<string>[] };
    output(__aliases).apply(aliases.resolve);
  }
}

function deferred<T>() {
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

// An output name cannot be an argument: Pulumi would silently drop it. Programs without types may give no arguments at all.
function refuseReserved(args: PhoneNumberArgs): void {
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

// Pulumi reads a resource that it imports by the provider's text in its state, and there is none yet.
function refuseImport(name: string, { id, import: imported }: CustomResourceOptions = {}): void {
  if (!imported && !id) return;
  const option = imported ? "import" : "id";
  throw shownAlone(
    new ArgumentError("is an option that a PhoneNumber cannot have", {
      argument: `${name}: ${option}`,
      nextStep:
        "Use the argument adopt instead: it takes a number that the account owns into the stack, and nothing is bought.",
    }),
  );
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
  "organization",
  "secretOutputs",
  "candidates",
  "quote",
  "pinnedAt",
  "interrupted",
  "adopted",
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

/** The outputs that {@link PhoneNumber} declares. */
type Declared = Exclude<keyof PhoneNumber, keyof CustomResource>;

// An output without a place here would not exist on the resource. One that is declared and not listed does not compile, nor does
// one that is listed and not declared: the class implements the list.
const noOutputsYet: Readonly<Record<Declared, undefined>> = Object.fromEntries(
  [...outputList.map(([name]) => name), "stateVersion"].map((name) => [name, undefined]),
) as Record<OutputName | "stateVersion", undefined>;
