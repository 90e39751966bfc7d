import { z } from "zod";
import { isDefaultProvider, nameOf, typeOf } from "../../provider/domain/claim";
import { amountPattern, currencyPattern } from "../../provider/domain/money";
import { parseJson } from "../../provider/domain/parse-json";
import { unknownValue } from "../../provider/domain/unknown-value";
import { resourceTypes } from "../../provider/host/backend";
import { defaultReleaseWindowHours } from "../../provider/host/configuration";
import { holdsUnknown } from "../../provider/lifecycle/context";

/** What a preview shows in the place of a secret, also of one that is known in the up only. */
const secret = "[secret]";

/** Whether a preview does not tell a value, or a part of it: it is a secret, or known in the up only. */
export function holdsUntold(value: unknown): boolean {
  return holdsUnknown({ isUnknown: (part) => part === secret || part === unknownValue }, value);
}

const ifTold = <T extends z.ZodType>(form: T) =>
  z.preprocess((value) => (value === secret || value === unknownValue ? undefined : value), form);
const money = ifTold(
  z
    .object({ amount: z.string().regex(amountPattern), currency: z.string().regex(currencyPattern) })
    .nullish()
    .catch(undefined),
);

/** The state of a number as a preview shows it, as far as a plan cares. Read leniently: state of every version. */
const numberState = z.object({
  urn: z.string().optional(),
  id: z.string().optional(),
  external: z.boolean().optional(),
  importID: z.string().optional(),
  inputs: z
    .object({
      claim: z.unknown().optional(),
      vendor: z.string().optional(),
      account: z.unknown().optional(),
      country: z.unknown().optional(),
      type: z.unknown().optional(),
      search: z.unknown().optional(),
      candidates: ifTold(z.array(z.string()).default([])),
      quote: ifTold(z.object({ monthlyPrice: money, setupPrice: money }).nullish()),
      number: z.string().optional(),
      adopt: z.string().optional(),
      renewal: z.string().optional(),
      replaceable: z.unknown().optional(),
      deletionProtection: z.unknown().optional(),
      imported: z.unknown().optional(),
    })
    .default({ candidates: [] }),
  outputs: z
    .object({
      monthlyPrice: money,
      renewsAt: z.string().nullish(),
      status: z.string().optional(),
      noticeSent: z.boolean().optional().catch(undefined),
      deletionPolicy: z.string().optional(),
    })
    .default({}),
});

const state = z
  .object({
    type: z.string(),
    provider: z.string().optional().catch(undefined),
    delete: z.boolean().optional(),
    retainOnDelete: z.boolean().optional(),
    deletedWith: z.string().optional(),
  })
  .loose()
  .nullish();
const step = z.object({ op: z.string(), urn: z.string(), oldState: state, newState: state });

/** The state of the package's plugin, as far as a plan cares. */
const providerState = z.object({
  inputs: z.object({ releaseWindowHours: z.unknown().optional() }).default({}),
});

const preview = z
  .object({
    config: z
      .object({
        "phone:sandbox": z.string().optional(),
        "phone:releaseWindowHours": z.union([z.string(), z.number()]).optional(),
      })
      .default({}),
    steps: z.array(step).optional(),
    diagnostics: z
      .array(z.object({ message: z.string().default(""), severity: z.string().optional() }))
      .nullish(),
    changeSummary: z.record(z.string(), z.unknown()).optional(),
  })
  // The engine leaves out what is empty, but never all of it: an object without these is something else.
  .refine(({ steps, diagnostics, changeSummary }) => steps ?? diagnostics ?? changeSummary);

export type NumberState = z.output<typeof numberState>;

/** One step of the engine that concerns a number. */
export interface NumberStep {
  readonly op: string;
  readonly urn: string;
  readonly name: string;
  readonly before: NumberState | undefined;
  readonly after: NumberState | undefined;
  /** Whether the engine takes the number out of the stack without a call to the provider: it stays as it is, and its rent goes on. */
  readonly isRetained: boolean;
  /** `releaseWindowHours` of a provider of its own: null where the preview does not tell it; undefined where that of the stack counts. */
  readonly releaseWindowHours: number | null | undefined;
}

/** A resource that was refused, as its number is the stack's under another URN, and an alias would keep it. */
export interface MovedNumber {
  readonly name: string;
  readonly number: string;
}

