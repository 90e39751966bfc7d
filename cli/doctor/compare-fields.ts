import type { AnswerShape } from "../../provider/vendors/vendor";
import { formOf, safeName } from "./masks";

/** What an answer has otherwise than documented; no value of it is shown. */
export interface Difference {
  readonly field: string;
  /** E.g. `missing`, or `new: text like "999"`. */
  readonly what: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** How a field was met: in how many objects of how many, and as what. */
interface Met {
  readonly values: unknown[];
  /** How many objects could have had it. */
  chances: number;
}

/** Holds a body against the documented ones, and tells the differences to the one that is nearest. */
export function differences(body: unknown, shapes: readonly AnswerShape[]): readonly Difference[] {
  const each = shapes.map(({ fields }) => differencesTo(body, fields));
  return each.sort((left, right) => left.length - right.length)[0] ?? [];
}

function differencesTo(body: unknown, fields: AnswerShape["fields"]): Difference[] {
  const expected = expectedFields(fields);
  const met = new Map<string, Met>();
  const found: Difference[] = [];
  const add = (field: string, what: string) => found.push({ field: field || "(body)", what });
  const visit = (value: unknown, place: string): void => {
    const types = expected.get(place)?.types ?? [];
    if (!types.includes(typeOf(value))) return;
    if (Array.isArray(value)) {
      if (!expected.has(`${place}[]`)) return;
      for (const row of value) meet(met, `${place}[]`, row);
      for (const row of value) visit(row, `${place}[]`);
    } else if (isObject(value)) {
      const inner = childrenOf(expected, place);
      if (inner.length === 0) return;
      for (const child of inner) meetChance(met, child);
      for (const [name, field] of Object.entries(value)) {
        const known = childOf(place, name);
        const child = expected.has(known) ? known : childOf(place, safeName(name));
        meet(met, child, field);
        visit(field, child);
      }
    }
  };
  meet(met, "", body);
  visit(body, "");
  for (const [field, { types, optional }] of expected) {
    const { values, chances } = met.get(field) ?? { values: [], chances: 0 };
    if (values.length < chances && !optional) {
      add(field, values.length === 0 ? "missing" : `missing in ${chances - values.length} of ${chances}`);
    }
    const others = values.filter((value) => !types.includes(typeOf(value)));
    for (const type of new Set(others.map(typeOf))) {
      const sample = others.find((value) => typeOf(value) === type);
      add(field, `${formOf(sample)} where ${types.join(" or ")} is expected`);
    }
  }
  for (const [field, { values }] of met) {
    if (!expected.has(field)) add(field, `new: ${formOf(values.find(isTelling) ?? values[0])}`);
  }
  return found;
}

interface Expected {
  readonly types: readonly string[];
  readonly optional: boolean;
}

/** The documented fields by their places, with the objects and lists that they stand in. */
function expectedFields(fields: AnswerShape["fields"]): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  for (const [name, types] of Object.entries(fields)) {
    const place = name.replace(/\?$/, "");
    expected.set(place, { types: types.split("|"), optional: place !== name });
  }
  for (const place of [...expected.keys()]) {
    for (let inner = place; inner !== ""; inner = parentOf(inner)) {
      const parent = parentOf(inner);
      const type = inner.endsWith("[]") ? "array" : "object";
      if (!expected.has(parent)) expected.set(parent, { types: [type], optional: false });
    }
  }
  return expected;
}

function parentOf(place: string): string {
  return place.endsWith("[]") ? place.slice(0, -2) : place.slice(0, Math.max(0, place.lastIndexOf(".")));
}

function childrenOf(expected: ReadonlyMap<string, Expected>, place: string): string[] {
  return [...expected.keys()].filter(
    (each) => each !== "" && !each.endsWith("[]") && parentOf(each) === place,
  );
}

function childOf(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}

function meet(met: Map<string, Met>, place: string, value: unknown): void {
  const before = met.get(place) ?? { values: [], chances: 0 };
  before.values.push(value);
  met.set(place, before);
}

function meetChance(met: Map<string, Met>, place: string): void {
  const before = met.get(place) ?? { values: [], chances: 0 };
  before.chances += 1;
  met.set(place, before);
}

function isTelling(value: unknown): boolean {
  return value !== null && value !== "";
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
