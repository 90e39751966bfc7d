import {
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  PermissionError,
  type PhoneError,
  type PhoneErrorDetails,
  UnclearPurchaseError,
} from "../../domain/errors";

type Facts = Omit<PhoneErrorDetails, "nextStep">;

/** What a reader does about a refusal that belongs to the account: a sentence without its full stop, e.g. `Add credit in …`. */
export interface RefusalAdvice {
  readonly noFunds: string;
  /** Left out where the vendor refuses nothing for want of documents. */
  readonly documents?: string;
}

/** Why a purchase was refused, and nothing was bought; `unclear` where the words do not prove that. */
export type PurchaseRefusalReason =
  | "taken"
  | "price-changed"
  | "no-funds"
  | "documents"
  | "plan"
  | "permission"
  | "unclear";

/** The error of a refused purchase: one class, wording and next step for one reason, whatever the vendor. */
export function refusedPurchase(
  reason: PurchaseRefusalReason,
  number: string,
  facts: Facts,
  advice: RefusalAdvice,
): PhoneError {
  switch (reason) {
    case "taken":
      return numberTaken(`${number} is not for sale any more`, facts);
    case "price-changed":
      return numberTaken(`the price of ${number} has changed since the search`, facts);
    case "no-funds":
      return new NoFundsError("the account cannot pay for it", {
        ...facts,
        nextStep: `Nothing was bought. ${advice.noFunds}, then run pulumi up again.`,
      });
    case "documents":
      return new ComplianceError(`${number} needs documents`, {
        ...facts,
        nextStep: `Nothing was bought. ${advice.documents ?? "Give the documents that the vendor asks for"}, then run pulumi up again.`,
      });
    case "plan":
      return new PermissionError(`the account's plan does not include ${number}`, {
        ...facts,
        nextStep: "Nothing was bought. Change the plan, or search for other numbers.",
      });
    case "permission":
      return new PermissionError("the account may not do this", {
        ...facts,
        nextStep: "Nothing was bought. Ask the vendor what the account lacks, or use another account.",
      });
    case "unclear":
      return new UnclearPurchaseError(`what became of the purchase of ${number} is not said`, {
        ...facts,
        nextStep: "Run again: what became of it is looked up first.",
      });
  }
}

/** A number that cannot be had. */
export function numberTaken(what: string, facts: Facts): NumberTakenError {
  return new NumberTakenError(what, {
    ...facts,
    nextStep: "Run pulumi up again: other numbers are picked then.",
  });
}
