import { type Money, negate, sumByCurrency } from "../../provider/domain/money";
import { longestReleaseWindowHours } from "../../provider/host/configuration";
import { identityArguments, isProtected } from "../../provider/lifecycle/arguments/identity";
import { mayBeEnding, renewalStep } from "../../provider/lifecycle/steps/renewal";
import { vendorDefinitions } from "../../provider/vendors";
import { holdsUntold, type MovedNumber, type NumberState, type NumberStep } from "./preview";

/**
 * What happens to a number. `end`: it is released or given notice now, as its renewal is off. `move`: it is released, and another one
 * is bought or it is taken over by a resource that looks like the same one under another URN, for want of an alias. `risk`: as
 * far as the preview tells it only changes, but the up may replace or end it. `import` and `read`: the engine brings a number into the stack,
 * or looks one up instead of the one that the stack has; neither buys anything.
 */
export type Action =
  | "buy"
  | "settle"
  | "adopt"
  | "import"
  | "read"
  | "change"
  | "replace"
  | "release"
  | "end"
  | "leave"
  | "move"
  | "risk";

/** One line of a plan. */
export interface PlannedNumber {
  readonly action: Action;
  readonly name: string;
  readonly vendor: string | null;
  /** The number that is bought, changed or released; null while it is not known. */
  readonly number: string | null;
  readonly monthlyPrice: Money | null;
  readonly setupPrice: Money | null;
}

/** What a preview would do to numbers and to the monthly bill. */
export interface Plan {
  readonly numbers: readonly PlannedNumber[];
  /** By currency: what the month would cost more; negative when less. */
  readonly monthlyChange: readonly Money[];
  /** How many of these prices are unknown. */
  readonly withoutPrice: number;
  /** Whether numbers would or may be given up: released, replaced, or ended. */
  readonly givesUp: boolean;
}

/**
 * Makes a plan of the engine's steps at a time, which with the window, in milliseconds, decides which ends are due; and of what was refused as it
 * looks like a resource that was moved.
 */
export function planOf(
  steps: readonly NumberStep[],
  now: Date,
  releaseWindowMs: number,
  moved: readonly MovedNumber[] = [],
): Plan {
  const each = withoutSummaries(steps);
  // What is deleted under a name that its resource had before is told by the summary.
  const imported = new Set(
    steps
      .filter((step) => isImport(step) || isImported(step))
      .flatMap(({ urn, before }) => [urn, before?.urn ?? urn]),
  );
  const planOfEach = (some: readonly NumberStep[]) =>
    some.flatMap((step) => planned(step, imported.has(step.urn), now, releaseWindowMs));
  const paid = planOfEach(each).flatMap(({ action, monthlyPrice }) => paidBy(action, monthlyPrice));
  // What has ended, or stays in the account, is not given up by a move.
  const moves = movesAmong(each, (from) => planOfEach([from]).some(({ action }) => action === "release"));
  const numbers = each
    .flatMap((step) => {
      const move = moves.find(({ to, from }) => to === step || from === step);
      if (move === undefined) return planOfEach([step]);
      const was = planOfEach([move.from]);
      return move.to === step
        ? was.map((number): PlannedNumber => ({ ...number, name: step.name, action: "move" }))
        : [];
    })
    .concat(moved.map(refusedMove))
    .sort(comparePlanned);
  return {
    numbers,
    monthlyChange: sumByCurrency(paid),
    withoutPrice: paid.filter((price) => price === null).length,
    givesUp: numbers.some(({ action }) => ["replace", "release", "end", "move", "risk"].includes(action)),
  };
}

// What is given up comes first.
const actionOrder: readonly Action[] = [
  "release",
  "replace",
  "end",
  "move",
  "risk",
  "settle",
  "buy",
  "adopt",
  "import",
  "read",
  "change",
  "leave",
];

