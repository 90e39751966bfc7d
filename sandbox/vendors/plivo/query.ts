import type { Answer } from "../../kit/stand-in";
import { answer, invalid } from "./answers";
import type { PlivoRequest } from "./context";

const maxLimit = 20;

/** Reads query parameters and refuses what cannot be one, by name. */
export class Query {
  constructor(private readonly params: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.params.get(name) ?? undefined;
  }

  matching(name: string, pattern: RegExp): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !pattern.test(value)) throw invalid(name);
    return value;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const known = values.find((candidate) => candidate === value);
    if (known === undefined) throw invalid(name, `must be one of ${values.join(", ")}`);
    return known;
  }

  /** Spelled as in JSON, or with a capital as by the official Python client. */
  flag(name: string): boolean {
    const value = this.matching(name, /^(true|false)$/i);
    return value?.toLowerCase() === "true";
  }

  /** `YYYY-MM-DD`. */
  date(name: string): string | undefined {
    const value = this.matching(name, /^\d{4}-\d{2}-\d{2}$/);
    if (value !== undefined && Number.isNaN(Date.parse(value))) throw invalid(name);
    return value;
  }

  integer(name: string, min: number, max: number, fallback: number): number {
    const value = Number(this.matching(name, /^\d{1,9}$/) ?? fallback);
    if (value < min || value > max) throw invalid(name, `must be from ${min} to ${max}`);
    return value;
  }
}

/** What rows must meet: one test for each parameter that was given. */
export class Criteria<Item> {
  private readonly tests: ((item: Item) => boolean)[] = [];

  where<Value>(value: Value | undefined, test: (item: Item, value: Value) => boolean): this {
    if (value !== undefined) this.tests.push((item) => test(item, value));
    return this;
  }

  select(items: readonly Item[]): Item[] {
    return items.filter((item) => this.tests.every((test) => test(item)));
  }
}

export interface ListForm {
  /** The name the rows stand under. */
  readonly rows: "objects" | "compliances";
  /** What stands for no page: some lists say null, others an empty text. */
  readonly noPage: null | "";
}

const numbersForm: ListForm = { rows: "objects", noPage: null };

/** Answers the page of `items` that limit and offset ask for. */
export function page<Item>(
  { path, query }: PlivoRequest,
  items: readonly Item[],
  toRow: (item: Item) => unknown,
  { rows, noPage }: ListForm = numbersForm,
): Answer {
  const reader = new Query(query);
  // More than twenty is refused by some clients before they ask, and asked for by others: there are twenty then.
  const limit = Math.min(reader.integer("limit", 1, Number.MAX_SAFE_INTEGER, maxLimit), maxLimit);
  const offset = reader.integer("offset", 0, Number.MAX_SAFE_INTEGER, 0);
  const uri = (start: number) => {
    const params = new URLSearchParams(query);
    params.set("limit", String(limit));
    params.set("offset", String(start));
    return `${path}?${params}`;
  };
  return answer(200, {
    meta: {
      limit,
      offset,
      total_count: items.length,
      next: offset + limit < items.length ? uri(offset + limit) : noPage,
      previous: offset > 0 ? uri(Math.max(0, offset - limit)) : noPage,
    },
    [rows]: items.slice(offset, offset + limit).map(toRow),
  });
}
