import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";

/** The number as purchase and change answer it. */
export function numberRow({ id, e164, monthlyPrice, agent }: OwnedNumber) {
  return {
    phoneNumberId: id,
    phoneNumber: e164,
    price: Number(monthlyPrice),
    ...(agent === null ? noAgent(e164) : { agentId: agent }),
  };
}

/** How a number without an agent says so is not documented, but that it is text where it is there: null is not. */
function noAgent(e164: string): { agentId?: "" } {
  return varies(e164, "agentId absent") ? {} : { agentId: "" };
}
