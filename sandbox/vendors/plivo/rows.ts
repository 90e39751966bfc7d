import Big from "big.js";
import type { FreeNumber, NumberType, OwnedNumber } from "../../world/account";
import { isoDate } from "../../world/clock";
import { varies } from "../../world/random";
import { countryName, isNorthAmerican, regulation } from "./countries";
import type { Directory } from "./directory";
import type { ExtraFacts } from "./extra-facts";

type Row = Record<string, unknown>;

const searchType: Record<NumberType, "fixed" | "mobile" | "tollfree"> = {
  local: "fixed",
  national: "fixed",
  mobile: "mobile",
  tollfree: "tollfree",
};

const voiceRate = "0.00500";
const smsRate = "0.00800";
const mmsRate = "0.01600";

/** Prices are dollars with five decimals. */
function rate(price: string): string {
  return new Big(price).toFixed(5);
}

/** A number for sale. */
export function searchRow(number: FreeNumber, authId: string): Row {
  const { country, type, place, capabilities } = number;
  const digits = number.e164.slice(1);
  const restricted = regulation(country) === "verified-after";
  return {
    number: digits,
    prefix: place.areaCode,
    city: place.locality?.toUpperCase() ?? null,
    country: countryName(country).toUpperCase(),
    region: regionText(number),
    rate_center: place.rateCenter,
    // "string" by the text of the page, a number in its example and in every fixture of seven clients.
    lata: place.lata,
    type: searchType[type],
    sub_type: type,
    setup_rate: rate(number.setupPrice),
    monthly_rental_rate: rate(number.monthlyPrice),
    sms_enabled: capabilities.includes("sms"),
    sms_rate: smsRate,
    ...(varies(digits, "mms") && {
      mms_enabled: capabilities.includes("mms"),
      mms_rate: mmsRate,
    }),
    voice_enabled: capabilities.includes("voice"),
    voice_rate: voiceRate,
    restriction: restricted ? "city-address" : null,
    restriction_text: restricted ? "Wants proof of an address in the city of the number." : null,
    resource_uri: `/v1/Account/${authId}/PhoneNumber/${digits}/`,
  };
}

/** A number of the account. */
export function ownedRow(
  number: OwnedNumber,
  extra: ExtraFacts,
  directory: Directory,
  authId: string,
  papers: string | null,
): Row {
  const { country, type, place, capabilities, subaccount } = number;
  const digits = number.e164.slice(1);
  return {
    ...(varies(digits, "active") && { active: number.status === "active" }),
    added_on: isoDate(number.boughtAt),
    alias: number.alias ?? emptyText(digits, "alias"),
    application: applicationUri(number, directory) ?? emptyText(digits, "application"),
    carrier: "Plivo",
    city: place.locality,
    cnam: extra.cnam,
    cnam_lookup: extra.cnamLookup,
    cnam_registration_status: extra.cnamRegistrationStatus,
    ...(varies(digits, "compliance") && {
      compliance_application_id: papers,
      compliance_status: number.status === "pending" ? "pending" : papers === null ? null : "accepted",
    }),
    country: countryName(country),
    mms_enabled: capabilities.includes("mms"),
    mms_rate: mmsRate,
    monthly_rental_rate: rate(number.monthlyPrice),
    number: digits,
    number_type: type,
    region: regionText(number),
    renewal_date: isoDate(number.renewsAt),
    resource_uri: `/v1/Account/${authId}/Number/${digits}/`,
    sms_enabled: capabilities.includes("sms"),
    sms_rate: smsRate,
    sub_account: subaccount,
    ...(varies(digits, "sub_account_name") && {
      sub_account_name: directory.subaccounts.find((entry) => entry.authId === subaccount)?.name ?? null,
    }),
    tendlc_campaign_id: null,
    tendlc_registration_status: tendlcStatus(number),
    toll_free_sms_verification: tollfreeVerification(number),
    toll_free_sms_verification_id: null,
    toll_free_sms_verification_order_status: null,
    type,
    verification_info: extra.verificationInfo,
    voice_enabled: capabilities.includes("voice"),
    voice_rate: voiceRate,
    ...(extra.profileUuid !== null && {
      profile_uuid: extra.profileUuid,
      caller_reputation_status: extra.callerReputationStatus,
    }),
  };
}

/** Text messages from a US number that is not toll-free need a registration, which none here has. */
export function tendlcStatus({ country, type }: OwnedNumber): string | null {
  return country === "US" && type !== "tollfree" ? "UNREGISTERED" : null;
}

export function tollfreeVerification({ country, type }: OwnedNumber): string | null {
  return isNorthAmerican(country) && type === "tollfree" ? "unverified" : null;
}

function regionText({ country, place }: FreeNumber): string {
  const name = countryName(country).toUpperCase();
  return place.region === null ? name : `${place.region}, ${name}`;
}

function applicationUri({ agent }: OwnedNumber, { authId, trunks }: Directory): string | undefined {
  if (agent === null) return undefined;
  const kind = trunks.some(({ id }) => id === agent) ? "Zentrunk/Trunk" : "Application";
  return `/v1/Account/${authId}/${kind}/${agent}/`;
}

function emptyText(digits: string, field: string): null | "" {
  return varies(digits, `empty ${field}`) ? "" : null;
}
