import type { FleetRow } from "../../fleet/fleet-row";
import { countryOfNumber, type E164, readCountry } from "../../provider/domain/number";
import type { NumberArguments } from "../../provider/domain/number-arguments";
import { parseArguments } from "../../provider/lifecycle/arguments/parse";
import { unsupportedArguments } from "../../provider/lifecycle/arguments/unsupported";
import {
  type ChangeableName,
  changeable,
  changeableNames,
  isLacking,
  type VendorDefinition,
} from "../../provider/vendors/vendor";
import { logicalNames } from "./logical-names";

/** A number that a program is to declare, and an import is to find. */
export interface DeclaredNumber {
  /** The resource's logical name. */
  readonly name: string;
  readonly e164: string;
  /** How `pulumi import` is told which number is meant: by its account, or by its vendor where that has only one. */
  readonly id: string;
  /** The arguments of the resource, in the order of the reference. */
  readonly args: readonly (readonly [name: string, value: string])[];
}

/** What is declared, and in one line each what is not, and why. */
export interface Declared {
  readonly numbers: readonly DeclaredNumber[];
  /** The row of each of them. */
  readonly rows: readonly FleetRow[];
  readonly notes: readonly string[];
}

/** A row whose number is known, and whose vendor is. */
interface OwnedRow extends FleetRow {
  readonly e164: string;
  readonly vendor: string;
}

/**
 * Numbers that no stack has, as a program declares them: with what they have now, so that nothing is changed.
 *
 * @param taken The logical names that are in use.
 */
export function declaredNumbers(
  orphans: readonly FleetRow[],
  taken: readonly string[],
  definitions: ReadonlyMap<string, VendorDefinition>,
): Declared {
  const notes: string[] = [];
  const firsts = new Map<string, OwnedRow>();
  for (const row of orphans.filter(isOwned)) {
    const { e164 } = row;
    if (readCountry(countryOfNumber(e164 as E164)) === undefined) {
      notes.push(`${e164} is left out, as its country is not known: take it into a program by adopt`);
      continue;
    }
    const first = firsts.get(e164) ?? row;
    firsts.set(e164, first);
    if (first !== row)
      notes.push(`${e164} is shown by ${ownerOf(row)}, too: it is written as one of ${ownerOf(first)}`);
  }
  const rows = [...firsts.values()];
  const names = logicalNames(rows, taken);
  const numbers = rows.map((row, index): DeclaredNumber => {
    const { e164, vendor, account } = row;
    const name = names[index] ?? e164;
    const fixed = { vendor, ...(account !== null && { account }), country: countryOfNumber(e164 as E164) };
    const definition = definitions.get(vendor);
    const seen = definition === undefined ? {} : askableParts(row, fixed, definition, notes);
    const args = Object.entries({ ...fixed, ...seen, deletionPolicy: "retain" });
    return { name, e164, id: `${ownerOf(row)}:${e164}`, args };
  });
  return { numbers, rows, notes };
}

function isOwned(row: FleetRow): row is OwnedRow {
  return row.e164 !== null && row.vendor !== null;
}

function ownerOf({ vendor, account }: OwnedRow): string {
  return account ?? vendor;
}

/** What the number has of what changes in place, as far as a program can ask for it. */
function askableParts(
  row: OwnedRow,
  fixed: NumberArguments,
  definition: VendorDefinition,
  notes: string[],
): Readonly<Record<string, string>> {
  const has = { agent: row.agent, subaccount: row.subaccount, alias: row.label };
  const parts: [string, string][] = [];
  for (const name of changeableNames) {
    const value = has[name];
    if (!value || isLacking(definition.capabilities[changeable[name].capability])) continue;
    const reason = refusalOf(name, value, fixed, definition);
    if (reason === undefined) parts.push([name, value]);
    else notes.push(`${row.e164} keeps its ${name}, and its declaration leaves it out: ${reason}`);
  }
  return Object.fromEntries(parts);
}

/** Why a program cannot ask for what the number has; undefined where it can. */
function refusalOf(
  name: ChangeableName,
  value: string,
  fixed: NumberArguments,
  definition: VendorDefinition,
): string | undefined {
  const { args, failures } = parseArguments({ ...fixed, [name]: value });
  const all = [...failures, ...unsupportedArguments(definition, args, [], true)];
  const failure = all.find(({ property }) => property === name);
  if (failure !== undefined) return failure.reason;
  return args[name] === value ? undefined : `${name}: has blanks around it`;
}
