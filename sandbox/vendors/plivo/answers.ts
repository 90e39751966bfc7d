import { randomUUID } from "node:crypto";
import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";

/** A request Plivo turns down. Thrown by handlers, made an answer in one place. */
export class PlivoRefusal extends Error {
  override readonly name = "PlivoRefusal";

  constructor(
    readonly status: number,
    message: string,
    /** The SIP trunk part of the API spells it with a capital. */
    readonly key: "error" | "Error" = "error",
  ) {
    super(message);
  }
}

export function invalid(field: string, problem = "is invalid"): PlivoRefusal {
  return new PlivoRefusal(400, `${field} ${problem}`);
}

export function notFound(): PlivoRefusal {
  return new PlivoRefusal(404, "not found");
}

export function answer(status: number, fields: Readonly<Record<string, unknown>>): Answer {
  const apiId = randomUUID();
  return {
    status,
    body: { api_id: apiId, ...fields },
    headers: { "x-request-id": apiId },
  };
}

/**
 * No source shows the body of a 401. It is none of JSON here, as the official Python client makes its own error of
 * a refused list only then: in JSON it takes any 401 for a list, and fails on the missing rows.
 */
function unauthorized(): Answer {
  return {
    status: 401,
    text: "Could not verify your access level for that URL.\nYou have to login with proper credentials",
    headers: { "www-authenticate": 'Basic realm="Login Required"' },
  };
}

/** Plivo's error bodies. A 404 has two forms in the wild. */
export function errorAnswer({ status, message, key }: PlivoRefusal, questions: OpenQuestions): Answer {
  if (status === 401) return unauthorized();
  const full = answer(status, { [key]: message });
  if (status !== 404 || key === "Error") return full;
  return questions.next("body of a 404", full, { ...full, body: {} });
}

/** Plivo's words for too little money are known from nowhere: its command line looks for the first, third parties for the others. */
export function noFunds(questions: OpenQuestions): Answer {
  const error = questions.next(
    "words without funds",
    "You have insufficient funds to rent this number.",
    "Your account balance is too low.",
    "Not enough credits.",
  );
  return answer(questions.next("status without funds", 400, 402), { error });
}
