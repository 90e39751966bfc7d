import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";
import { applicationError, forbidden, gatewayError, invalidRequest, success } from "./answers";
import { type Handler, type RavanRequest, timestamp } from "./context";
import { type Agent, type Directory, uuidProblem } from "./directory";

const maxAgents = 100;

export const getSelectedTelephony: Handler = (_ravan, { caller }) => {
  if (caller === "no-provider") {
    return applicationError(404, "NOT_FOUND", "No telephony provider configured");
  }
  return success("Selected telephony fetched successfully", {
    provider: "twilio",
    owner_type: "organization",
    last_four_sid: "x7f8",
    last_four_auth: "k9m2",
  });
};

/** Nothing was ever imported, nor is there anything in a Twilio account of the organization's own. */
export const listNothing: Handler = () => success("Request completed successfully", []);

export const noImportedNumber: Handler = (_ravan, request) => {
  uuidOf(request);
  return applicationError(404, "NOT_FOUND", "Imported number not found");
};

/** The sandbox's key may not set up telephony: that would hand it passwords of others. */
export const refuseSetUp: Handler = () => forbidden();

export const listAgents: Handler = ({ directory }, { caller, query }) => {
  const agents = caller === "managed" ? directory.agents : [];
  const limit = pageParameter(query, "limit") || maxAgents;
  const offset = pageParameter(query, "offset");
  return success(
    "Agents fetched successfully",
    agents.slice(offset, offset + limit).map((agent) => agentRow(directory, agent)),
    { meta: { total: agents.length, limit, offset } },
  );
};

export const getAgent: Handler = ({ directory }, request) => {
  const id = uuidOf(request);
  const agent = directory.agents.find((entry) => entry.id === id);
  if (agent === undefined || request.caller !== "managed") {
    return applicationError(404, "NOT_FOUND", "Agent not found");
  }
  return success("Agent fetched successfully", agentRow(directory, agent));
};

export const getHealth: Handler = ({ clock }): Answer => ({
  status: 200,
  body: { status: "ok", service: "agni", time: timestamp(clock.now()) },
});

/** Agents know nothing of numbers. */
function agentRow({ foundedAt }: Directory, { id, name }: Agent) {
  return { id, name, created_at: timestamp(foundedAt), updated_at: timestamp(foundedAt) };
}

function uuidOf({ id }: RavanRequest): string {
  const problem = uuidProblem(id);
  if (problem !== undefined) throw new VendorRefusal(gatewayError(400, "invalidArgument", problem));
  return id.toLowerCase();
}

function pageParameter(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? "0";
  if (!/^\d{1,9}$/.test(text)) throw new VendorRefusal(invalidRequest());
  return Number(text);
}
