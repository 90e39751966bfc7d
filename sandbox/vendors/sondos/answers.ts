import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";

export const alreadyInUse = "This phone number is already in use.";
export const notAvailable =
  "This phone number is not available for purchase. Please search for available numbers first.";
export const noProvider = "Failed to purchase phone number from provider. Please contact support.";
export const noRelease = "Failed to release phone number. Please try again or contact support.";

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** How endpoints of phone numbers put an error. */
export function error(status: number, text: string): Answer {
  return { status, body: { error: text } };
}

/** How the framework, and the endpoints of assistants, put an error. */
export function message(status: number, text: string): Answer {
  return { status, body: { message: text } };
}

/** What a failed validation looks like; only assistants have a headline of their own. */
export function invalid(field: string, problem: string, headline = problem): VendorRefusal {
  return new VendorRefusal({ status: 422, body: { message: headline, errors: { [field]: [problem] } } });
}

export function numberNotFound(): VendorRefusal {
  return new VendorRefusal(error(404, "Phone number not found."));
}

export function notPermitted(): Answer {
  const text = "The API key lacks the permission this takes.";
  return { status: 403, body: { error: "Insufficient permissions", message: text } };
}

export function noSuchPath(path: string): Answer {
  return message(404, `The route ${path.slice(1)} could not be found.`);
}

export function noSuchMethod(method: string, path: string, supported: readonly string[]): Answer {
  const allow = supported.join(", ");
  const text = `The ${method} method is not supported for route ${path.slice(1)}. Supported methods: ${allow}.`;
  return { ...message(405, text), headers: { allow } };
}

/** Answers that the documentation leaves open: each in two forms, in turn. */
export class OpenAnswers {
  constructor(private readonly questions: OpenQuestions) {}

  /** Doubt: the body a twin documents, or the one its framework has by itself. */
  badKey(): Answer {
    const documented = {
      error: "Invalid API key",
      message: "The provided API key is invalid or expired",
    };
    return {
      status: 401,
      body: this.questions.next<object>("bad key", documented, { message: "Unauthenticated." }),
    };
  }

  /** Doubt: which of the two refusals a number meets that a search has shown, and that is gone since. */
  unavailable(): Answer {
    return error(400, this.questions.next("unavailable", alreadyInUse, notAvailable));
  }

  /** No doubt, but two documented reasons. */
  noFunds(): Answer {
    return this.questions.next(
      "no funds",
      error(402, "No payment method found. Please add a payment method to your account."),
      error(402, "Payment failed. Please update your payment method."),
    );
  }

  /** Doubt: two pages of a twin document different bodies. */
  rateLimited(): Answer {
    return {
      status: 429,
      body: this.questions.next<object>(
        "rate limited",
        { error: "Rate limit exceeded", message: "Too many requests in a minute.", retry_after: 60 },
        { message: "Too Many Attempts.", retry_after: 60 },
      ),
    };
  }
}
