import { invalid, PlivoRefusal } from "./answers";
import type { Plivo } from "./context";
import { regulation } from "./countries";
import { textField } from "./fields";

type Body = Readonly<Record<string, unknown>>;

/** Countries that ask for papers, as far as this stand-in knows. */
const regulated: readonly string[] = ["DE", "IN"];

/** The accepted compliance application of a country; null while there is none. The same for every seed. */
export function applicationFor({ account }: Pick<Plivo, "account">, country: string): string | null {
  const place = regulated.indexOf(country);
  return place === -1 || !account.hasPapers(country) ? null : `074d687f-0000-4000-8000-00000000000${place}`;
}

/** The accepted applications, as Plivo lists them. */
export function complianceRows(plivo: Pick<Plivo, "account">) {
  return regulated.flatMap((country) => {
    const id = applicationFor(plivo, country);
    return id === null ? [] : [complianceRow(country, id)];
  });
}

function complianceRow(country: string, id: string) {
  return {
    compliance_id: id,
    alias: `Papers for ${country}`,
    status: "accepted",
    country_iso: country,
    number_type: "local",
    user_type: "business",
    created_at: "2026-04-06T10:44:17.899379Z",
    updated_at: "2026-04-06T10:49:21.911632Z",
  };
}

/** Throws where the body names another application than the accepted one of that country. */
export function checkApplication(plivo: Pick<Plivo, "account">, country: string, body: Body): void {
  const id = textField(body, "compliance_application_id");
  if (id !== undefined && id !== applicationFor(plivo, country)) {
    throw invalid("compliance_application_id", `${id} is not an accepted application`);
  }
}

/** The status of a number that is bought now. Throws where its country asks for papers first, and none are accepted. */
export function statusAtPurchase(plivo: Pick<Plivo, "account">, country: string): "active" | "pending" {
  const wanted = regulation(country);
  if (wanted === "none" || plivo.account.hasPapers(country)) return "active";
  if (wanted === "verified-after") return "pending";
  throw new PlivoRefusal(400, "compliance_application_id is required to rent this number.");
}
