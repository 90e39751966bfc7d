import { invalid } from "./answers";
import { answersCalls, type Directory } from "./directory";

type Body = Readonly<Record<string, unknown>>;

/** A body field that is text. An id sent as a JSON number has lost its last digits, so it is refused. */
export function textField(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw invalid(name, "must be a string");
  return value;
}

export function choiceField<const Value extends string>(
  body: Body,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const value = textField(body, name);
  if (value === undefined) return undefined;
  const known = values.find((candidate) => candidate === value);
  if (known === undefined) throw invalid(name, `must be one of ${values.join(", ")}`);
  return known;
}

/** The application or trunk to answer calls; null for none. */
export function agentField(body: Body, directory: Directory): string | null {
  const id = textField(body, "app_id") ?? "";
  if (id === "") return null;
  if (!answersCalls(directory, id)) throw invalid("app_id", `${id} does not exist`);
  return id;
}

/** The sub-account to hold the number; null for the main account, undefined when nothing was said. */
export function subaccountField(body: Body, { subaccounts }: Directory): string | null | undefined {
  const id = textField(body, "subaccount");
  if (id === undefined) return undefined;
  if (id === "") return null;
  if (!subaccounts.some(({ authId }) => authId === id)) throw invalid("subaccount", `${id} does not exist`);
  return id;
}

export function cnamLookupField(body: Body, country: string): "enabled" | "disabled" | undefined {
  const value = choiceField(body, "cnam_lookup", ["enabled", "disabled"]);
  if (value !== undefined && country !== "US") throw invalid("cnam_lookup", "is for US numbers only");
  return value;
}
