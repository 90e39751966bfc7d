import { fieldsUnder } from "../kit/fields-under";
import type { AnswerShape } from "../vendor";

// bolna.ai/docs/api-reference/phone-numbers
const stockRow = {
  region: "string|null",
  friendly_name: "string|null",
  locality: "string|null",
  phone_number: "string",
  provider: "string",
  price: "number",
};

const ownedRow = {
  id: "string",
  humanized_created_at: "string",
  created_at: "string",
  humanized_updated_at: "string",
  updated_at: "string",
  renewal_at: "string|null",
  phone_number: "string",
  agent_id: "string|null",
  price: "string",
  telephony_provider: "string",
  rented: "boolean",
};

const words = ["twilio", "plivo", "vonage", "telnyx", "vobiz", "sip-trunk"];

/** What Bolna's reads answer: its endpoints show bare lists. Of an agent no field is read. */
export const bolnaShapes: readonly AnswerShape[] = [
  { path: "/phone-numbers/search", fields: fieldsUnder("[]", stockRow), words },
  { path: "/phone-numbers/all", fields: fieldsUnder("[]", ownedRow), words },
  { path: "/v2/agent/*", fields: {} },
];
