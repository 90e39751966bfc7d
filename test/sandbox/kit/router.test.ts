import { describe, expect, test } from "vitest";
import { Router, route } from "../../../sandbox/kit/router";

const routes = [
  route("GET", "/numbers/all", "listed", "list"),
  route("GET", "/numbers/:id", "got", "get"),
  route("DELETE", "/numbers/:id", "released", "release"),
  route("POST", "/numbers/:id/buy/", "bought", "buy"),
  route("GET", "", "root"),
];

function found(router: Router<(typeof routes)[number]>, method: string, path: string) {
  const match = router.match(method, path);
  return match.kind === "route" ? `${match.route.handler} ${match.id}`.trim() : match;
}

describe("a router", () => {
  const router = new Router(routes);

  test.each([
    ["GET", "/numbers/all", "listed"],
    ["GET", "/numbers/7", "got 7"],
    ["GET", "/numbers/%2B1", "got %2B1"],
    ["GET", "/numbers/%zz", "got %zz"],
    ["DELETE", "/numbers/all", "released all"],
    ["POST", "/numbers/7/buy/", "bought 7"],
    ["GET", "", "root"],
  ])("%s %s is %s", (method, path, expected) => {
    expect(found(router, method, path)).toBe(expected);
  });

  test.each([
    "/numbers",
    "/numbers/",
    "/numbers/7/",
    "/numbers/7/buy",
    "/numbers//buy/",
    "/Numbers/all",
    "/",
  ])("%s is no path", (path) => {
    expect(found(router, "GET", path)).toEqual({ kind: "no-such-path" });
  });

  test("tells the methods of a path that it knows", () => {
    expect(found(router, "PUT", "/numbers/7")).toEqual({
      kind: "no-such-method",
      methods: ["GET", "DELETE"],
    });
    expect(found(router, "constructor", "/numbers/7")).toMatchObject({ kind: "no-such-method" });
  });

  test("tells the classes of fault that a call can meet", () => {
    expect(router.operations("POST", "/numbers/7/buy/")).toEqual(["buy"]);
    expect(router.operations("GET", "")).toEqual([]);
    expect(router.operations("PUT", "/numbers/7")).toEqual([]);
  });
});

test("where the first path decides, a later one is not looked at", () => {
  const router = new Router(routes, { firstPathDecides: true });
  expect(found(router, "DELETE", "/numbers/all")).toEqual({ kind: "no-such-method", methods: ["GET"] });
  expect(found(router, "DELETE", "/numbers/7")).toBe("released 7");
});

test("where ids are decoded, one that cannot be fits no path", () => {
  const router = new Router(routes, { decodesIds: true });
  expect(found(router, "GET", "/numbers/%2B1")).toBe("got +1");
  expect(found(router, "GET", "/numbers/a%2Fb")).toBe("got a/b");
  expect(found(router, "GET", "/numbers/%zz")).toEqual({ kind: "no-such-path" });
});
