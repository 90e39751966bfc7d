import { VendorRefusal } from "../../kit/vendor-refusal";
import type { OwnedNumber } from "../../world/account";
import { invalid, message, ok } from "./answers";
import type { Handler, Sondos } from "./context";
import type { Assistant } from "./directory";
import { findNumber } from "./ids";
import { assignableRow, assistantRow } from "./rows";

const defaultPerPage = 10;
const maxPerPage = 100;

export const listAssistants: Handler = ({ directory, bindings }, { query }) => {
  const perPage = Number(query.get("per_page") || defaultPerPage);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > maxPerPage) {
    throw invalid("per_page", `The per page field must be between 1 and ${maxPerPage}.`);
  }
  const page = /^[1-9]\d{0,8}$/.test(query.get("page") ?? "") ? Number(query.get("page")) : 1;
  const newestFirst = directory.assistants.toReversed();
  const rows = newestFirst.slice((page - 1) * perPage, page * perPage).map((assistant) => ({
    ...assistantRow(assistant),
    phone_number_id: bindings.numberOf(assistant)?.id ?? null,
  }));
  return ok({
    data: rows,
    current_page: page,
    per_page: perPage,
    total: newestFirst.length,
    last_page: Math.ceil(newestFirst.length / perPage),
  });
};

/** Bare, unlike the other lists. */
export const listAssignableNumbers: Handler = ({ account, bindings }, { query }) => {
  const type = query.get("type") || undefined;
  if (type !== undefined && type !== "inbound" && type !== "outbound") {
    throw invalid("type", "The selected type is invalid.");
  }
  const rows = account.visible().map((number) => assignableRow(number, bindings));
  return ok(type === "inbound" ? rows.filter(({ is_available }) => is_available) : rows);
};

/** Changes the assistant's number. What else it is made of is no matter of this sandbox, and stays. */
export const updateAssistant: Handler = (sondos, { id, body }) => {
  const assistant = sondos.directory.assistants.find((entry) => entry.id === id);
  if (assistant === undefined) throw new VendorRefusal(message(404, "Assistant not found"));
  const number = numberField(sondos, assistant, body);
  if (number === null) sondos.bindings.unbind(assistant);
  else if (number !== undefined) sondos.bindings.bind(assistant, number);
  return ok({ message: "Assistant updated successfully", data: assistantRow(assistant) });
};

/** Null for none, undefined when nothing was said. */
function numberField(
  { account, bindings }: Sondos,
  assistant: Assistant,
  { phone_number_id: id }: Readonly<Record<string, unknown>>,
): OwnedNumber | null | undefined {
  if (id === undefined || id === null) return id;
  if (typeof id !== "number" || !Number.isInteger(id)) {
    throw invalidNumber("The phone number id field must be an integer.");
  }
  const number = findNumber(account, id);
  if (number === undefined) throw invalidNumber("The selected phone number id is invalid.");
  const holder = bindings.inboundHolder(number);
  if (assistant.type === "inbound" && holder !== undefined && holder !== assistant) {
    throw invalidNumber("The phone number is already assigned to another inbound assistant.");
  }
  return number;
}

function invalidNumber(problem: string): VendorRefusal {
  return invalid("phone_number_id", problem, "Validation failed");
}
