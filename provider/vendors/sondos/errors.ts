import {
  ArgumentError,
  NoFundsError,
  NotFoundError,
  NumberTakenError,
  type PhoneErrorDetails,
  RefusedError,
  UnfinishedError,
  UnsupportedError,
} from "../../domain/errors";
import type { E164 } from "../../domain/number";

type Facts = Omit<PhoneErrorDetails, "nextStep">;

const dashboard = "Sondos' dashboard (app.sondos-ai.com)";

export function taken(number: E164, facts: Facts = { vendor: "sondos", operation: "buy" }): NumberTakenError {
  return new NumberTakenError(`${number} is not for sale any more`, {
    ...facts,
    nextStep: "Run pulumi up again: other numbers are picked then.",
  });
}

export function notPaid(facts: Facts): NoFundsError {
  return new NoFundsError("the payment method of the account could not be charged", {
    ...facts,
    nextStep: `Nothing was bought. Mend the payment method in ${dashboard}, then run pulumi up again.`,
  });
}

export function lost(number: E164, facts: Facts = { vendor: "sondos", operation: "update" }): NotFoundError {
  return new NotFoundError(`${number} is not in the account any more`, {
    ...facts,
    nextStep: "Run pulumi refresh, which takes it out of the state.",
  });
}

export function nicknameTooLong(most: number): ArgumentError {
  return new ArgumentError(`has more than the ${most} characters that Sondos takes`, {
    vendor: "sondos",
    argument: "alias",
    nextStep: "Shorten it.",
  });
}

export function noNicknames(facts: Facts): UnsupportedError {
  return new UnsupportedError("this edition of Sondos cannot change nicknames", {
    ...facts,
    argument: "alias",
    nextStep: `Leave alias out, and name the number in ${dashboard}.`,
  });
}

export function notReleased(number: E164, facts: Facts): RefusedError {
  return new RefusedError(`${number} is in the account still, and Sondos says that it is not`, {
    ...facts,
    nextStep: `It stays in state. Run again; if it stays so, release it in ${dashboard}.`,
  });
}

/** `unchanged`: what was asked for and does not show. */
export function notHeld(number: E164, unchanged: readonly string[]): UnfinishedError {
  const agentAdvice = unchanged.includes("agent")
    ? " An assistant has one number at most: look whether another one asks for the same agent."
    : "";
  return new UnfinishedError(
    `Sondos accepted the change of ${number}, but does not show it: ${unchanged.join(", ")}`,
    {
      vendor: "sondos",
      operation: "update",
      argument: unchanged[0],
      nextStep: `Run pulumi up again; if it stays so, make the change in ${dashboard}.${agentAdvice}`,
    },
  );
}
