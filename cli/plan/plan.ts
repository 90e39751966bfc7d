import { addMoney, formatMoney, type Money, subtractMoney } from "../../provider/domain/money";
import { vendorDefinitions } from "../../provider/vendors";
import type { NumberState, NumberStep } from "./preview";

/** What happens to a number. `end`: it is released or given notice now, as its renewal is off. */
export type Action = "buy" | "settle" | "adopt" | "change" | "replace" | "release" | "end" | "leave";

/** One line of a plan. */
export interface PlannedNumber {
  readonly action: Action;
  readonly name: string;
  readonly vendor: string | null;
  /** The number that is bought, changed or released; null while nobody knows it. */
  readonly number: string | null;
  readonly monthlyPrice: Money | null;
  readonly setupPrice: Money | null;
}

/** What a preview would do to numbers and to the monthly bill. */
export interface Plan {
  readonly numbers: readonly PlannedNumber[];
  /** By currency: what the month would cost more; negative when less. */
  readonly monthlyChange: readonly Money[];
  /** Of how many of the numbers nobody tells the price. */
  readonly withoutPrice: number;
  /** Whether numbers would be given up: released, replaced, or ended. */
  readonly givesUp: boolean;
}

/** Makes a plan of the engine's steps at a time, which with the window, in milliseconds, decides which ends are due. */
export function planOf(steps: readonly NumberStep[], now: Date, releaseWindow: number): Plan {
  const numbers = withoutSummaries(steps).flatMap((step) => planned(step, now, releaseWindow));
  const paid = numbers.filter(({ action }) => adds(action) || takesAway(action));
  const currencies = [...new Set(paid.flatMap(({ monthlyPrice }) => monthlyPrice?.currency ?? []))];
  return {
    numbers,
    monthlyChange: currencies.map((currency) => change(paid, currency)),
    withoutPrice: paid.filter(({ monthlyPrice }) => monthlyPrice === null).length,
    givesUp: numbers.some(({ action }) => ["replace", "release", "end"].includes(action)),
  };
}

function planned({ op, name, before, after }: NumberStep, now: Date, releaseWindow: number): PlannedNumber[] {
  const was = before && { ...bought(before), name };
  switch (op) {
    case "create":
    case "create-replacement":
      return acquired(name, after);
    case "update": {
      if (was === undefined) return [];
      if (before?.outputs.status === "unsettled") {
        return acquired(name, after).map((number) => ({ ...number, number: was.number, action: "settle" }));
      }
      const isEnd = endsNow(before, after, now, releaseWindow);
      return [{ ...was, action: isEnd ? "end" : "change" }];
    }
    case "replace":
      return [...acquired(name, after), ...givenUp(name, before, "replace")];
    case "delete-replaced":
      return givenUp(name, before, "replace");
    case "delete":
      return givenUp(name, before, "release");
    default:
      return [];
  }
}

/** Without the summary of a replacement whose steps are shown one by one (`--show-replacement-steps`). */
function withoutSummaries(steps: readonly NumberStep[]): readonly NumberStep[] {
  const detailed = new Set(steps.filter(({ op }) => op === "create-replacement").map(({ urn }) => urn));
  return steps.filter(({ op, urn }) => op !== "replace" || !detailed.has(urn));
}

function acquired(name: string, after: NumberState | undefined): PlannedNumber[] {
  if (after === undefined) return [];
  const { vendor = null, candidates, quote, adopt } = after.inputs;
  const offered = { monthlyPrice: quote?.monthlyPrice ?? null, setupPrice: quote?.setupPrice ?? null };
  const action = adopt === undefined ? "buy" : "adopt";
  return [{ action, name, vendor, number: candidates[0] ?? adopt ?? null, ...offered }];
}

function givenUp(
  name: string,
  before: NumberState | undefined,
  action: "replace" | "release",
): PlannedNumber[] {
  if (before === undefined || before.outputs.status === "released") return [];
  const isReleased = (before.outputs.deletionPolicy ?? "release") === "release";
  return [{ ...bought(before), name, action: isReleased ? action : "leave" }];
}

function bought({ id, inputs, outputs }: NumberState): Omit<PlannedNumber, "action" | "name"> {
  const { vendor = null } = inputs;
  return { vendor, number: id ?? null, monthlyPrice: outputs.monthlyPrice ?? null, setupPrice: null };
}

// What an update does to a number whose renewal is off: gives notice, or releases it where the time has come.
function endsNow(
  before: NumberState | undefined,
  after: NumberState | undefined,
  now: Date,
  releaseWindow: number,
): boolean {
  if (after?.inputs.renewal !== "off" || before === undefined) return false;
  const { status, renewsAt } = before.outputs;
  if (status === "released") return false;
  const vendor = vendorDefinitions.find(({ name }) => name === after.inputs.vendor);
  // Of a vendor that a module adds nobody knows here what it does: rather once too often.
  if (vendor?.capabilities.release.when !== "at-once") return status === "active";
  return renewsAt != null && now.getTime() >= Date.parse(renewsAt) - releaseWindow;
}

function adds(action: Action): boolean {
  return action === "buy" || action === "settle";
}

function takesAway(action: Action): boolean {
  return action === "release" || action === "replace" || action === "end";
}

function change(numbers: readonly PlannedNumber[], currency: string): Money {
  const sum = (wanted: (action: Action) => boolean) =>
    addMoney(
      numbers
        .filter(({ action }) => wanted(action))
        .flatMap(({ monthlyPrice }) => (monthlyPrice?.currency === currency ? [monthlyPrice] : [])),
      currency,
    );
  return subtractMoney(sum(adds), sum(takesAway));
}

const words: Readonly<Record<Action, string>> = {
  buy: "buy",
  settle: "settle (may buy)",
  adopt: "take over",
  change: "change",
  replace: "GIVE UP for another",
  release: "RELEASE",
  end: "END (renewal is off)",
  leave: "leave in the account",
};

/** The plan for people: a table and what the month would cost. */
export function printPlan({ numbers, monthlyChange, withoutPrice }: Plan): string {
  if (numbers.length === 0) return "Nothing changes: no number is bought, changed or released.\n";
  const cells = numbers.map(({ action, name, vendor, number, monthlyPrice, setupPrice }) => [
    words[action],
    name,
    number ?? "not known yet",
    vendor ?? "",
    monthlyPrice === null ? "price not known" : `${formatMoney(monthlyPrice)} a month`,
    setupPrice === null ? "" : `${formatMoney(setupPrice)} to set up`,
  ]);
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const rows = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const changes = monthlyChange.map((price) =>
    price.amount.startsWith("-") ? formatMoney(price) : `+${formatMoney(price)}`,
  );
  const unknown = withoutPrice === 0 ? "" : `, and ${withoutPrice} without a known price`;
  const bill =
    changes.length === 0 && unknown === "" ? "does not change" : `${changes.join(", ") || "?"}${unknown}`;
  return `${rows.join("\n")}\n\nThe monthly bill: ${bill}\n`;
}
