import { describe, expect, it } from "vitest";
import { RefusedError, UnclearError, UnfinishedError } from "../../../provider/domain/errors";
import type { FakeAnswer } from "../../support/vendor-answering";
import { refusal } from "../lab";
import { notFound, otherPage, page, plivoAnswering } from "./support";

const reference = { e164: "+14155550100", vendorId: "14155550100" } as const;
const row = { number: "14155550100" };
const other = { number: "14155550199" };
const path = "/v1/Account/MA0123456789ABCDEFGH/Number/";

/** Plivo with these answers for the number itself, and this list. */
function plivoWith(number: { get?: FakeAnswer; delete?: FakeAnswer }, list: FakeAnswer) {
  return plivoAnswering((method, { pathname }) => {
    if (pathname === path) return list;
    return (method === "DELETE" ? number.delete : number.get) ?? otherPage;
  });
}

const nobodysWords: FakeAnswer[] = [
  otherPage,
  { status: 404, text: "" },
  { status: 404, json: {} },
  { status: 404, json: { message: "no Route matched with those values" } },
  { status: 404, json: { error: "Not Found" } },
  { status: 404, json: { error: "not found" } },
  { status: 404, json: { timestamp: "2026-11-28", status: 404, error: "Not Found", path: "/v1/Account" } },
  { status: 404, json: { message: "Route DELETE:/v1 not found", error: "Not Found", statusCode: 404 } },
  { status: 404, json: { statusCode: 404, error: "Not Found" } },
  { status: 404, text: "404 page not found" },
  { status: 404, text: "not found" },
];

describe("a number that is not shown", () => {
  it("is gone by Plivo's own words", async () => {
    const vendor = await plivoWith({ get: notFound }, otherPage);
    expect(await vendor.get(reference)).toBeUndefined();
  });

  it.each(nobodysWords)("in other words is gone only where the list says so, too: %j", async (get) => {
    expect(await (await plivoWith({ get }, page([other]))).get(reference)).toBeUndefined();
    expect(await (await plivoWith({ get }, page([other, row]))).get(reference)).toMatchObject(reference);
    await refusal(RefusedError, (await plivoWith({ get }, otherPage)).get(reference));
  });

  it("is not gone where a row of the list may be it", async () => {
    const get = { status: 404, json: {} };
    const odd = { number: "14155550100", application: {} };
    await refusal(UnclearError, (await plivoWith({ get }, page([odd]))).get(reference));
  });

  it("is not another one, should Plivo answer with that", async () => {
    await refusal(UnclearError, (await plivoWith({ get: { json: other } }, page([]))).get(reference));
  });
});

describe("a release", () => {
  it("is over by Plivo's own words", async () => {
    const vendor = await plivoWith({ delete: notFound }, otherPage);
    expect(await vendor.release(reference)).toBe("gone");
  });

  it.each(nobodysWords)("refused in other words is not, while the number is shown: %j", async (answer) => {
    const vendor = await plivoWith({ delete: answer, get: { json: row } }, page([row]));
    await refusal(RefusedError, vendor.release(reference));
  });

  it("refused by a page, as everything is, is not over", async () => {
    await refusal(RefusedError, (await plivoWith({}, otherPage)).release(reference));
  });

  it.each<FakeAnswer>([
    { status: 204, text: "" },
    { json: {} },
    { status: 202, json: { message: "deleted" } },
    { text: "OK" },
  ])("that was made is over once the number is not shown: %j", async (answer) => {
    const vendor = await plivoWith({ delete: answer, get: notFound }, page([]));
    expect(await vendor.release(reference)).toBe("released");
  });

  it.each<FakeAnswer>([{ status: 204, text: "" }, { text: "<html>maintenance</html>" }])(
    "that seems made is not, while the number is shown: %j",
    async (answer) => {
      const vendor = await plivoWith({ delete: answer, get: { json: row } }, page([row]));
      await refusal(UnfinishedError, vendor.release(reference));
    },
  );
});

describe("a change", () => {
  it.each<FakeAnswer>([{ status: 204, text: "" }, { json: {} }, { status: 202, text: "<html></html>" }])(
    "answered by %j is made when the number shows it",
    async (answer) => {
      let alias = "";
      const vendor = await plivoAnswering((method) => {
        if (method !== "POST") return { json: { ...row, alias } };
        alias = "Support";
        return answer;
      });
      const now = await vendor.get(reference);
      if (now === undefined) throw new Error("the number is there");
      expect(await vendor.update(now, { alias: "Support" })).toMatchObject({ alias: "Support" });
    },
  );
});

describe("an application or a subaccount", () => {
  it.each(["checkAgent", "checkSubaccount"] as const)(
    "is not unknown by a page of a proxy, or by the words of a gateway: %s",
    async (check) => {
      const words = { status: 404, json: { message: "no Route matched with those values" } };
      for (const answer of [otherPage, words]) {
        const vendor = await plivoAnswering(() => answer);
        const error = await refusal(RefusedError, vendor[check]("SA0123456789ABCDEFGH"));
        expect(error.message).toContain("not one of plivo's API");
      }
    },
  );
});
