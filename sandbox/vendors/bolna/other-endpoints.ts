import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { ok, unknown } from "./answers";
import type { Bolna, BolnaRequest, Handler } from "./context";
import type { Agent } from "./directory";

/** Hundredths of a dollar, whatever the reference suggests. Nothing here runs out of money by itself. */
const wallet = 100_000.5;

export const getUser: Handler = ({ directory }) =>
  ok({
    id: directory.userId,
    name: "Sandbox",
    email: "sandbox@example.com",
    wallet: wallet,
    concurrency: { max: 10, current: 0 },
  });

export const listAgents: Handler = (bolna, request) => ok(agentsOf(bolna, request).map(agentRow));

export const getAgent: Handler = (bolna, request) => ok(agentRow(findAgent(bolna, request)));

export const deleteAgent: Handler = (bolna, request) => {
  const agent = findAgent(bolna, request);
  bolna.directory.agents = bolna.directory.agents.filter((other) => other !== agent);
  for (const number of bolna.account.all()) {
    if (number.agent === agent.id && losesDeletedAgent(number)) number.agent = null;
  }
  return ok({ message: "success", state: "deleted" });
};

/** Doubt: whether a number goes on naming an agent that is no more. */
function losesDeletedAgent({ e164 }: OwnedNumber): boolean {
  return varies(e164, "unlinked with its agent");
}

/** Agents are not shared between the main account and its sub-accounts. */
function agentsOf({ directory }: Bolna, { caller }: BolnaRequest): Agent[] {
  return directory.agents.filter(({ subaccount }) => subaccount === caller);
}

function findAgent(bolna: Bolna, request: BolnaRequest): Agent {
  const agent = agentsOf(bolna, request).find(({ id }) => id === request.id);
  if (agent === undefined) throw unknown(bolna.questions, "agent");
  return agent;
}

function agentRow({ id, name }: Agent) {
  return { id, agent_name: name, agent_status: "processed" };
}
