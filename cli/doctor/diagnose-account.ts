import { ArgumentError, PhoneError } from "../../provider/domain/errors";
import { firstReasonOf } from "../../provider/domain/reason";
import { createClient } from "../../provider/http/client";
import { redactor } from "../../provider/http/redact";
import { exchange, type SendRequest } from "../../provider/http/transport";
import { openVendor } from "../../provider/vendors/open-vendor";
import {
  type AccountSettings,
  type AnswerShape,
  isLacking,
  type OwnedNumber,
  type Vendor,
  type VendorDefinition,
} from "../../provider/vendors/vendor";
import { type Difference, differences } from "./compare-fields";
import { maskWords } from "./masks";
import { readOnly, type SeenExchange } from "./read-only";

/** One thing that an account was asked for, and how the adapter got on with the answer. */
export interface Read {
  /** E.g. `search US`. */
  readonly operation: string;
  readonly outcome: "read" | "failed" | "not asked";
  readonly detail: string;
  /** How many answers were held against what is documented. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** What was found out about one account; every value in it is masked, but for `exchanges` and `secrets`. */
export interface Diagnosis {
  readonly vendor: string;
  /** Whether the vendor's definition tells what is documented. */
  readonly compares: boolean;
  readonly reads: readonly Read[];
  /** What the adapter said of rows that it passed over, and the like. */
  readonly told: readonly string[];
  /** As they were, for a recording. */
  readonly exchanges: readonly SeenExchange[];
  readonly secrets: readonly string[];
}

// What no vendor has as an agent: how it says so is worth knowing, too.
const noAgent = "00000000-0000-4000-8000-000000000000";

/** Asks an account for what can be read, by the adapter's own code, and holds the answers against the documented ones. */
export async function diagnoseAccount(
  definition: VendorDefinition,
  settings: AccountSettings,
  countries: readonly string[],
  send: SendRequest = exchange,
): Promise<Diagnosis> {
  const exchanges: SeenExchange[] = [];
  const told: string[] = [];
  const secrets = new Set(Object.values(settings.keys));
  const vendor = openVendor(definition, settings, {
    createClient: (client) => {
      for (const secret of [...client.secrets, ...Object.values(client.headers)]) secrets.add(secret);
      const observed = readOnly(send, client.baseUrl, (seen) => exchanges.push(seen));
      return createClient(client, observed, (line) => told.push(line));
    },
  });
  const own = new Set((definition.shapes ?? []).flatMap(({ words = [] }) => words));
  const masked: Mask = (text) => {
    const seen = exchanges.flatMap(({ body }) => textsIn(body)).filter((each) => !own.has(each));
    return maskWords(redactor([...secrets])(text), seen);
  };
  const reads: Read[] = [];
  for (const { operation, ask } of questions(vendor, countries)) {
    const before = exchanges.length;
    const end = await outcomeOf(ask, masked);
    const found = exchanges.slice(before).flatMap((seen) => {
      const differing = differencesOf(seen, definition.shapes ?? []);
      return differing === undefined ? [] : [differing];
    });
    reads.push({ operation, ...end, compared: found.length, differences: distinct(found.flat()) });
  }
  return {
    vendor: definition.name,
    compares: definition.shapes !== undefined,
    reads,
    told: told.map(masked),
    exchanges,
    secrets: [...secrets],
  };
}

interface Question {
  readonly operation: string;
  /** Says what came back. Throws {@link NotAsked} where there is nothing to ask. */
  readonly ask: () => Promise<string>;
}

class NotAsked extends Error {}

function questions(vendor: Vendor, countries: readonly string[]): readonly Question[] {
  const { capabilities } = vendor.definition;
  let owned: readonly OwnedNumber[] | undefined;
  const search = (country: string) => async () => {
    if (capabilities.purchase !== "number") throw new NotAsked("the vendor has no such call");
    if (capabilities.countries?.includes(country) === false) throw new NotAsked("it sells no numbers there");
    const query = { country, type: undefined, criteria: {}, options: {} };
    // One page says enough.
    for await (const page of vendor.search(query))
      return `${count(page.length, "number")} for sale on the first page`;
    return "nothing for sale";
  };
  return [
    ...countries.map((country) => ({ operation: `search ${country}`, ask: search(country) })),
    {
      operation: "list",
      ask: async () => {
        if (!capabilities.list) throw new NotAsked("the vendor has no such call");
        owned = await vendor.list();
        return `the account has ${count(owned.length, "number")}`;
      },
    },
    {
      operation: "get",
      ask: async () => {
        if (!capabilities.get) throw new NotAsked("the vendor has no such call");
        if (owned === undefined) throw new NotAsked("no number of the account is known");
        const [first] = owned;
        if (first === undefined) throw new NotAsked("the account has no number");
        if ((await vendor.get(first)) === undefined)
          throw new Error("the list shows a number that get denies");
        return "the number is the one that the list shows";
      },
    },
    {
      operation: "agent",
      ask: async () => {
        if (isLacking(capabilities.agent)) throw new NotAsked("the vendor has no such call");
        const bound = owned?.find(({ agent }) => agent !== null)?.agent ?? undefined;
        if (bound !== undefined) {
          await vendor.checkAgent(bound);
          return "the one that a number has is found";
        }
        const error: unknown = await vendor.checkAgent(noAgent).catch((thrown: unknown) => thrown);
        if (ArgumentError.isInstance(error)) return "one that does not exist is told as such";
        throw error ?? new Error("an agent that does not exist is found");
      },
    },
  ];
}

/** Masks what an error says: it may quote the vendor. */
type Mask = (text: string) => string;

async function outcomeOf(ask: Question["ask"], masked: Mask): Promise<Pick<Read, "outcome" | "detail">> {
  try {
    return { outcome: "read", detail: await ask() };
  } catch (error) {
    if (error instanceof NotAsked) return { outcome: "not asked", detail: error.message };
    if (!PhoneError.isInstance(error)) return { outcome: "failed", detail: masked(firstReasonOf(error)) };
    const { status } = error.details;
    return {
      outcome: "failed",
      detail: `${error.name}${status ? ` (HTTP ${status})` : ""}: ${masked(error.what)}`,
    };
  }
}

/** Undefined where there is nothing to hold the answer against. */
function differencesOf(
  { path, status, text, body }: SeenExchange,
  shapes: readonly AnswerShape[],
): readonly Difference[] | undefined {
  const fitting = shapes.filter((shape) => isAt(path, shape.path) && Object.keys(shape.fields).length > 0);
  if (status < 200 || status >= 300 || fitting.length === 0) return undefined;
  if (body !== undefined) return differences(body, fitting);
  const form = text.trim() === "" ? "empty" : /^\s*</.test(text) ? "a page" : "text";
  return [{ field: "(body)", what: `${form} where JSON is expected` }];
}

function isAt(path: string, pattern: string): boolean {
  const [way = ""] = path.split("?");
  const [segments, wanted] = [way.split("/"), pattern.split("/")];
  return (
    segments.length === wanted.length &&
    wanted.every((each, index) => each === "*" || each === segments[index])
  );
}

function distinct(found: readonly Difference[]): readonly Difference[] {
  return [...new Map(found.map((each) => [`${each.field} ${each.what}`, each])).values()];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function count(size: number, what: string): string {
  return `${size} ${what}${size === 1 ? "" : "s"}`;
}
