import type { Operation } from "../world/faults";

/** One call of the vendor's API. */
export interface Route<Handler> {
  readonly method: string;
  /** With or without a last slash, as the vendor has it; `:id` stands for one path segment, and may occur once. */
  readonly path: string;
  readonly handler: Handler;
  /** The classes of fault the call can meet; none for a call outside the life of a number. */
  readonly operations: readonly Operation[];
}

/** What a call means. `id` is the segment at `:id`, empty where the path has none. */
export type Match<R> =
  | { readonly kind: "route"; readonly route: R; readonly id: string }
  /** The path is known, by these methods only. */
  | { readonly kind: "no-such-method"; readonly methods: readonly string[] }
  | { readonly kind: "no-such-path" };

/** How a vendor reads paths, where it is not the plain case. */
export interface RouterOptions {
  /** Whether only the first path that fits counts, even if a later one has the method. Default false. */
  readonly firstPathDecides?: boolean;
  /** Whether `:id` is percent-decoded; a segment that cannot be decoded fits no path. Default false. */
  readonly decodesIds?: boolean;
}

/** Makes a route. */
export function route<Handler>(
  method: string,
  path: string,
  handler: Handler,
  ...operations: Operation[]
): Route<Handler> {
  return { method, path, handler, operations };
}

/**
 * Finds the route of a call. It answers nothing itself, as vendors differ in their 404, their 405 and what they make of slashes.
 * Paths are compared letter by letter. Routes are tried in order, so fixed words come before `:id`.
 *
 * @example
 * ```ts
 * const router = new Router([
 *   route("GET", "/numbers", listNumbers, "list"),
 *   route("DELETE", "/numbers/:id", releaseNumber, "release"),
 * ]);
 * router.match("DELETE", "/numbers/n-17"); // { kind: "route", route: …, id: "n-17" }
 * router.match("PUT", "/numbers/n-17"); // { kind: "no-such-method", methods: ["DELETE"] }
 * ```
 */
export class Router<R extends Route<unknown>> {
  constructor(
    private readonly routes: readonly R[],
    private readonly options: RouterOptions = {},
  ) {}

  match(method: string, path: string): Match<R> {
    const fitting = this.routes.flatMap((each) => {
      const id = this.identify(each.path, path);
      return id === undefined ? [] : [{ route: each, id }];
    });
    const [first] = fitting;
    if (first === undefined) return { kind: "no-such-path" };
    const meant = this.options.firstPathDecides
      ? fitting.filter((each) => each.route.path === first.route.path)
      : fitting;
    const found = meant.find((each) => each.route.method === method);
    if (found === undefined) {
      return { kind: "no-such-method", methods: meant.map((each) => each.route.method) };
    }
    return { kind: "route", ...found };
  }

  /** The classes of fault a call can meet: those of its route. */
  operations(method: string, path: string): readonly Operation[] {
    const found = this.match(method, path);
    return found.kind === "route" ? found.route.operations : [];
  }

  /** The segment that stands for `:id`, empty where the pattern has none; undefined when it does not fit. */
  private identify(pattern: string, path: string): string | undefined {
    const [before = "", after] = pattern.split(":id");
    if (after === undefined) return path === pattern ? "" : undefined;
    if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
    const id = path.slice(before.length, path.length - after.length);
    if (id === "" || id.includes("/")) return undefined;
    return this.options.decodesIds ? decoded(id) : id;
  }
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
