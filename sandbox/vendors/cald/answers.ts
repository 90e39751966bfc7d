import type { Answer } from "../../kit/stand-in";
import { Rotation } from "./rotation";

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

/** Cald's error answers. No body of them is documented, so each is in another form than the one before. */
export class ErrorAnswers {
  private readonly form = new Rotation<(message: string) => Omit<Answer, "status">>(
    (message) => ({ body: { message } }),
    (error) => ({ body: { error } }),
    (text) => ({ text }),
  );

  private readonly statuses: Readonly<Record<OpenStatus, Rotation<number>>> = {
    "bad-key": new Rotation(401, 403),
    "no-such-method": new Rotation(404, 405),
    invalid: new Rotation(400, 422),
    "none-free": new Rotation(400, 409),
    "no-funds": new Rotation(402, 400),
    // 404 is documented for an unknown number here, and for an unknown agent elsewhere.
    "unknown-agent-on-update": new Rotation(404, 400),
  };

  from({ status, message }: Problem): Answer {
    return {
      status: typeof status === "number" ? status : this.statuses[status].next(),
      ...this.form.next()(message),
    };
  }
}
