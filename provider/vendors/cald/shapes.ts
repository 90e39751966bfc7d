import { fieldsUnder } from "../kit/fields-under";
import type { AnswerShape } from "../vendor";

// docs.cald.ai/api-reference/endpoint. Only the id of an agent is read.
const agent = {
  agentId: "string",
  name: "string",
  "maxCallDuration?": "number",
  "recordingSettings?": "object",
  "instructions?": "string",
  "greeting?": "string",
  "transferSettings?": "object",
  "machineSettings?": "object",
  "voicemailSettings?": "object",
  "webhookSettings?": "object",
  "smsSettings?": "object",
  "voice?": "string",
};

/** What Cald's reads answer: it shows agents, and no numbers. */
export const caldShapes: readonly AnswerShape[] = [
  { path: "/agents/*", fields: agent, words: ["Agent not found"] },
  { path: "/agents", fields: fieldsUnder("agents[]", agent) },
];
