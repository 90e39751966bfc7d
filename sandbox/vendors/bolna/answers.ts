import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";

/** The only internal code that the documentation shows for a 400. */
const badParameter = 1001;

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** The documented form of errors: a number and a text. */
export function failure(status: number, message: string, error = status): Answer {
  return { status, body: { error, message } };
}

/** The form seen in the wild where the documentation has the other. */
export function detail(status: number, text: string): Answer {
  return { status, body: { detail: text } };
}

export function invalid(message: string): VendorRefusal {
  return new VendorRefusal(failure(400, message, badParameter));
}

/** Well-formed, but not to be had. No code and no text is documented for any of these. */
export function refused(message: string): VendorRefusal {
  return new VendorRefusal(failure(400, message));
}

/** Doubt: validation is 400 in the reference and 422 in the vendor's own clients. */
export function notE164(questions: OpenQuestions, field: string): VendorRefusal {
  const text = `${field} must be a number in E.164`;
  return new VendorRefusal(
    questions.next("status of a malformed number", failure(400, text, badParameter), detail(422, text)),
  );
}

/** Doubt: the page on errors says 404 for unknown ids, the endpoints declare 400 as their only error. */
export function unknown(questions: OpenQuestions, what: string): VendorRefusal {
  const status = questions.next(`status of an unknown ${what}`, 404, 400);
  return new VendorRefusal(failure(status, `${what} not found`));
}

export function badKey(): VendorRefusal {
  return new VendorRefusal(detail(403, "Unrecognized access token"));
}

/** Doubt: documented as 401, while a key that is wrong has been seen to be a 403. */
export function noKey(questions: OpenQuestions): VendorRefusal {
  return new VendorRefusal(
    questions.next(
      "status of a missing key",
      failure(401, "Access denied"),
      detail(403, "Not authenticated"),
    ),
  );
}

/** Some endpoints beside the numbers have their own forms. */
export function bareMessage(status: number, message: string): VendorRefusal {
  return new VendorRefusal({ status, body: { message } });
}
