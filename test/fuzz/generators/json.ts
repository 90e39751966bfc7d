import fc from "fast-check";

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Names that an object of JavaScript has without being given them. */
const inherited = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"];

/** Members that the vendors, the engine and this package write. */
const known = [
  ...[
    "id",
    "number",
    "phone_number",
    "phoneNumber",
    "phoneNumberId",
    "status",
    "success",
    "message",
    "error",
  ],
  ...[
    "data",
    "objects",
    "numbers",
    "meta",
    "total_count",
    "next",
    "has_more",
    "total",
    "last_page",
    "agents",
  ],
  ...["agent_id", "agentId", "app_id", "application", "price", "monthly_rental_rate", "renewal_at", "detail"],
  ...["code", "is_active", "rented", "deleted", "state", "country_code", "iso_country", "length", "errors"],
];

const memberName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...known) },
  { weight: 2, arbitrary: fc.constantFrom(...inherited) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);

/** Texts that mean something to an address, a header, a terminal or a parser, or look like a number and are none. */
export const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        "",
        "\ud83d",
        "half \ude00",
        " ",
        ".",
        "..",
        "../",
        "/",
        "?",
        "#",
        "%",
        "%2e%2e",
        "%2F",
        "\\",
        "\0",
        "\r\n",
        "\r\nX-Evil: 1",
      ],
      ...["a/../b", "..\\..", "//evil.test/", "https://evil.test/", "@evil.test", "a\u0000b", "\u001b[2J"],
      ...[
        "\ud800",
        "\u202e+1",
        "+",
        "+1",
        "+1415555",
        "+14155550100",
        "14155550100",
        "+0",
        "0",
        "-1",
        "1e999",
      ],
      ...[
        "NaN",
        "Infinity",
        "null",
        "true",
        "active",
        "pending",
        "deleted",
        "success",
        "failed",
        "not found",
      ],
      ...["1000-01-01", "9999-99-99", "2026-02-30T00:00:00Z", "constructor", "__proto__", "$0.80", "0x10"],
    ),
  },
  { weight: 1, arbitrary: fc.nat(3).map((digits) => "9".repeat(10 ** (digits + 1))) },
);

export const oddNumber = fc.oneof(
  fc.constantFrom(0, -1, 0.5, 1e21, -1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 2 ** 63, 14155550100),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** An object as JSON gives it: also one that has a member `__proto__` of its own. */
export function objectOf<Name extends string>(
  names: fc.Arbitrary<Name>,
  values: fc.Arbitrary<Json>,
  maxLength = 5,
): fc.Arbitrary<{ [name: string]: Json }> {
  return fc
    .array(fc.tuple(names, values), { maxLength })
    .map((members) => Object.fromEntries(members) as { [name: string]: Json });
}

/** Any JSON, the nastier kinds of it more often. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    objectOf(memberName, tie("value")),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
})).value;

/** Where in a value a change is made: counted through all its parts, round and round. */
export interface Change {
  readonly at: number;
  /** Put in the part's place; undefined takes the part out. */
  readonly by?: Json;
}

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc
    .tuple(fc.nat(400), fc.option(fc.oneof(scalar, anyJson), { nil: undefined, freq: 5 }))
    .map(([at, by]): Change => (by === undefined ? { at } : { at, by })),
  { minLength: 1, maxLength: 3 },
);

/** The value with these changes made, one after the other. */
export function changed(value: Json, all: readonly Change[]): Json {
  return all.reduce((now, change) => changedOnce(now, change), value);
}

function changedOnce(value: Json, change: Change): Json {
  const parts = countParts(value);
  let left = change.at % parts;
  const visit = (part: Json): Json | undefined => {
    if (left-- === 0) return change.by;
    if (Array.isArray(part)) return part.flatMap((each) => listed(visit(each)));
    if (typeof part !== "object" || part === null) return part;
    const members = Object.entries(part).flatMap(([name, each]) =>
      listed(visit(each)).map((kept): [string, Json] => [name, kept]),
    );
    return Object.fromEntries(members);
  };
  return visit(value) ?? null;
}

function listed(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

function countParts(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, each) => sum + countParts(each), 0);
}
