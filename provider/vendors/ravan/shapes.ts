import { fieldsUnder } from "../kit/fields-under";
import type { AnswerShape } from "../vendor";

// docs.ravan.ai/api-reference/telephony. Prices of Indian numbers were seen as texts.
const stockRow = {
  iso_country: "string",
  phone_number: "string",
  price: "number|string",
  per_minute_price_outbound: "number|string",
  per_minute_price_inbound: "number|string",
  "telephony_type?": "string",
};

const ownedRow = {
  id: "string",
  telephony_id: "string",
  subscription_id: "string",
  inbound_trunk_id: "string",
  outbound_trunk_id: "string",
  number: "string",
  friendly_name: "string",
  per_minute_price_inbound: "number|string",
  per_minute_price_outbound: "number|string",
  price: "number|string",
  region: "string",
  iso_country: "string",
  is_active: "boolean",
  created_at: "string",
  updated_at: "string",
};

const envelope = { success: "boolean", message: "string", "data?": "array|null" };
// The general introduction promises it with every list, the page of the list of numbers has none.
const meta = {
  "meta?": "object",
  "meta.total?": "number",
  "meta.limit?": "number",
  "meta.offset?": "number",
};
const words = ["india"];

/** One answer in the two spellings of the editions of the documentation. */
function spelled(path: string, row: AnswerShape["fields"], more: AnswerShape["fields"] = {}): AnswerShape[] {
  return [row, camelCased(row)].map((each) => ({
    path,
    fields: { ...envelope, ...more, ...fieldsUnder("data[]", each) },
    words,
  }));
}

function camelCased(row: AnswerShape["fields"]): AnswerShape["fields"] {
  return Object.fromEntries(
    Object.entries(row).map(([name, types]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      types,
    ]),
  );
}

/** What Ravan's reads answer. */
export const ravanShapes: readonly AnswerShape[] = [
  ...spelled("/available-numbers/*/", stockRow),
  ...spelled("/list", ownedRow, meta),
  { path: "/selected-telephony", fields: {} },
];
