import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { invalid, ok, refused, unknown } from "./answers";
import { carrierOf } from "./carriers";
import { type Bolna, type BolnaRequest, type Handler, recordOf } from "./context";
import { optionalFlag, requiredText } from "./fields";
import { checkMenu } from "./ivr";
import { findNumber, refuseFirstEarlyTouch } from "./numbers";

const alreadyMapped = { message: "Phone number is already mapped to the given agent. IVR config updated." };
const trunkMapped = { message: "SIP trunk number successfully mapped to agent" };

/** Gives a number to an agent. Whoever had it before loses it without a word. */
export const setUpInbound: Handler = (bolna, request) => {
  const agent = requiredText(request.body, "agent_id");
  const { number, before } = target(bolna, request);
  const isKnown = bolna.directory.agents.some(
    ({ id, subaccount }) => id === agent && subaccount === request.caller,
  );
  if (!isKnown) throw unknown(bolna.questions, "agent");
  checkOptions(bolna, request, number, agent);
  refuseFirstEarlyTouch(bolna, number);

  bind(bolna, number, agent);
  if (carrierOf(number) === "sip-trunk") return ok(trunkMapped);
  const linked = {
    url: `https://api.bolna.ai/inbound_call?agent_id=${agent}&user_id=${bolna.directory.userId}`,
    phone_number: number.e164,
    id: number.id,
  };
  if (before !== agent) return ok(linked);
  if (hasMenu(request)) return ok(alreadyMapped);
  // Doubt: that message is only documented for a change of the menu.
  return ok(bolna.questions.next<unknown>("agent given again", alreadyMapped, linked));
};

export const unlinkInbound: Handler = (bolna, request) => {
  const { number, before } = target(bolna, request);
  // Doubt: what the answer is when no agent answers the number.
  if (before === null && bolna.questions.next("unlink without an agent", false, true)) {
    throw refused("Phone number is not mapped to any agent");
  }
  refuseFirstEarlyTouch(bolna, number);
  bind(bolna, number, null);
  return ok({ url: null, phone_number: number.e164, id: number.id });
};

function target(bolna: Bolna, { caller, body }: BolnaRequest) {
  const number = findNumber(bolna, caller, requiredText(body, "phone_number_id"));
  return { number, before: number.agent };
}

function bind(bolna: Bolna, number: OwnedNumber, agent: string | null): void {
  number.agent = agent;
  bolna.records.set(number, { ...recordOf(bolna, number), updatedAt: bolna.clock.now() });
}

function checkOptions(bolna: Bolna, request: BolnaRequest, number: OwnedNumber, agent: string): void {
  const allowMultiple = optionalFlag(request.body, "allow_multiple") ?? false;
  const isPlivo = carrierOf(number) === "plivo";
  if (hasMenu(request)) {
    checkMenu(request.body.ivr_config);
    if (!isPlivo) throw invalid("ivr_config is for Plivo numbers only");
  }
  // Doubt: it is said to be for Plivo numbers, but not what it does to others.
  if (allowMultiple && !isPlivo && bolna.questions.next("allow_multiple elsewhere", false, true)) {
    throw invalid("allow_multiple is for Plivo numbers only");
  }
  if (isPlivo && !allowMultiple && hasAnother(bolna, number, agent)) {
    // Doubt: whether an agent may answer several Plivo numbers when the request does not say that it may.
    if (varies(number.e164, "one number per agent")) {
      throw refused("The agent already answers another number; set allow_multiple");
    }
  }
}

function hasAnother({ account }: Bolna, number: OwnedNumber, agent: string): boolean {
  return account.all().some((other) => other !== number && other.agent === agent);
}

function hasMenu({ body }: BolnaRequest): boolean {
  return body.ivr_config !== undefined && body.ivr_config !== null;
}