/** What `pulumi preview --json` says of numbers, and the errors it ended with. */
export interface Preview {
  readonly steps: readonly NumberStep[];
  readonly errors: readonly string[];
  /** Those of the errors that are about a resource which was moved. */
  readonly moved: readonly MovedNumber[];
  /** `phone:releaseWindowHours` of the stack; undefined when it is not set. */
  readonly releaseWindowHours: number | undefined;
  /** `phone:sandbox` of the stack: whose clock its numbers go by. */
  readonly sandbox: string | undefined;
}

/** Reads the output of `pulumi preview --json`. Throws when it is something else. */
export function readPreview(text: string): Preview {
  const { config, steps = [], diagnostics } = read(preview, parse(text));
  const errors = (diagnostics ?? []).filter(({ severity }) => severity === "error");
  const providers = steps.filter(({ urn }) => isOurs(urn));
  const deleted = new Set(steps.filter(({ op }) => op === "delete").map(({ urn }) => urn));
  return {
    steps: steps
      .filter(({ oldState, newState }) => resourceTypes.includes((newState ?? oldState)?.type ?? ""))
      .map((each) => {
        const { op, urn, oldState, newState } = each;
        return {
          op,
          urn,
          name: nameOf(urn),
          before: oldState ? read(numberState, oldState) : undefined,
          after: newState ? read(numberState, newState) : undefined,
          isRetained: isRetained(each, deleted),
          releaseWindowHours: ownWindow((newState ?? oldState)?.provider, providers),
        };
      }),
    releaseWindowHours: Number(config["phone:releaseWindowHours"]) || undefined,
    sandbox: config["phone:sandbox"] || undefined,
    errors: errors.map(({ message }) => message.trim()),
    moved: errors.flatMap(({ message }) => movedIn(message)),
  };
}

/** By what the package's own refusal says: `resource 'name': … +14155550100 … add aliases: ["urn:…"] to its options`. */
function movedIn(message: string): MovedNumber[] {
  const [, name, number] =
    /resource '([^']+)'.*?: [^{}]*?(\+\d{7,})[^{}]*add aliases: \["urn:/is.exec(message) ?? [];
  return name === undefined || number === undefined ? [] : [{ name, number }];
}

/**
 * By the options `retainOnDelete` and `deletedWith` of Pulumi. The state before counts; where the number stays in the program for now, only what
 * that and the next one agree on is sure.
 */
function isRetained(
  { op, oldState, newState }: z.output<typeof step>,
  deleted: ReadonlySet<string>,
): boolean {
  if (!oldState) return false;
  if (oldState.retainOnDelete === true && (!newState || newState.retainOnDelete === true)) return true;
  // A row that waits for its deletion may be deleted before the other.
  return op === "delete" && oldState.delete !== true && deleted.has(oldState.deletedWith ?? "");
}

function isOurs(provider: string): boolean {
  return typeOf(provider) === "pulumi:providers:phone";
}

/** The window of a provider that the program has made: it has no setting of the stack's. One that does not change is not in a preview. */
function ownWindow(reference: string | undefined, providers: readonly z.output<typeof step>[]) {
  // `<URN>::<id>`
  const urn = (reference ?? "").split("::").slice(0, -1).join("::");
  if (!isOurs(urn) || isDefaultProvider(urn)) return undefined;
  const { newState, oldState } = providers.find((each) => each.urn === urn) ?? {};
  const { success, data } = providerState.safeParse(newState ?? oldState);
  if (!success) return null;
  const { releaseWindowHours = defaultReleaseWindowHours } = data.inputs;
  return Number(releaseWindowHours) || null;
}

function parse(text: string): unknown {
  const content = text.trim();
  if (content === "") {
    throw new Error("the output of pulumi preview --json is empty: run pulumi preview to see why");
  }
  const parsed = parseJson(content);
  if (parsed === undefined) throw noPreview();
  return parsed;
}

function read<T extends z.ZodType>(form: T, value: unknown): z.output<T> {
  const { success, data } = form.safeParse(value);
  if (!success) throw noPreview();
  return data;
}

function noPreview(): Error {
  return new Error("this is not the output of pulumi preview --json");
}
