import { z } from "zod";
import { criterionNames } from "../domain/argument-schema";
import { numberTypes } from "../domain/names";
import type { E164 } from "../domain/number";
import type { OptionSchemas } from "./kit/option-schemas";
import {
  type AgentCapability,
  type AnswerShape,
  type Capabilities,
  interfaceVersion,
  type KeyDefinition,
  type Lacking,
  type PrefixPurchase,
  type VendorDefinition,
} from "./vendor";

const text = z.string("must be a text");
const flag = z.boolean("must be true or false");

/** A text of one form. */
function textLike(pattern: RegExp, form: string) {
  return z.string(form).regex(pattern, form);
}

function oneOf<const T extends string>(values: readonly T[]) {
  const quoted = values.map((value) => JSON.stringify(value));
  const words = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  return z.enum(values, `must be ${words}`);
}

function listOf<T extends z.ZodType>(member: T) {
  return z.array(member, "must be a list");
}

/** A misspelt member would count as one that the vendor has not. */
function strict<T extends z.ZodRawShape>(shape: T, known = Object.keys(shape).join(", ")) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys" ? `is no member: known are ${known}` : "must be an object",
  });
}

const lacking = strict(
  { instead: text } satisfies OptionSchemas<Lacking>,
  "instead alone where the vendor lacks it",
);

/** What the vendor has, or {@link Lacking}. A union would not tell which member of which of the two is wrong. */
function orLacking<T>(shape: z.ZodRawShape & OptionSchemas<T>) {
  const able = strict(shape, `${Object.keys(shape).join(", ")}, or instead alone`);
  return z.custom<T | Lacking>().superRefine((value, context) => {
    const chosen = isObject(value) && "instead" in value ? lacking : able;
    for (const issue of chosen.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue });
  });
}

const prefixPurchase = strict({
  instead: text,
  defaultPrefix: z.custom<E164>((value) => /^\+\d{1,15}$/.test(String(value)), "must be + and digits"),
  monthlyPrice: strict({
    amount: textLike(/^\d+(\.\d+)?$/, 'must be a decimal text, as in "1.50"'),
    currency: textLike(/^[A-Z]{3}$/, 'must be three capitals, as in "USD"'),
  }),
} satisfies OptionSchemas<PrefixPurchase>);

const purchase = z.custom<Capabilities["purchase"]>().superRefine((value, context) => {
  if (value === "number") return;
  const issues = isObject(value)
    ? (prefixPurchase.safeParse(value).error?.issues ?? [])
    : [{ code: "custom" as const, message: 'must be "number", or the members of a purchase by prefix' }];
  for (const issue of issues) context.addIssue({ ...issue });
});

const capabilities = strict({
  countries: listOf(textLike(/^[A-Z]{2}$/, 'must be two capitals, as in "US"')).nullable(),
  types: listOf(oneOf(numberTypes)),
  search: listOf(oneOf(criterionNames)),
  purchase,
  list: flag,
  get: flag,
  agent: orLacking<AgentCapability>({
    word: text,
    atPurchase: flag,
    byDefault: z.literal(true, "must be true, or left out").optional(),
    oneNumber: z.literal(true, "must be true, or left out").optional(),
    isAddress: z.literal(true, "must be true, or left out").optional(),
  }),
  subaccount: orLacking<{ readonly word: string }>({ word: text }),
  label: orLacking<{ readonly word: string }>({ word: text }),
  renewalDate: flag,
  purchaseDate: flag.optional(),
  release: strict({ when: oneOf(["at-once", "period-end"]), rentEnds: text }),
} satisfies OptionSchemas<Capabilities>);

const key = strict({
  config: text,
  environment: text,
  secret: flag,
  form: strict({
    pattern: z.instanceof(RegExp, { error: "must be a RegExp" }),
    description: text,
  }).optional(),
} satisfies OptionSchemas<KeyDefinition>);

const shape = strict({
  path: textLike(/^\//, "must be a path that begins with a slash"),
  fields: z.record(
    z.string(),
    textLike(
      /^(string|number|boolean|null|object|array)(\|(string|number|boolean|null|object|array))*$/,
      "must be types joined by |: string, number, boolean, null, object, array",
    ),
    "must be an object",
  ),
  words: listOf(text).optional(),
} satisfies OptionSchemas<AnswerShape>);

const definition = strict({
  interfaceVersion: z.literal(interfaceVersion),
  name: textLike(/^[a-z][a-z0-9]*$/, "must be lower-case letters and digits, beginning with a letter"),
  capabilities,
  baseUrl: z.string("must be a URL").refine((value) => URL.canParse(value), "must be a URL"),
  keys: z
    .record(z.string(), key as z.ZodType<KeyDefinition>, "must be an object")
    .refine(
      isUnambiguous,
      "has a key whose name is another one's with Command or File behind it: those tell the other one",
    ),
  options: z
    .custom<NonNullable<VendorDefinition["options"]>>(
      // Of the module's own copy of zod, as a rule: no class of ours.
      (value) => isObject(value) && "safeParse" in value,
      "must be a zod schema",
    )
    .optional(),
  purchaseOptions: z.array(text, "must be a list of names").optional(),
  searchFailures: functionOf<NonNullable<VendorDefinition["searchFailures"]>>().optional(),
  connect: functionOf<VendorDefinition["connect"]>(),
  shapes: listOf(shape).optional(),
} satisfies OptionSchemas<VendorDefinition>);

function isUnambiguous(keys: VendorDefinition["keys"]): boolean {
  const names = Object.values(keys).map(({ config }) => config);
  return !names.some((name) => names.includes(`${name}Command`) || names.includes(`${name}File`));
}

function functionOf<T>() {
  return z.custom<T>((value) => typeof value === "function", "must be a function");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether the value is meant as a VendorDefinition at all. */
export function looksLikeDefinition(value: unknown): value is { readonly interfaceVersion?: unknown } {
  return isObject(value) && ["interfaceVersion", "capabilities", "connect"].some((name) => name in value);
}

/** What is wrong with a definition of this version, member by member; nothing of one that is right. */
export function faultsOfDefinition(value: object): readonly string[] {
  const issues = definition.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((name) => [...issue.path, name]) : [issue.path];
    return paths.map((path) => faultAt(value, path, issue));
  });
}

function faultAt(root: object, path: readonly PropertyKey[], issue: z.core.$ZodIssue): string {
  const name = path.reduce<string>(
    (whole, part) =>
      typeof part === "number" ? `${whole}[${part}]` : `${whole}${whole && "."}${String(part)}`,
    "",
  );
  const found = path.reduce<unknown>(
    (within, part) =>
      isObject(within) ? (within as Readonly<Record<PropertyKey, unknown>>)[part] : undefined,
    root,
  );
  if (found === undefined) return `${name} is missing`;
  const isShort = typeof found === "string" || typeof found === "number" || typeof found === "boolean";
  const shown = isShort && issue.code !== "unrecognized_keys" ? `; it is ${JSON.stringify(found)}` : "";
  return `${name} ${issue.message}${shown}`;
}
