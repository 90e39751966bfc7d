import type { Answer } from "../../http/client";
import { isOfGateway } from "../../http/of-gateway";

/**
 * Whether the vendor says that it knows no such thing: one of these statuses, in its own words. A page, no body at all, or what a gateway
 * writes by itself may be a proxy's or another host's answer, and says nothing.
 */
export function isUnknown(answer: Answer, statuses: readonly number[] = [404]): boolean {
  const { status, form } = answer;
  return statuses.includes(status) && (form === "json" || form === "text") && !isOfGateway(answer);
}
