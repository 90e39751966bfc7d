import { z } from "zod";
import { within } from "../async/within";
import { wellFormed } from "../domain/characters";
import { ConfigurationError, PhoneError, UnclearError, UnclearPurchaseError } from "../domain/errors";
import { isoDate } from "../domain/iso-date";
import { amountPattern, currencyPattern } from "../domain/money";
import { numberCapabilities, numberTypes } from "../domain/names";
import type { E164 } from "../domain/number";
import { firstReasonOf } from "../domain/reason";
import { hideInError } from "../http/hide-in-error";
import { type Redact, redactor } from "../http/redact";
import { vendorDefinitions } from ".";
import { hideInStrayErrors } from "./stray-errors";
import {
  type AccountSettings,
  changeableNames,
  type Offer,
  type Order,
  type OwnedNumber,
  type Receipt,
  type Vendor,
  type VendorDefinition,
  type VendorTools,
} from "./vendor";

/**
 * Opens an account of a vendor. What the code of a module says is read as strictly as it documents, and its errors are typed ones: it is
 * somebody else's, and what it does wrong must not be bought, released or forgotten by. Throws ConfigurationError where it opens none.
 */
export function openVendor(
  definition: VendorDefinition,
  settings: AccountSettings,
  tools: VendorTools,
): Vendor {
  if (vendorDefinitions.includes(definition)) return definition.connect(settings, tools);
  const hide = redactor(secretsIn(definition, settings));
  hideInStrayErrors(hide);
  try {
    return guarded(definition, account.parse(definition.connect(settings, tools)), hide);
  } catch (error) {
    hideInError(error, hide);
    if (PhoneError.isInstance(error)) throw error;
    const reason =
      error instanceof z.ZodError ? `it is no Vendor: ${faultOf(error)}` : hide(firstReasonOf(error));
    throw new ConfigurationError(`the module of ${definition.name} opens no account: ${reason}`, {
      vendor: definition.name,
      argument: "phone:vendorModules",
      nextStep: "Nothing was done. Correct connect in the module.",
    });
  }
}

function secretsIn({ keys: known }: VendorDefinition, { keys }: AccountSettings): readonly string[] {
  return Object.keys(known).flatMap((name) => (known[name]?.secret ? (keys[name] ?? []) : []));
}

// Far more than a vendor takes for a purchase that has to be asked after, or for the list of a large account.
const longestMs = 10 * 60_000;
// As in the lists of the package's own vendors.
const mostRows = 100_000;

const method = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === "function",
  "is no function",
);
const account = z.custom<Vendor>().superRefine((value, context) => {
  const shape = z.looseObject({
    account: z.string().min(1),
    ...Object.fromEntries(
      ["search", "find", "buy", "list", "get", "update", "release", "checkAgent", "checkSubaccount"].map(
        (name) => [name, method],
      ),
    ),
  });
  for (const issue of shape.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue });
});

const e164 = z.custom<E164>(
  (value) => typeof value === "string" && /^\+\d{4,15}$/.test(value),
  "is no number in E.164",
);
const text = z
  .string()
  .refine(({ length }) => length <= 10_000)
  .nullish()
  .transform((value) => (value ? wellFormed(value) : (value ?? null)));
// A number may be released by it: what is no ISO date is none.
const date = text.transform((value) => (value === null ? null : isoDate(value)));
const money = z
  .object({ amount: z.string().regex(amountPattern), currency: z.string().regex(currencyPattern) })
  .nullish()
  .transform((value) => value ?? null);
const capabilities = z
  .array(z.enum(numberCapabilities))
  .refine(({ length }) => length <= 10)
  .default([]);

// What only describes a number.
const description = {
  status: z.enum(["active", "pending", "lapsing"]).nullable().default(null),
  statusReason: text,
  monthlyPrice: money,
  renewsAt: date,
  agent: text,
  subaccount: text,
  alias: text,
  capabilities,
  region: text,
  purchasedAt: text,
  untold: z.array(z.enum(changeableNames as ["agent"])).optional(),
};
const owned = z.preprocess(
  withoutOddParts,
  z.looseObject({ e164, vendorId: text, ...description }),
) as unknown as z.ZodType<OwnedNumber>;
const offer = z.looseObject({
  e164,
  monthlyPrice: money,
  setupPrice: money,
  type: z.enum(numberTypes).nullable().default(null),
  place: text,
  capabilities,
  restriction: text,
  terms: z
    .record(z.string(), z.union([z.string().refine(({ length }) => length <= 10_000), z.number(), z.null()]))
    .nullable()
    .default(null),
}) as unknown as z.ZodType<Offer>;
const receipt = z.looseObject({
  e164,
  vendorId: text,
  status: z.enum(["active", "pending"]),
  statusReason: text,
  shown: owned.optional(),
}) as unknown as z.ZodType<Receipt>;
const release = z.enum(["released", "scheduled", "gone"]);
const many = z.object({
  owned: z.array(owned).refine(({ length }) => length <= mostRows),
  isAll: z.boolean(),
});

