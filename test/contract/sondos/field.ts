import { sondos } from "../../../provider/vendors/sondos";
import { type FieldCall, type FieldVendor, fieldVendor, json } from "../../support/field-vendor";
import type { Canned } from "../../support/server";

/** A row of its lists, of which a test may say anything. */
export type Row = Readonly<Record<string, unknown>>;

/** What an assistant of this account has. */
export interface FieldAssistant {
  readonly id: number;
  phone_number_id: number | null;
  readonly direction?: "inbound" | "outbound";
}

/** What this Sondos does otherwise than documented. */
export interface SondosInTheField {
  /** Answers a purchase that was made. */
  readonly bought?: (row: Row) => Canned;
  /** The row of a number that was bought. */
  readonly row?: (phone_number: string) => Row;
  /** Answers the question for the assistants. */
  readonly assistants?: (rows: readonly FieldAssistant[], call: FieldCall) => Canned;
  /** Answers a change that was made, of a nickname or of an assistant. */
  readonly changed?: () => Canned;
  /** Answers a release, of which a number that is not rented is gone by then. */
  readonly released?: (rows: Row[]) => Canned;
  /** Answers the question for the numbers. */
  readonly list?: (rows: readonly Row[]) => Canned;
  /** Answers a search in place of the documented answer, where it has something else to say. */
  readonly search?: (call: FieldCall) => Canned | undefined;
}

export const sondosKey = "12|secretSECRETsecretSECRETsecretSECRETsecr";

/** Sondos with some numbers for sale, some owned, and some assistants. */
export async function sondosInTheField(
  {
    bought,
    row = (phone_number) => ({ id: 45, phone_number }),
    assistants = (rows) => json({ data: rows, last_page: 1, total: rows.length }),
    changed = () => json({ message: "Updated successfully." }),
    released = () => json({ message: "It will be removed at the end of the billing period." }),
    list = (rows) => json({ data: rows }),
    search,
  }: SondosInTheField,
  start: {
    readonly stock?: readonly string[];
    readonly owned?: readonly Row[];
    readonly assistants?: readonly FieldAssistant[];
  } = {},
): Promise<FieldVendor & { readonly rows: Row[]; readonly assistants: FieldAssistant[] }> {
  const rows = [...(start.owned ?? [])];
  const everyone = (start.assistants ?? []).map((each) => ({ ...each }));
  const vendor = await fieldVendor(sondos, { apiKey: sondosKey }, (call) => {
    const path = call.url.pathname.replace("/api/user/", "");
    const fields = () => JSON.parse(call.body) as Record<string, never>;
    switch (`${call.method} ${path.replace(/\d+$/, ":id")}`) {
      case "GET phone-numbers/search":
        return (
          search?.(call) ?? json({ data: (start.stock ?? []).map((phone_number) => ({ phone_number })) })
        );
      case "GET phone-numbers/all":
        return list(rows);
      case "GET assistants/get":
        return assistants(everyone, call);
      case "POST phone-numbers/purchase": {
        const made = row(fields().phone_number ?? "");
        rows.push(made);
        return bought?.(made) ?? json({ message: "Phone number purchased successfully.", data: made }, 201);
      }
      case "PUT phone-numbers/:id": {
        const place = rows.findIndex(({ id }) => String(id) === path.split("/").at(-1));
        rows[place] = { ...rows[place], ...fields() };
        return changed();
      }
      case "PUT assistant/:id": {
        const assistant = everyone.find(({ id }) => String(id) === path.split("/").at(-1));
        if (assistant === undefined) return json({ message: "Assistant not found" }, 404);
        assistant.phone_number_id = fields().phone_number_id ?? null;
        return changed();
      }
      case "DELETE phone-numbers/:id":
        return released(rows);
      default:
        return json({ message: `The route ${path} could not be found.` }, 404);
    }
  });
  return Object.assign(vendor, { rows, assistants: everyone });
}
