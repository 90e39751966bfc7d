import type { E164 } from "../../../provider/domain/number";
import { bolna } from "../../../provider/vendors/bolna";
import { type FieldVendor, fieldVendor, json } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { bolnaKey } from "./support";

/** A row of its list, of which a test may say anything. */
export type Row = Readonly<Record<string, unknown>>;

/** What this Bolna does otherwise than documented. */
export interface BolnaInTheField {
  /** Answers a purchase that was made. */
  readonly bought?: (row: Row) => Canned;
  /** The row of a number that was bought. */
  readonly row?: (phone_number: string) => Row;
  /** Answers a release that was made; the row is gone by then. */
  readonly released?: () => Canned;
  /** Puts a list into its answer; bare by default. */
  readonly wrapped?: (rows: readonly Row[]) => unknown;
}

/** Bolna with some numbers for sale, and some owned. */
export async function bolnaInTheField(
  { bought, row, released, wrapped = (rows) => rows }: BolnaInTheField,
  { stock = [], owned = [] }: { readonly stock?: readonly E164[]; readonly owned?: readonly Row[] },
): Promise<FieldVendor & { readonly rows: Row[] }> {
  const rows = [...owned];
  const vendor = await fieldVendor(bolna, { apiKey: bolnaKey }, (call) => {
    const { pathname } = call.url;
    if (pathname === "/phone-numbers/all") return json(wrapped(rows));
    if (pathname === "/phone-numbers/search") {
      const free = stock.filter((number) => !rows.some(({ phone_number }) => phone_number === number));
      return json(free.map((phone_number) => ({ phone_number, provider: "twilio", price: 5 })));
    }
    if (pathname === "/phone-numbers/buy") {
      const { phone_number } = JSON.parse(call.body) as { phone_number: string };
      const made = row?.(phone_number) ?? { id: `id${phone_number.slice(1)}`, phone_number, rented: true };
      rows.push(made);
      return bought?.(made) ?? json(made);
    }
    if (pathname === "/inbound/setup" || pathname === "/inbound/unlink") {
      const { phone_number_id, agent_id = null } = JSON.parse(call.body) as Row;
      const place = rows.findIndex(({ id }) => id === phone_number_id);
      if (place === -1) return json({ error: 404, message: "not found" }, 404);
      rows[place] = { ...rows[place], agent_id };
      return json({ message: "done" });
    }
    if (call.method === "DELETE") {
      const place = rows.findIndex(({ id }) => id === pathname.split("/").at(-1));
      if (place === -1) return json({ error: 404, message: "not found" }, 404);
      rows.splice(place, 1);
      return released?.() ?? json({ message: "removed", state: "deleted" });
    }
    return json({ detail: "Not Found" }, 404);
  });
  return Object.assign(vendor, { rows });
}
