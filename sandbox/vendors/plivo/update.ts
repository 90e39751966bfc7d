import { objectOf } from "../../kit/json-body";
import type { OwnedNumber } from "../../world/account";
import { answer, invalid, notFound, PlivoRefusal } from "./answers";
import { checkApplication } from "./compliance";
import { e164Of, type Handler } from "./context";
import { type ExtraFacts, noExtraFacts } from "./extra-facts";
import { agentField, choiceField, cnamLookupField, subaccountField, textField } from "./fields";

type Body = Readonly<Record<string, unknown>>;

export const updateNumber: Handler = (plivo, { caller, id, body }) => {
  const { account, directory, extras } = plivo;
  const number = account.owned(e164Of(id) ?? "");
  if (number === undefined || !caller.isMain) throw notFound();
  if (Object.keys(body).length === 0) throw new PlivoRefusal(400, "no parameters to change");

  const agent = agentField(body, directory);
  const subaccount = subaccountField(body, directory);
  const alias = textField(body, "alias");
  checkApplication(plivo, number.country, body);
  const changed = changedFacts(extras.get(number) ?? noExtraFacts, number, body);

  // Left out, `app_id` means the account's default application, and this account has none.
  number.agent = agent;
  if (subaccount !== undefined) number.subaccount = subaccount;
  if (alias !== undefined) number.alias = alias === "" ? null : alias;
  extras.set(number, changed);
  return answer(202, { message: "changed" });
};

function changedFacts(facts: ExtraFacts, number: OwnedNumber, body: Body): ExtraFacts {
  const cnam = cnamField(number, body);
  const profileUuid = textField(body, "profile_uuid") ?? facts.profileUuid;
  return {
    cnamLookup: cnamLookupField(body, number.country) ?? facts.cnamLookup,
    cnam: cnam ?? facts.cnam,
    // Another party registers it, later: accepted here means only asked for.
    cnamRegistrationStatus: cnam === undefined ? facts.cnamRegistrationStatus : "PENDING",
    profileUuid,
    callerReputationStatus: callerReputationField(number, body, profileUuid) ?? facts.callerReputationStatus,
    verificationInfo: verificationInfo(body) ?? facts.verificationInfo,
  };
}

function cnamField({ country }: OwnedNumber, body: Body): string | undefined {
  const cnam = textField(body, "cnam");
  textField(body, "cnam_callback_url");
  choiceField(body, "cnam_callback_method", ["GET", "POST"]);
  if (cnam !== undefined && country !== "US") throw invalid("cnam", "is for US numbers only");
  return cnam;
}

function callerReputationField(
  { country, type }: OwnedNumber,
  body: Body,
  profileUuid: string | null,
): string | undefined {
  const wanted = choiceField(body, "caller_reputation", ["enabled", "disabled"]);
  textField(body, "caller_reputation_callback_url");
  choiceField(body, "caller_reputation_callback_method", ["GET", "POST"]);
  if (wanted === undefined) return undefined;
  if (country !== "US" || type === "mobile") {
    throw invalid("caller_reputation", "is for local and toll-free US numbers only");
  }
  if (profileUuid === null) throw invalid("profile_uuid", "is required for caller_reputation");
  return wanted === "enabled" ? "PENDING" : "NOT_ENROLLED";
}

function verificationInfo(body: Body): Readonly<Record<string, unknown>> | undefined {
  const value = body.verification_info;
  if (value === undefined) return undefined;
  const fields = objectOf(value);
  if (fields === undefined) throw invalid("verification_info", "must be an object");
  return fields;
}
