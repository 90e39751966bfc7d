import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";

/** Refusals whose status Cald does not document, each with those it may well have. */
type OpenStatus =
  | "bad-key"
  | "no-such-method"
  | "invalid"
  | "none-free"
  | "no-funds"
  | "unknown-agent-on-update";

/** What is wrong, in words and as a status. */
export interface Problem {
  readonly status: number | OpenStatus;
  readonly message: string;
}

/** A request Cald turns down. Thrown by handlers, made an answer in one place. */
export class CaldRefusal extends Error implements Problem {
  override readonly name = "CaldRefusal";

  constructor(
    readonly status: Problem["status"],
    message: string,
  ) {
    super(message);
  }
}

export function invalid(problem: string): CaldRefusal {
  return new CaldRefusal("invalid", problem);
}

export function agentNotFound(): CaldRefusal {
  return new CaldRefusal(404, "Agent not found");
}

export function numberNotFound(): CaldRefusal {
  return new CaldRefusal(404, "Phone number not found");
}

export function ok(body: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, body };
}

const statuses: Readonly<Record<OpenStatus, readonly [number, number]>> = {
  "bad-key": [401, 403],
  "no-such-method": [404, 405],
  invalid: [400, 422],
  "none-free": [400, 409],
  "no-funds": [402, 400],
  // 404 is documented for an unknown number here, and for an unknown agent elsewhere.
  "unknown-agent-on-update": [404, 400],
};

/** An error answer. No body of them is documented, so each is in another form than the one before. */
export function errorAnswer({ status, message }: Problem, questions: OpenQuestions): Answer {
  const form = questions.next<Omit<Answer, "status">>(
    "body of an error",
    { body: { message } },
    { body: { error: message } },
    { text: message },
  );
  return {
    status: typeof status === "number" ? status : questions.next(`status of ${status}`, ...statuses[status]),
    ...form,
  };
}
