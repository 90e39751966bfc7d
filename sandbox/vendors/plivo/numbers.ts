import type { Answer } from "../../kit/stand-in";
import type { OwnedNumber } from "../../world/account";
import { isoDate } from "../../world/clock";
import { answer, notFound } from "./answers";
import { applicationFor } from "./compliance";
import { e164Of, type Handler, type Plivo, type PlivoRequest } from "./context";
import { noExtraFacts } from "./extra-facts";
import { Criteria, page, Query } from "./query";
import { ownedRow, tendlcStatus, tollfreeVerification } from "./rows";
import { isOfType, offers } from "./search";

const listTypes = ["local", "mobile", "fixed", "national", "tollfree"] as const;
const tendlcStatuses = ["unregistered", "in_progress", "registered", "processing", "completed"];
const tollfreeStatuses = ["unverified", "pending_verification", "verified"];
const serviceList = /^(voice|sms|mms)(,(voice|sms|mms))*$/;

export const listNumbers: Handler = (plivo, request) => {
  const rows = criteria(plivo, new Query(request.query)).select(shown(plivo, request));
  return page(request, rows, (number) => row(plivo, request, number));
};

export const getNumber: Handler = (plivo, request) => {
  const number = shown(plivo, request).find(({ e164 }) => e164 === e164Of(request.id));
  if (number === undefined) throw notFound();
  return answer(200, row(plivo, request, number));
};

export const releaseNumber: Handler = ({ account }, { caller, id }): Answer => {
  const number = account.owned(e164Of(id) ?? "");
  if (number === undefined || !caller.isMain) throw notFound();
  account.release(number.e164);
  return { status: 204 };
};

/** A sub-account sees its own numbers, the main account sees all. */
function shown({ account }: Plivo, { caller }: PlivoRequest): OwnedNumber[] {
  return account.visible().filter(({ subaccount }) => caller.isMain || subaccount === caller.authId);
}

function row(plivo: Plivo, { caller }: PlivoRequest, number: OwnedNumber) {
  const extra = plivo.extras.get(number) ?? noExtraFacts;
  return ownedRow(number, extra, plivo.directory, caller.authId, applicationFor(plivo, number.country));
}

function criteria({ extras }: Plivo, query: Query): Criteria<OwnedNumber> {
  const renewsOn = (number: OwnedNumber) => isoDate(number.renewsAt);
  return (
    new Criteria<OwnedNumber>()
      .where(query.oneOf("type", listTypes), isOfType)
      .where(query.oneOf("number_type", listTypes), isOfType)
      .where(query.matching("number_startswith", /^\d+$/), ({ e164 }, digits) =>
        e164.startsWith(`+${digits}`),
      )
      .where(query.matching("subaccount", /^SA[A-Z0-9]{18}$/), ({ subaccount }, id) => subaccount === id)
      .where(query.text("alias"), (number, alias) => (number.alias ?? "") === alias)
      .where(query.matching("services", serviceList), offers)
      .where(
        query.oneOf("cnam_lookup", ["enabled", "disabled"]),
        (number, lookup) => (extras.get(number) ?? noExtraFacts).cnamLookup === lookup,
      )
      .where(query.date("renewal_date"), (number, date) => renewsOn(number) === date)
      .where(query.date("renewal_date__gt"), (number, date) => renewsOn(number) > date)
      .where(query.date("renewal_date__gte"), (number, date) => renewsOn(number) >= date)
      .where(query.date("renewal_date__lt"), (number, date) => renewsOn(number) < date)
      .where(query.date("renewal_date__lte"), (number, date) => renewsOn(number) <= date)
      .where(
        query.matching("tendlc_registration_status", wordOf(tendlcStatuses)),
        (number, status) => tendlcStatus(number) === status.toUpperCase(),
      )
      .where(
        query.matching("toll_free_sms_verification", wordOf(tollfreeStatuses)),
        (number, status) => tollfreeVerification(number) === status.toLowerCase(),
      )
      // No number here has ever been through either, so any value finds nothing.
      .where(query.text("tendlc_campaign_id"), () => false)
      .where(query.text("toll_free_sms_verification_order_status"), () => false)
  );
}

/** The sources spell these in capitals and without; both are taken. */
function wordOf(words: readonly string[]): RegExp {
  return new RegExp(`^(${words.join("|")})$`, "i");
}
