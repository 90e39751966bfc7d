import type { Account, OwnedNumber } from "../../world/account";
import { CaldRefusal, numberNotFound, ok } from "./answers";
import type { Handler } from "./context";
import { hasAgent } from "./directory";
import { agentField } from "./fields";
import { numberRow } from "./rows";

function withId(account: Account, id: string): OwnedNumber | undefined {
  return account.all().find((number) => number.id === id);
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
  return ok(numberRow(number));
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