/** The engine's own order is another one each time. */
function comparePlanned(left: PlannedNumber, right: PlannedNumber): number {
  const byAction = actionOrder.indexOf(left.action) - actionOrder.indexOf(right.action);
  if (byAction !== 0) return byAction;
  const [one, other] = [left, right].map(({ name, number, vendor }) => [name, number, vendor].join("\n"));
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

interface Move {
  readonly from: NumberStep;
  readonly to: NumberStep;
}

/** What is asked for by the number that the same resource has under another URN: the engine shows no step of it. */
function refusedMove({ name, number }: MovedNumber): PlannedNumber {
  return { action: "move", name, vendor: null, number, monthlyPrice: null, setupPrice: null };
}

/** Resources whose numbers are given up, each with one that comes and has the same logical name, or asks for the number of the other. */
function movesAmong(steps: readonly NumberStep[], isGivenUp: (step: NumberStep) => boolean): readonly Move[] {
  const left = new Set(steps.filter(({ op }) => op === "create"));
  return steps
    .filter((step) => step.op === "delete" && isGivenUp(step))
    .flatMap((from) => {
      const to = [...left].find(({ name, after }) => {
        const { number, adopt } = after?.inputs ?? {};
        return name === from.name || [number, adopt].includes(from.before?.id ?? "");
      });
      if (to === undefined) return [];
      left.delete(to);
      return [{ from, to }];
    });
}

/** What a step does to numbers; also by whether an import puts another one in the place of what its resource had. */
function planned(
  step: NumberStep,
  isImportedOver: boolean,
  now: Date,
  releaseWindowMs: number,
): PlannedNumber[] {
  const { op, name, before, after } = step;
  const was = before && { ...bought(before), name };
  switch (op) {
    case "create":
    case "create-replacement":
      return acquired(name, after);
    case "import":
    case "import-replacement":
      return [entered("import", name, after)];
    case "read-replacement":
      return [entered("read", name, after)];
    case "update": {
      if (before === undefined || was === undefined) return [];
      if (before.outputs.status === "unsettled") return settled(name, was, after);
      return [{ ...was, action: updated(step, before, now, releaseWindowMs) }];
    }
    case "replace":
      return [...replacement(step), ...givenUp(step, isImportedOver ? "leave" : "replace")];
    case "delete-replaced":
      return givenUp(step, isImportedOver ? "leave" : "replace");
    case "delete":
      return givenUp(step, "release");
    default:
      return [];
  }
}

const replacements = ["create-replacement", "import-replacement", "read-replacement"];

/** Without the summary of a replacement whose steps are shown one by one (`--show-replacement-steps`). */
function withoutSummaries(steps: readonly NumberStep[]): readonly NumberStep[] {
  const detailed = new Set(steps.filter(({ op }) => replacements.includes(op)).map(({ urn }) => urn));
  return steps.filter(({ op, urn }) => op !== "replace" || !detailed.has(urn));
}

/** Whether an earlier run has imported the number that the resource has: what that has replaced may wait to be deleted. */
function isImported({ op, before }: NumberStep): boolean {
  return ["same", "update"].includes(op) && before?.inputs.imported === true;
}

/** What comes in the place of a number, as a summary has it. */
function replacement(step: NumberStep): PlannedNumber[] {
  const { name, after } = step;
  if (after?.external) return [entered("read", name, after)];
  return isImport(step) ? [entered("import", name, after)] : acquired(name, after);
}

/**
 * Whether an import puts a number in the place of another, which then stays in the account: nobody has asked to give it up. A summary does not
 * say so; the engine's own rule is that the id of an import is a new one.
 */
function isImport({ op, before, after }: NumberStep): boolean {
  if (op === "import-replacement") return true;
  const { importID, external } = after ?? {};
  if (op !== "replace" || external || !importID) return false;
  return before?.external || importID !== (before?.importID || before?.id);
}

function entered(action: "import" | "read", name: string, after: NumberState | undefined): PlannedNumber {
  const { id, importID, inputs, outputs } = after ?? {};
  // It may be asked for as `vendor:+14155550100`.
  const [number = null] = /\+\d+$/.exec(id || importID || "") ?? [];
  const monthlyPrice = outputs?.monthlyPrice ?? null;
  return { action, name, vendor: inputs?.vendor ?? null, number, monthlyPrice, setupPrice: null };
}

function acquired(name: string, after: NumberState | undefined): PlannedNumber[] {
  if (after === undefined) return [];
  const { vendor = null, candidates, quote, adopt } = after.inputs;
  const offered = { monthlyPrice: quote?.monthlyPrice ?? null, setupPrice: quote?.setupPrice ?? null };
  const action = adopt === undefined ? "buy" : takenOver(after);
  const number = candidates[0] ?? (holdsUntold(adopt) ? null : adopt) ?? null;
  return [{ action, name, vendor, number, ...offered }];
}

function settled(
  name: string,
  { number }: Pick<PlannedNumber, "number">,
  after: NumberState | undefined,
): PlannedNumber[] {
  return acquired(name, after).map((each) => {
    const isEnded = each.action === "end" || each.action === "risk";
    return { ...each, number, action: isEnded ? each.action : "settle" };
  });
}

/**
 * A number that is taken over with its renewal off ends in the same run, where the vendor takes notice; elsewhere where its rent is due, which
 * inputs do not tell.
 */
function takenOver({ inputs }: NumberState): "adopt" | "end" | "risk" {
  const { vendor, renewal } = inputs;
  const mayBeOff = holdsUntold(renewal);
  if ((renewal !== "off" && !mayBeOff) || isProtected(inputs, inputs)) return "adopt";
  return mayBeOff || releaseTime(vendor) === "at-once" ? "risk" : "end";
}

/** What a vendor of another module does is not known here: rather warned of once too often. */
function releaseTime(vendor: string | undefined) {
  return vendorDefinitions.find(({ name }) => name === vendor)?.capabilities.release.when;
}

function givenUp(step: NumberStep, action: "replace" | "release" | "leave"): PlannedNumber[] {
  const { name, before } = step;
  // What was only looked up is not the stack's to give.
  if (before === undefined || before.external || before.outputs.status === "released") return [];
  return [{ ...bought(before), name, action: isReleasedWith(step, before) ? action : "leave" }];
}

/** Whether the number is released when the resource, as it is in the stack, is deleted. */
function isReleasedWith({ isRetained }: NumberStep, { outputs }: NumberState): boolean {
  const { deletionPolicy = "release" } = outputs;
  return !isRetained && !["detach", "retain"].includes(deletionPolicy);
}

function bought({ id, inputs, outputs }: NumberState): Omit<PlannedNumber, "action" | "name"> {
  const { vendor = null } = inputs;
  return { vendor, number: id ?? null, monthlyPrice: outputs.monthlyPrice ?? null, setupPrice: null };
}

const hour = 3_600_000;

/** Where one of these changes, another number may be wanted. */
const decisive = [...identityArguments, "search"] as const;

/**
 * What an update does to a number. A preview replaces nothing for the sake of a value that is known in the up only; a secret may be such
 * a value, too: rather warned of once too often.
 */
function updated(
  step: NumberStep,
  before: NumberState,
  now: Date,
  ofStack: number,
): "end" | "risk" | "change" {
  const { after, releaseWindowHours } = step;
  if (after === undefined) return "change";
  const { vendor, renewal, replaceable } = after.inputs;
  const { status, renewsAt = null, noticeSent } = before.outputs;
  const when = releaseTime(vendor);
  const isDueWithin = (window: number) => renewalStep({ status, renewsAt }, when, now, window) === "end";
  const longest = longestReleaseWindowHours * hour;
  const window = releaseWindowHours === undefined ? ofStack : (releaseWindowHours ?? 0) * hour;
  const isDue = !holdsUntold(renewsAt) && isDueWithin(window);
  const mayBeDue = holdsUntold(renewsAt) || isDueWithin(releaseWindowHours === null ? longest : window);
  if (isDue && renewal === "off") return "end";
  // One that has ended is nobody's to give up.
  if (status === "released" || isProtected(before.inputs, after.inputs)) return "change";
  const mayBeOff = holdsUntold(renewal);
  const mayEnd = mayBeDue && (mayBeOff || renewal === "off");
  // The engine shows what it has not had checked or compared, as the configuration of the provider is known in the up only.
  const isUnchecked = after.inputs.claim === undefined;
  // One that ends already is replaced where it turns out to be wanted for longer.
  const mayBeAnother =
    isUnchecked ||
    decisive.some((name) => holdsUntold(after.inputs[name])) ||
    (mayBeOff && mayBeEnding({ status, noticeSent }, when));
  const mayReplace = holdsUntold(replaceable) || (replaceable === true && mayBeAnother);
  return (mayReplace && isReleasedWith(step, before)) || mayEnd ? "risk" : "change";
}

/** What an action adds to the monthly bill: nothing, a price, or null where it is unknown. */
function paidBy(action: Action, monthlyPrice: Money | null): (Money | null)[] {
  switch (action) {
    case "buy":
    case "settle":
      return [monthlyPrice];
    case "release":
    case "replace":
    case "end":
      return [monthlyPrice && negate(monthlyPrice)];
    case "risk":
      return [null];
    default:
      return [];
  }
}
