import { fieldsUnder } from "../kit/fields-under";
import type { AnswerShape } from "../vendor";

// plivo.com/docs/numbers, and where it is silent the fixtures of Plivo's own clients.
const meta = {
  api_id: "string",
  "meta.limit": "number",
  "meta.next": "string|null",
  "meta.offset": "number",
  "meta.previous": "string|null",
  "meta.total_count": "number",
};

const features = {
  "mms_enabled?": "boolean",
  "mms_rate?": "string|null",
  sms_enabled: "boolean",
  "sms_rate?": "string|null",
  voice_enabled: "boolean",
  "voice_rate?": "string|null",
};

const stockRow = {
  ...features,
  number: "string",
  prefix: "string|null",
  city: "string|null",
  country: "string",
  region: "string|null",
  rate_center: "string|null",
  lata: "number|null",
  type: "string",
  sub_type: "string",
  setup_rate: "string",
  monthly_rental_rate: "string",
  restriction: "string|null",
  restriction_text: "string|null",
  resource_uri: "string",
};

const rentedRow = {
  ...features,
  number: "string",
  "active?": "boolean",
  added_on: "string",
  alias: "string|null",
  application: "string|null",
  carrier: "string",
  city: "string|null",
  "cnam?": "string|null",
  "cnam_lookup?": "string|null",
  "cnam_registration_status?": "string|null",
  "compliance_application_id?": "string|null",
  "compliance_status?": "string|null",
  country: "string",
  monthly_rental_rate: "string",
  number_type: "string",
  region: "string|null",
  renewal_date: "string",
  resource_uri: "string",
  sub_account: "string|null",
  "sub_account_name?": "string|null",
  "tendlc_campaign_id?": "string|null",
  "tendlc_registration_status?": "string|null",
  "toll_free_sms_verification?": "string|null",
  "toll_free_sms_verification_id?": "string|null",
  "toll_free_sms_verification_order_status?": "string|null",
  type: "string",
  "verification_info?": "object|null",
  "profile_uuid?": "string|null",
  "caller_reputation_status?": "string|null",
};

const words = ["v1", "Account", "PhoneNumber", "Number", "Application", "Zentrunk", "Trunk"].concat(
  ["fixed", "local", "mobile", "national", "tollfree", "city-address", "country-address"],
  ["accepted", "pending", "submitted", "rejected", "Plivo", "enabled", "disabled"],
  ["UNREGISTERED", "unverified", "verified", "inbound", "outbound", "not found", "trunk not found"],
);

/** What Plivo's reads answer. Of an application no field is read. */
export const plivoShapes: readonly AnswerShape[] = [
  { path: "/PhoneNumber/", fields: { ...meta, ...fieldsUnder("objects[]", stockRow) }, words },
  { path: "/Number/", fields: { ...meta, ...fieldsUnder("objects[]", rentedRow) }, words },
  { path: "/Number/*/", fields: { api_id: "string", ...rentedRow }, words },
  { path: "/Application/*/", fields: {} },
  {
    path: "/Zentrunk/Trunk/*/",
    fields: {
      "api_id?": "string",
      trunk_id: "string",
      name: "string",
      trunk_direction: "string",
      "trunk_domain?": "string",
      "trunk_status?": "string",
      "secure?": "boolean",
    },
    words,
  },
];
