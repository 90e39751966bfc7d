import { readCountry } from "../domain/number";
import { parseArguments } from "../lifecycle/arguments/parse";
import { unsupportedArguments } from "../lifecycle/arguments/unsupported";
import type { Context } from "../lifecycle/context";
import type { AnyQuery, AvailableNumber } from "./asked-and-found";
import { definitionOf, refuse, requireObject } from "./owner";

/** Free numbers of one search, in the vendor's order, as far as asked for. */
export async function searchNumbers(context: Context, query: AnyQuery): Promise<AvailableNumber[]> {
  requireObject(query, "query", '{ vendor: "plivo", country: "US" }');
  const { vendor, account, country: written, type, vendorOptions, limit = 20, ...criteria } = query;
  const definition = definitionOf(context, query);
  const { args, failures } = parseArguments(
    given({ country: written, type, vendorOptions, search: given(criteria) }),
  );
  if (!Number.isInteger(limit) || limit < 1) {
    refuse([{ property: "limit", reason: "must be a whole number of 1 or more." }]);
  }
  const country = args.country === undefined ? undefined : readCountry(args.country);
  refuse([...failures, ...unsupportedArguments(definition, { ...args, country }, [])]);
  if (country === undefined) {
    const reason =
      args.country === undefined
        ? "is missing"
        : `"${args.country}" is not an ISO 3166-1 alpha-2 code, such as "US"`;
    refuse([{ property: "country", reason }]);
    return [];
  }
  const { vendor: opened } = await context.account({ vendor: definition.name, account });
  const found: AvailableNumber[] = [];
  const wanted = {
    country,
    type: args.type,
    criteria: args.search?.[0] ?? {},
    options: args.vendorOptions ?? {},
  };
  for await (const page of opened.search(wanted)) {
    found.push(...page.map(({ terms: _, ...offer }) => offer));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function given(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
