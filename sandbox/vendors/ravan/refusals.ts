import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import { applicationError, gatewayError, invalidRequest, plainError } from "./answers";

/**
 * Refusals whose form is not documented, or differs between editions of the documentation. A plain error with
 * status 200 stands for the doubt whether a failure always has a failure's status.
 */
export class Refusals {
  constructor(private readonly questions: OpenQuestions) {}

  /** The number is not for sale: what a buyer is told then is not documented. */
  unavailable(e164: string): Answer {
    const message = `Phone number ${e164} is no longer available`;
    return this.questions.next(
      "unavailable",
      gatewayError(400, "failedPrecondition", message),
      applicationError(404, "NOT_FOUND", message),
      plainError(200, message),
    );
  }

  /** The account has the number already: not documented either. */
  alreadyOwned(e164: string): Answer {
    const message = `Phone number ${e164} is already purchased`;
    return this.questions.next(
      "already owned",
      gatewayError(409, "alreadyExists", message),
      applicationError(400, "BAD_REQUEST", message),
    );
  }

  /** An old edition has a 422 for it, the current ones know no 422 here. */
  wrongPrice(): Answer {
    const message = "Pricing Error: 'price' exceeds expected limit";
    return this.questions.next(
      "wrong price",
      plainError(422, message),
      gatewayError(400, "invalidArgument", message),
    );
  }

  /** The words of an old edition, or those of the current one. */
  invalidNumber(): Answer {
    return this.questions.next(
      "invalid number",
      invalidRequest(),
      plainError(400, "Validation Error: 'phone_number' format invalid"),
    );
  }

  /** No list of countries exists; only an old edition says that there are others. */
  unsupportedCountry(): Answer {
    return this.questions.next(
      "unsupported country",
      plainError(400, "Validation Error: Unsupported 'iso_country' code"),
      invalidRequest(),
    );
  }

  /** A 404 in an old edition only. */
  notOwned(): Answer {
    const message =
      "Not Found: The specified phone number does not exist or does not belong to your organization.";
    return this.questions.next(
      "not owned",
      plainError(404, message),
      gatewayError(404, "notFound", message),
      applicationError(404, "NOT_FOUND", message),
      plainError(200, message),
    );
  }

  /** What an empty balance gives is not documented. */
  noFunds(): Answer {
    const message = "Insufficient credits to purchase this phone number";
    return this.questions.next(
      "no funds",
      gatewayError(400, "failedPrecondition", message),
      applicationError(402, "INSUFFICIENT_CREDITS", message),
      plainError(200, message),
    );
  }

  /** That a provider must be chosen first is documented, what happens before is not. */
  noProvider(): Answer {
    const message = "No telephony provider configured";
    return this.questions.next(
      "no provider",
      applicationError(404, "NOT_FOUND", message),
      gatewayError(400, "failedPrecondition", message),
    );
  }

  /** The status is documented, its body is not. */
  rateLimited(): Answer {
    const message = "Too many requests";
    return this.questions.next(
      "rate limited",
      gatewayError(429, "resourceExhausted", message),
      applicationError(429, "RATE_LIMITED", message),
    );
  }

  /** The service's own form is documented; the gateway's, which has it for other statuses, is likely too. */
  serverError(): Answer {
    const message = "An internal error occurred";
    return this.questions.next(
      "server error",
      applicationError(500, "INTERNAL_ERROR", message),
      gatewayError(500, "internal", message),
    );
  }

  /** gRPC has no such status, so gateways answer it in either of two ways. */
  noSuchMethod(): Answer {
    return this.questions.next(
      "no such method",
      gatewayError(405, "unimplemented", "Method Not Allowed"),
      gatewayError(501, "unimplemented", "Method Not Allowed"),
    );
  }

  /** A slash too many or too few is nowhere, or leads elsewhere: documented is only that it matters. */
  otherSlash(location: string): Answer {
    return this.questions.next(
      "other slash",
      { status: 301, headers: { location } },
      gatewayError(404, "notFound", "Not Found"),
      { status: 307, headers: { location } },
    );
  }
}