/** A number with what describes it as far as it can be read: one odd label must not hide the number, nor the others of its list. */
function withoutOddParts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const row = value as Readonly<Record<string, unknown>>;
  const isOdd = (name: string) => !description[name as "agent"].safeParse(row[name]).success;
  const odd = Object.keys(description).filter(isOdd);
  if (odd.length === 0) return value;
  const { data: told = [] } = description.untold.safeParse(row.untold);
  const untold = changeableNames.filter((name) => odd.includes(name) || told.includes(name as "agent"));
  return { ...row, ...Object.fromEntries(odd.map((name) => [name, undefined])), untold };
}

function guarded(definition: VendorDefinition, vendor: Vendor, hide: Redact): Vendor {
  const { name } = definition;
  const ask = <T>(operation: string, schema: z.ZodType<T>, call: () => unknown) =>
    answered(name, operation, schema, call, hide);
  return {
    definition,
    account: vendor.account,
    search: (query) => pages(name, () => vendor.search(query), hide),
    find: (number, country) => ask("search", offer.optional(), () => vendor.find(number, country)),
    buy: (order: Order) => ask("buy", receipt, () => vendor.buy(order)),
    list: () =>
      ask(
        "list",
        z.array(owned).refine(({ length }) => length <= mostRows),
        () => vendor.list(),
      ),
    get: (number) => ask("get", owned.optional(), () => vendor.get(number)),
    ...(vendor.getMany && {
      getMany: (numbers: Parameters<NonNullable<Vendor["getMany"]>>[0]) =>
        ask("get", many, () => vendor.getMany?.(numbers)),
    }),
    update: (now, changes) => ask("update", owned, () => vendor.update(now, changes)),
    ...(vendor.takeOver && {
      takeOver: (vendorId: string, agent: string) =>
        ask("adopt", owned, () => vendor.takeOver?.(vendorId, agent)),
    }),
    release: (number) => ask("release", release, () => vendor.release(number)),
    checkAgent: (agent) => ask("agent", anything, () => vendor.checkAgent(agent)),
    checkSubaccount: (subaccount) => ask("subaccount", anything, () => vendor.checkSubaccount(subaccount)),
  };
}

const anything = z.unknown().transform(() => {});

/** What a method of a module answers, as the interface documents it; or a typed error. */
async function answered<T>(
  vendor: string,
  operation: string,
  schema: z.ZodType<T>,
  call: () => unknown,
  hide: Redact,
): Promise<T> {
  const unclear = operation === "buy" ? UnclearPurchaseError : UnclearError;
  const nextStep =
    operation === "buy"
      ? "Run again: what became of it is looked up first. Correct the module."
      : "Correct the module, then run again.";
  const fail = (what: string) => new unclear(what, { vendor, operation, nextStep });
  let value: unknown;
  try {
    const work = Promise.resolve().then(call);
    value = await within(longestMs, work, () =>
      fail(`the module has not answered in ${longestMs / 60_000} minutes`),
    );
  } catch (error) {
    hideInError(error, hide);
    if (PhoneError.isInstance(error)) throw error;
    throw fail(`the module failed: ${hide(firstReasonOf(error))}`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw fail(`the module answers what the interface does not know: ${faultOf(read.error)}`);
}

function faultOf({ issues: [issue] }: z.ZodError): string {
  return `${["answer", ...(issue?.path ?? [])].map(String).join(".")}: ${issue?.message}`;
}

const page = z.object({ done: z.boolean().optional(), value: z.unknown() });
const offers = z.array(offer).refine(({ length }) => length <= mostRows);

async function* pages(vendor: string, search: () => unknown, hide: Redact): AsyncGenerator<readonly Offer[]> {
  const ask = <T>(schema: z.ZodType<T>, call: () => unknown) =>
    answered(vendor, "search", schema, call, hide);
  const iterator = await ask(z.custom<AsyncIterator<unknown>>(), () => {
    const found = search() as AsyncIterable<unknown>;
    return found[Symbol.asyncIterator]();
  });
  let over = false;
  try {
    // Empty pages are allowed, and without end they would be read for ever.
    for (let count = 0; count < 10_000; count++) {
      const { done, value } = await ask(page, () => iterator.next());
      over = done === true;
      if (over) return;
      yield await ask(offers, () => value);
    }
    throw new UnclearError("the module's search has no end", {
      vendor,
      operation: "search",
      nextStep: "Correct the module, then run again.",
    });
  } finally {
    if (!over) await ask(anything, () => iterator.return?.()).catch(() => {});
  }
}
