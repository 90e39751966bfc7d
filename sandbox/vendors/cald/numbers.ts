import type { Account, OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { hasAgent } from "./agents";
import { CaldRefusal, numberNotFound, ok } from "./answers";
import type { Handler } from "./context";
import { agentField } from "./fields";

/** The number as purchase and change answer it. */
export function phoneNumber({ id, e164, monthlyPrice, agent }: OwnedNumber) {
  return {
    phoneNumberId: id,
    phoneNumber: e164,
    price: Number(monthlyPrice),
    ...(agent === null ? noAgent(e164) : { agentId: agent }),
  };
}

function withId(account: Account, id: string): OwnedNumber | undefined {
  return account.all().find((number) => number.id === id);
}

/** How a number without an agent says so is not documented, but that it is text where it is there: null is not. */
function noAgent(e164: string): { agentId?: "" } {
  return varies(e164, "agentId absent") ? {} : { agentId: "" };
}

/** Sets the agent, or takes it away when none is named: nothing is kept as it was. */
export const updateNumber: Handler = ({ account, directory, questions }, request) => {
  const number = withId(account, request.id);
  if (number === undefined) throw numberNotFound();
  const agent = agentField(request, questions);
  if (agent !== null && !hasAgent(directory, agent)) {
    throw new CaldRefusal("unknown-agent-on-update", "Agent not found");
  }
  number.agent = agent;
  return ok(phoneNumber(number));
};

/** A release that failed is a 200 as well. */
export const releaseNumber: Handler = ({ account, questions }, { id }) => {
  const number = withId(account, id);
  if (number === undefined) {
    if (questions.next("release of none", "failed", "not-found") === "not-found") throw numberNotFound();
    return ok({ status: "failed" });
  }
  // Numbers of other countries come from the support only.
  const isAdded = number.country !== "US";
  if (isAdded && questions.next("release of an added number", "failed", "success") === "failed") {
    return ok({ status: "failed" });
  }
  account.release(number.e164);
  return ok({ status: "success" });
};
