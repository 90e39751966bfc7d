import { ArgumentError, NotFoundError, type PhoneErrorDetails } from "../../domain/errors";

type Facts = Omit<PhoneErrorDetails, "nextStep">;

/** The error of an agent that the vendor does not know. */
export function noSuchAgent(
  agent: string,
  facts: Facts,
  nextStep = "Give the id of an agent of this account.",
): ArgumentError {
  return new ArgumentError(`no such agent: ${agent}`, { ...facts, argument: "agent", nextStep });
}

/** The error of a number that the account does not have any more. */
export function notInAccount(number: string, facts: Facts): NotFoundError {
  return new NotFoundError(`${number} is not in the account any more`, {
    ...facts,
    nextStep: "Run pulumi refresh, which takes it out of the state.",
  });
}
