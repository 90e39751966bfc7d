/** What an error knows beside its message. Everything here is safe to print: no keys. */
export interface PhoneErrorDetails {
  /** Vendor that was asked, e.g. `plivo`. */
  readonly vendor?: string | undefined;
  /** What was being done, e.g. `buy`. */
  readonly operation?: string | undefined;
  /** HTTP status of the vendor's answer. */
  readonly status?: number | undefined;
  /** The vendor's own words, redacted. */
  readonly vendorMessage?: string | undefined;
  /** The vendor's id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** Argument or configuration key at fault, e.g. `search[0].areaCode`. */
  readonly argument?: string | undefined;
  /** What the reader should do now: one sentence. */
  readonly nextStep: string;
}

const brand = Symbol.for("pulumi-phone/error");

/**
 * Base of every error this package throws.
 *
 * The class tells the decision to take; `details` tells the rest. Checks work across two copies of the package:
 *
 * @example
 * try {
 *   await searchNumbers({ vendor: "plivo", country: "US" });
 * } catch (error) {
 *   if (AuthenticationError.isInstance(error)) console.error(error.details.nextStep);
 *   else throw error;
 * }
 */
export abstract class PhoneError extends Error {
  abstract readonly code: string;
  /** True when a purchase may have happened although no answer proved it: see {@link UnclearPurchaseError}. */
  readonly mayHaveBought: boolean = false;
  /** What happened, without where and what next. */
  readonly what: string;
  readonly details: PhoneErrorDetails;

  constructor(what: string, details: PhoneErrorDetails) {
    super(sentence(what, details));
    this.name = new.target.name;
    this.what = what;
    this.details = details;
    Object.defineProperty(this, brand, { value: true });
  }

  static isInstance<T extends PhoneError>(
    this: abstract new (
      ...args: never[]
    ) => T,
    error: unknown,
  ): error is T {
    if (error instanceof this) return true;
    if (typeof error !== "object" || error === null || !(brand in error)) return false;
    return (this as unknown) === PhoneError || classNames(error).includes(this.name);
  }
}

/** The names of an error's class and of those it extends, which are the same in every copy of the package. */
function classNames(error: object): string[] {
  const names: string[] = [];
  for (let type = error.constructor; type?.name; type = Object.getPrototypeOf(type)) names.push(type.name);
  return names;
}

function sentence(what: string, details: PhoneErrorDetails): string {
  const subject = [details.vendor, details.operation].filter(Boolean).join(" ");
  const facts = [
    details.status === undefined ? undefined : `HTTP ${details.status}`,
    details.vendorMessage ? `"${details.vendorMessage}"` : undefined,
    details.requestId ? `request ${details.requestId}` : undefined,
  ].filter(Boolean);
  const head = [details.argument, subject, what].filter(Boolean).join(": ");
  return `${head}${facts.length > 0 ? ` (${facts.join(", ")})` : ""}. ${details.nextStep}`;
}

/** An argument is missing, malformed, unknown, or cannot be honoured. Nothing was sent to change anything. */
export class ArgumentError extends PhoneError {
  readonly code = "argument";
}

/** A configuration key or environment variable is missing or malformed. */
export class ConfigurationError extends PhoneError {
  readonly code = "configuration";
}

/** Keys that a vendor needs are set nowhere. */
export class MissingKeyError extends ConfigurationError {}

/** The vendor (or this release) has no way to do what was asked. */
export class UnsupportedError extends PhoneError {
  readonly code = "unsupported";
}

/** The vendor refused the key. */
export class AuthenticationError extends PhoneError {
  readonly code = "authentication";
}

/** The key is good, but not allowed to do this. */
export class PermissionError extends PhoneError {
  readonly code = "permission";
}

/** The keys in use belong to another account than the one that holds the number. */
export class WrongAccountError extends PhoneError {
  readonly code = "wrong-account";
}

/** The vendor knows no such number, agent or subaccount. */
export class NotFoundError extends PhoneError {
  readonly code = "not-found";
}

/** No free number fits, or none below the price ceiling. */
export class NoneAvailableError extends PhoneError {
  readonly code = "none-available";
}

/** The number is not for sale (any more): another customer has it. */
export class NumberTakenError extends PhoneError {
  readonly code = "taken";
}

/** The account cannot pay: too little credit, or a payment method that was refused. */
export class NoFundsError extends PhoneError {
  readonly code = "no-funds";
}

/** The country wants documents before a number may be rented. */
export class ComplianceError extends PhoneError {
  readonly code = "compliance";
}

/** The vendor asked to slow down, and went on asking until the retry budget was used up. */
export class RateLimitedError extends PhoneError {
  readonly code = "rate-limited";
}

/** The vendor refused the request for a reason of its own. */
export class RefusedError extends PhoneError {
  readonly code = "refused";
}

/** No connection was opened: the request never left, so nothing can have happened. */
export class UnreachableError extends PhoneError {
  readonly code = "unreachable";
}

/** Pulumi's backend does not tell what this stack or another one has: what depends on it is left undone. */
export class BackendError extends PhoneError {
  readonly code = "backend";
}

/** The request left, and no answer tells what became of it. */
export class UnclearError extends PhoneError {
  readonly code = "unclear";
}

/**
 * The request of a purchase left, and no answer tells what became of it: a number may have been bought. It is looked for before
 * anything else is bought.
 */
export class UnclearPurchaseError extends UnclearError {
  override readonly mayHaveBought = true;
}

/** The number is bought and kept in state, but a later step is unfinished; the next `pulumi up` goes on from there. */
export class UnfinishedError extends PhoneError {
  readonly code = "unfinished";
}
