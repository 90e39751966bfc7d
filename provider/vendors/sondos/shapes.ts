import { fieldsUnder } from "../kit/fields-under";
import type { AnswerShape } from "../vendor";

// docs.sondos-ai.com for the search, docs.autocalls.ai for the lists.
const stockRow = {
  phone_number: "string",
  "phone_number_formatted?": "string",
  country_code: "string",
  price: "number",
  "stripe_price_id?": "string",
  address_requirements: "string|null",
  sms_capable: "boolean",
};

const rentedRow = {
  id: "number",
  phone_number: "string",
  "nickname?": "string|null",
  country_code: "string",
  type: "string",
  "type_label?": "string",
  sms_capable: "boolean",
  region: "string|null",
  has_active_subscription: "boolean",
  created_at: "string",
};

/** Each name that editions give a field, as none of them is in all. */
const assistantRow = {
  id: "number",
  "name?": "string",
  "assistant_name?": "string",
  "status?": "string",
  "type?": "string",
  "calls_direction?": "string",
  "mode?": "string",
  "engine_type?": "string",
  phone_number_id: "number|null",
};

const words = ["none", "any", "local", "foreign", "normal", "sip", "caller_id", "active", "inactive"].concat([
  "inbound",
  "outbound",
  "receive",
  "make",
  "pipeline",
  "Normal",
  "Dedicated Number",
]);

/** What Sondos' reads answer. The search is documented wrapped and, on the pages of the same platform, bare. */
export const sondosShapes: readonly AnswerShape[] = [
  { path: "/user/phone-numbers/search", fields: fieldsUnder("data[]", stockRow), words },
  { path: "/user/phone-numbers/search", fields: fieldsUnder("[]", stockRow), words },
  { path: "/user/phone-numbers/all", fields: fieldsUnder("data[]", rentedRow), words },
  {
    path: "/user/assistants/get",
    fields: {
      ...fieldsUnder("data[]", assistantRow),
      current_page: "number",
      per_page: "number",
      total: "number",
      last_page: "number",
    },
    words,
  },
];
