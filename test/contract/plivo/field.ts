import type { E164 } from "../../../provider/domain/number";
import { plivo } from "../../../provider/vendors/plivo";
import { type FieldVendor, fieldVendor, json } from "../../support/field-vendor";
import type { Canned } from "../../support/server";

/** A row of its list, of which a test may say anything. */
export type Row = Readonly<Record<string, unknown>>;

/** What this Plivo does otherwise than documented. */
export interface PlivoInTheField {
  /** Answers a purchase that was made. */
  readonly bought?: (digits: string) => Canned;
  /** The row of a number that was bought. */
  readonly row?: (digits: string) => Row;
  /** Answers a release that was made; the row is gone by then. */
  readonly released?: () => Canned;
  /** Answers a release in place of making it. */
  readonly notReleased?: () => Canned;
  /** Answers the question for the numbers in place of the documented page. */
  readonly list?: (rows: readonly Row[], query: URLSearchParams) => Canned;
  /** Answers the question for one number in place of the documented answer, where it has something else to say. */
  readonly got?: () => Canned | undefined;
  /** Answers a search in place of the documented answer, where it has something else to say. */
  readonly search?: (query: URLSearchParams) => Canned | undefined;
}

const keys = { authId: "MA0123456789ABCDEFGH", authToken: "a-token-0123456789" };

/** Plivo with some numbers for sale, and some owned. */
export async function plivoInTheField(
  { bought, row, released, notReleased, list: page, got, search }: PlivoInTheField,
  { stock = [], owned = [] }: { readonly stock?: readonly E164[]; readonly owned?: readonly Row[] },
): Promise<FieldVendor & { readonly rows: Row[] }> {
  const rows = [...owned];
  const list = (objects: readonly unknown[]) =>
    json({ meta: { total_count: objects.length, next: null }, objects });
  const vendor = await fieldVendor(plivo, keys, ({ method, url }) => {
    const [, word, digits = ""] = url.pathname.replace(`/v1/Account/${keys.authId}`, "").split("/");
    if (word === "PhoneNumber" && digits === "") {
      const free = stock
        .map((e164) => e164.slice(1))
        .filter((each) => !rows.some(({ number }) => number === each));
      const found = free.filter((each) => each.slice(1).startsWith(url.searchParams.get("pattern") ?? ""));
      return (
        search?.(url.searchParams) ?? list(found.map((number) => ({ number, monthly_rental_rate: "0.8" })))
      );
    }
    if (word === "PhoneNumber") {
      rows.push(row?.(digits) ?? { number: digits });
      return bought?.(digits) ?? json({ numbers: [{ number: digits, status: "Success" }] }, 201);
    }
    if (word === "Number" && digits === "") return page?.(rows, url.searchParams) ?? list(rows);
    const instead = method === "GET" ? got?.() : undefined;
    if (instead !== undefined) return instead;
    const place = rows.findIndex(({ number }) => number === digits);
    if (word !== "Number" || place === -1) return json({ api_id: "a1", error: "not found" }, 404);
    if (method === "GET") return json(rows[place]);
    if (method === "DELETE" && notReleased !== undefined) return notReleased();
    if (method === "DELETE") {
      rows.splice(place, 1);
      return released?.() ?? { status: 204, body: "" };
    }
    return json({ message: "changed" }, 202);
  });
  return Object.assign(vendor, { rows });
}
