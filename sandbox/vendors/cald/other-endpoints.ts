import { agentNotFound, ok } from "./answers";
import type { Handler } from "./context";
import type { Agent } from "./directory";

export const listAgents: Handler = ({ directory }) => ok({ agents: directory.agents.map(agentRow) });

export const getAgent: Handler = ({ directory }, { id }) => {
  const agent = directory.agents.find((entry) => entry.id === id);
  if (agent === undefined) throw agentNotFound();
  return ok(agentRow(agent));
};

function agentRow({ id, name }: Agent) {
  return {
    agentId: id,
    name,
    maxCallDuration: 10,
    recordingSettings: { enable: false },
    instructions: "Answer questions about opening hours.",
    greeting: "Hello, how can I help?",
    transferSettings: { enable: false, rule: "", phoneNumber: "" },
    machineSettings: { enable: false },
    voicemailSettings: { enable: false, voicemail: "" },
    webhookSettings: { enable: false, url: "" },
    smsSettings: { enable: false, rule: "", message: "" },
    voice: "standard_male",
  };
}
