import { longestMessage, printable, shortened } from "./characters";

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
  /** Set where the vendor first told to wait, and the request was sent again. */
  readonly wasSentAgain?: true | undefined;
  /** Set where a try before the one that was answered may have done what was asked for. */
  readonly mayBeDone?: true | undefined;
  /** The number that the vendor says it has sold, where it is another one than was ordered. */
  readonly confirmed?: string | undefined;
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
    const told = shortened(printable(what));
    super(shortened(printable(sentence(told, details)), longestMessage));
    this.name = new.target.name;
    this.what = told;
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

/**
 * An argument is missing, malformed, unknown, or cannot be honoured. Nothing was sent to change anything.
 *
 * @remarks Change the argument that the message begins with, as its last sentence says. Nothing was bought.
 */
export class ArgumentError extends PhoneError {
  readonly code = "argument";
}

/**
 * A configuration key or environment variable is missing, malformed or unknown, a vendor module cannot be used, or the folder
 * that purchases are written down in.
 *
 * @remarks Set or remove the key that the message begins with. Nothing was bought.
 */
export class ConfigurationError extends PhoneError {
  readonly code = "configuration";
}

/**
 * Keys that a vendor needs are set nowhere, or the command or the file that was to tell one does not.
 *
 * @remarks Set them by `pulumi config set --secret`, or in the environment. A preview goes on without keys, and picks no number.
 */
export class MissingKeyError extends ConfigurationError {}

/**
 * The vendor, or this edition of it, has no way to do what was asked.
 *
 * @remarks Leave the argument out, and do it in the vendor's dashboard if there is a way. A number that was bought before is
 * kept.
 */
export class UnsupportedError extends PhoneError {
  readonly code = "unsupported";
}

/**
 * The vendor refused the key.
 *
 * @remarks Set the right key. `npx pulumi-phone doctor` tries each of them. `refresh` and `destroy` use the configuration of the last
 * `up`: after a rotation run them with `--run-program`.
 */
export class AuthenticationError extends PhoneError {
  readonly code = "authentication";
}

/**
 * The key is good, but the account or its plan may not do this.
 *
 * @remarks Ask the vendor what the account lacks, or use another account. It ends the run: no other number is tried.
 */
export class PermissionError extends PhoneError {
  readonly code = "permission";
}

/**
 * The keys in use belong to another account than the one that holds the number.
 *
 * @remarks Use the keys of the account that the message names. The number stays in state, and nothing was sent to change it.
 */
export class WrongAccountError extends PhoneError {
  readonly code = "wrong-account";
}

/**
 * The vendor knows no such number, agent or subaccount.
 *
 * @remarks For a number, run `pulumi refresh`: it takes the number out of the state if there is proof that it is gone. For
 * anything else, correct the id.
 */
export class NotFoundError extends PhoneError {
  readonly code = "not-found";
}

/**
 * No free number fits, or none below the price ceiling, or all that were picked are gone. Nothing was bought.
 *
 * @remarks Widen `search` (a last entry `{}` takes any number of the country), raise `maxMonthlyPrice`, or run again later.
 */
export class NoneAvailableError extends PhoneError {
  readonly code = "none-available";
}

/**
 * The number is not for sale (any more): another customer has it, or this account does already.
 *
 * @remarks Run `pulumi up` again, which picks others. If the program names the number: ask for another one, or write `adopt` if
 * the account owns it.
 */
export class NumberTakenError extends PhoneError {
  readonly code = "taken";
}

/**
 * The account cannot pay: too little credit, or a payment method that was refused. Nothing was bought.
 *
 * @remarks Add credit or a payment method at the vendor, then run `pulumi up` again. It ends the run: no other number is tried.
 */
export class NoFundsError extends PhoneError {
  readonly code = "no-funds";
}

/**
 * The country wants documents before a number may be rented. Nothing was bought.
 *
 * @remarks Hand the documents in at the vendor, then run `pulumi up` again; or take a number of another country or type. The
 * vendor's page says which it wants.
 */
export class ComplianceError extends PhoneError {
  readonly code = "compliance";
}

/**
 * The vendor asked to slow down, and went on asking until the retry budget was used up.
 *
 * @remarks Wait a minute and run again; what is done is in state. `pulumi up --parallel 2` asks less at a time.
 */
export class RateLimitedError extends PhoneError {
  readonly code = "rate-limited";
}

/**
 * The vendor refused the request for a reason of its own. What the request asked for was not done.
 *
 * @remarks Read the vendor's words in the message, correct what they say, and run again.
 */
export class RefusedError extends PhoneError {
  readonly code = "refused";
}

/**
 * No connection was opened: the request never left, so nothing can have happened.
 *
 * @remarks Check the network, the proxy and the base URL, then run again.
 */
export class UnreachableError extends PhoneError {
  readonly code = "unreachable";
}

/**
 * Pulumi's backend does not tell what this stack or another one has: what depends on it is left undone.
 *
 * @remarks Have the Pulumi CLI answer (`pulumi stack ls --all`), then run again. Where the token may not see other stacks and no
 * other stack buys from the account, set `phone:onlyStack` to `true`.
 */
export class BackendError extends PhoneError {
  readonly code = "backend";
}

/**
 * The request left, and no answer tells what became of it: a change, a release or a read. Of a purchase it is an
 * {@link UnclearPurchaseError}.
 *
 * @remarks Run again: reads are repeated, and changes and releases are compared with what the account shows.
 */
export class UnclearError extends PhoneError {
  readonly code = "unclear";
}

/**
 * The request of a purchase left, and no answer tells what became of it: a number may have been bought. It is looked for before
 * anything else is bought.
 *
 * @remarks Run `pulumi up` again, with the same program and before anything else: it settles the purchase. If it stays open,
 * look at the vendor and write one of the lines that the message ends with. Do not edit the state.
 */
export class UnclearPurchaseError extends UnclearError {
  override readonly mayHaveBought = true;
}

/**
 * The number is bought and kept in state, but a later step is unfinished; the next `pulumi up` goes on from there.
 *
 * @remarks Run `pulumi up` again. No number is bought by that.
 */
export class UnfinishedError extends PhoneError {
  readonly code = "unfinished";
}
