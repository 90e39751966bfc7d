import fc from "fast-check";
import type { SendRequest } from "../../../provider/http/transport";
import { anyJson, type Change, changed, changes, type Json, oddText } from "./json";

/** How the body of a vendor's answer is spoilt; what is large or deep is told by how it is made. */
export type Body =
  | { readonly kind: "honest" }
  | { readonly kind: "changed"; readonly changes: readonly Change[] }
  | { readonly kind: "cut"; readonly after: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "json"; readonly json: Json }
  | { readonly kind: "deep"; readonly open: string; readonly depth: number; readonly close: string }
  | { readonly kind: "long"; readonly before: string; readonly piece: string; readonly times: number }
  /** A page that says that more of them follow, and holds something new each time. */
  | { readonly kind: "endless"; readonly total: number | null };

/** One answer of a vendor that does not keep to its documentation, or of somebody else in its place. */
export interface OddAnswer {
  readonly body: Body;
  /** In the place of the vendor's own. */
  readonly status?: number;
  readonly retryAfter?: number;
  readonly requestId?: string;
  readonly location?: string;
  /** The connection broke instead; whether before the request left. */
  readonly broken?: "before" | "after";
}

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Body>({ kind: "honest" }) },
  { weight: 10, arbitrary: changes.map((all): Body => ({ kind: "changed", changes: all })) },
  { weight: 2, arbitrary: fc.nat(400).map((after): Body => ({ kind: "cut", after })) },
  { weight: 2, arbitrary: oddText.map((text): Body => ({ kind: "text", text })) },
  { weight: 4, arbitrary: anyJson.map((json): Body => ({ kind: "json", json })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("[", '{"data":', '{"data":[', '{"error":', '[{"phone_number":'),
        fc.constantFrom(1, 40, 200, 10_000),
      )
      .map(([open, depth]): Body => ({ kind: "deep", open, depth, close: closing(open) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "[", '{"message":"', '{"error":"', "<"),
        fc.constantFrom("<", "[", " ", "9", "a\n"),
      )
      .map(([before, piece]): Body => ({ kind: "long", before, piece, times: 3_000 })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(null, 0, 50, 1e9, 1e15, 1e308, -1, 0.5)
      .map((total): Body => ({ kind: "endless", total })),
  },
);

function closing(open: string): string {
  return [...open]
    .reverse()
    .flatMap((each) => (each === "[" ? ["]"] : each === "{" ? ["}"] : []))
    .join("");
}

const statuses = [...[200, 201, 202, 204, 206, 301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 408]];
const moreStatuses = [
  ...[409, 410, 412, 418, 422, 423, 425, 429, 451, 500, 501, 502, 503, 504, 520, 599, 999],
];

export const oddAnswer: fc.Arbitrary<OddAnswer> = fc
  .record(
    {
      body,
      status: fc.constantFrom(...statuses, ...moreStatuses),
      retryAfter: fc.constantFrom(0, 1, 1_000, 1e9, 1e300),
      requestId: oddText,
      location: fc.oneof(
        oddText,
        fc.constantFrom(
          "https://evil.test/",
          "//evil.test/x",
          "/other",
          "..",
          "http://sim.test:1/",
          "data:,x",
        ),
      ),
      broken: fc.constantFrom<("before" | "after")[]>("before", "after"),
    },
    { requiredKeys: ["body"] },
  )
  // Most answers are spoilt in one way at a time.
  .map(
    ({ body: given, broken, ...facts }): OddAnswer =>
      broken !== undefined && given.kind === "honest" ? { body: given, broken } : { body: given, ...facts },
  );

/** The network with its answer spoilt. `turn` tells how many came before it. */
export function spoilt(network: SendRequest, odd: OddAnswer, turn: number): SendRequest {
  return async (request, effect) => {
    const broken = { kind: "broken", reason: "the connection broke: ECONNRESET" } as const;
    if (odd.broken === "before") return { ...broken, sent: false };
    // What is refused was not bought: a vendor that lies about that nobody can see through.
    const isRefusal = odd.status !== undefined && odd.status >= 400 && odd.status < 500 && odd.status !== 408;
    const honest = await network(isRefusal ? { ...request, method: "GET" } : request, effect);
    if (odd.broken === "after") return { ...broken, sent: true };
    if (honest.kind === "broken") return honest;
    const { status = honest.status, retryAfter = honest.retryAfter, requestId, location } = odd;
    const text = textOf(odd.body, honest.text, turn);
    return { kind: "answered", status, retryAfter, requestId, location, text };
  };
}

function textOf(given: Body, honest: string, turn: number): string {
  switch (given.kind) {
    case "honest":
      return honest;
    case "changed":
      return JSON.stringify(changed(parsed(honest), given.changes));
    case "cut":
      return honest.slice(0, given.after);
    case "text":
      return given.text;
    case "json":
      return JSON.stringify(given.json);
    case "deep":
      return `${given.open.repeat(given.depth)}1${given.close.repeat(given.depth)}`;
    case "long":
      return given.before + given.piece.repeat(given.times);
    case "endless":
      return endlessPage(given.total, turn);
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** A page that every one of the vendors may read as its own. */
function endlessPage(total: number | null, turn: number): string {
  const number = `+1907${2_000_000 + (turn % 7_000_000)}`;
  const row = { id: turn + 1, number, phone_number: number, is_active: true, rented: true };
  return JSON.stringify({
    success: true,
    meta: { total_count: total, total, limit: 1, next: "/v1/more" },
    objects: [{ ...row, number: number.slice(1) }],
    data: [row],
    has_more: true,
    last_page: total,
    total,
  });
}
