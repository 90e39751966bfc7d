import { cald } from "../../../provider/vendors/cald";
import { type FieldCall, type FieldVendor, fieldVendor, json } from "../../support/field-vendor";
import type { Canned } from "../../support/server";

/** What this Cald does otherwise than documented, by method and path below `/client/api/v1`, or by method alone. */
export type CaldInTheField = Readonly<Record<string, Canned | ((call: FieldCall) => Canned)>>;

export const caldKey = "caldLive0123456789abcdef0123456789abcdef";

/** Cald, which knows one number and one agent; what is not said otherwise is unknown to it, in words of its own. */
export function caldInTheField(answers: CaldInTheField): Promise<FieldVendor> {
  return fieldVendor(cald, { apiKey: caldKey }, (call) => {
    const path = call.url.pathname.replace("/client/api/v1", "");
    const answer = answers[`${call.method} ${path}`] ?? answers[call.method];
    if (answer === undefined) return json({ message: "Cannot do that" }, 404);
    return typeof answer === "function" ? answer(call) : answer;
  });
}
