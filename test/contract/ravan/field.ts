import type { E164 } from "../../../provider/domain/number";
import { ravan } from "../../../provider/vendors/ravan";
import { type FieldCall, type FieldVendor, fieldVendor, json } from "../../support/field-vendor";
import type { Canned } from "../../support/server";

/** A row of its list, of which a test may say anything. */
export type Row = Readonly<Record<string, unknown>>;

/** What this Ravan does otherwise than documented. */
export interface RavanInTheField {
  /** Answers a purchase that was made. */
  readonly bought?: (e164: string) => Canned;
  /** Turns a purchase down, where it has a reason. */
  readonly refused?: (body: Readonly<Record<string, unknown>>) => Canned | undefined;
  /** Answers a release that was made; the row is gone by then. */
  readonly released?: () => Canned;
  /** Answers a release in place of making it. */
  readonly notReleased?: () => Canned;
  /** Answers a search in place of the documented answer, where it has something else to say. */
  readonly search?: (call: FieldCall) => Canned | undefined;
  /** Answers the question for the numbers in place of the documented list. */
  readonly list?: () => Canned;
  /** What stands around the list, beside its rows; nothing more by default. */
  readonly around?: () => Readonly<Record<string, unknown>>;
  /** The row of a number that was bought. */
  readonly row?: (e164: string) => Row;
}

/** Ravan's keys are `ak_` and 64 hexadecimal digits. */
export const ravanKey = `ak_${"0123456789abcdef".repeat(4)}`;

/** Ravan with some numbers for sale, and some owned. */
export async function ravanInTheField(
  {
    bought,
    refused,
    released,
    notReleased,
    search,
    list,
    around = () => ({}),
    row = (number) => ({ id: `id-${number}`, number }),
  }: RavanInTheField,
  { stock = [], owned = [] }: { readonly stock?: readonly E164[]; readonly owned?: readonly Row[] },
): Promise<FieldVendor & { readonly rows: Row[] }> {
  const rows = [...owned];
  const success = (data: unknown) => json({ success: true, message: "done", data });
  const vendor = await fieldVendor(ravan, { apiKey: ravanKey }, (call) => {
    const [, word, last] = call.url.pathname.replace("/api/v1/phone-numbers", "").split("/");
    if (call.method === "GET" && word === "list")
      return list?.() ?? json({ success: true, message: "done", data: rows, ...around() });
    if (call.method === "GET" && word === "available-numbers")
      return search?.(call) ?? success(stock.map((phone_number) => ({ phone_number, price: 1.15 })));
    if (call.method === "POST" && word === "buy") {
      const body = JSON.parse(call.body) as { phone_number: string };
      const refusal = refused?.(body);
      if (refusal !== undefined) return refusal;
      const { phone_number } = body;
      rows.push(row(phone_number));
      return bought?.(phone_number) ?? success({ phone_number, status: "active" });
    }
    if (call.method === "DELETE" && last === "release") {
      if (notReleased !== undefined) return notReleased();
      const place = rows.findIndex(({ number }) => number === decodeURIComponent(word ?? ""));
      if (place !== -1) rows.splice(place, 1);
      return released?.() ?? success({ status: "released" });
    }
    return json({ code: 5, message: "Not Found", details: [] }, 404);
  });
  return Object.assign(vendor, { rows });
}
