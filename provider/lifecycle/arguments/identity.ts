import type { NumberArguments } from "../../domain/number-arguments";
import type { Properties } from "../../domain/properties";
import { type Failure, fault } from "./failure";

/** The arguments by which a number is another one. */
export const identityArguments = ["vendor", "account", "country", "type", "number", "adopt"] as const;

/** The arguments that make the number another one, and are not what they were: changing one is another purchase. */
export function identityChanges(
  before: Properties,
  now: Readonly<NumberArguments> | Properties,
  unknown: readonly string[],
): readonly (typeof identityArguments)[number][] {
  return identityArguments.filter((name) => {
    const [was, is] = [before[name], now[name]];
    if (unknown.includes(name) || was === is) return false;
    // Without an account the vendor's own keys are meant, which is another account.
    if (name === "account") return true;
    if (is === undefined) return false;
    // A number that is named decides its country and type, whatever is said of them; which they are may be known better by a later version.
    if ((name === "country" || name === "type") && isNamed(now)) return false;
    // Nor was one that was named: its type may have left the program for that, and comes back when adopt or number leaves it.
    if (name === "type" && was === undefined && isNamed(before)) return false;
    // A number is named by any of its names: diff compares them with the one that is there.
    if (name === "adopt" || (name === "number" && was === undefined)) return false;
    // A kind that is asked for only now cannot be looked up: no vendor's list of owned numbers is sure to tell it.
    return was !== undefined || name === "type";
  });
}

/** Whether a number was named, and not chosen by a search. */
export function isNamed({ adopt, number }: Readonly<NumberArguments> | Properties): boolean {
  return (adopt ?? number) !== undefined;
}

/** Whether the number is kept from being given up: as it was asked for before, or is now. */
export function isProtected(before: Properties, now: Properties): boolean {
  return before.deletionProtection === true || now.deletionProtection === true;
}

/** Whether the number may be given up for another one. */
export function isOpen(before: Properties, now: Properties): boolean {
  return now.replaceable === true && !isProtected(before, now);
}

/** Why such a change is refused: it is, unless the lock is open, and always while the number is protected. */
export function identityFailures(
  olds: Properties,
  args: NumberArguments,
  unknown: readonly string[],
): Failure[] {
  if (isOpen(olds, args)) return [];
  const way = isProtected(olds, args)
    ? "It is protected. Set it back, and run pulumi up with deletionProtection: false first."
    : "Set replaceable: true if that is meant, or declare a second PhoneNumber under another name, and remove this one when you no longer need it.";
  return (
    identityChanges(olds, args, unknown)
      // A run that failed has left its own inputs: whether a type is new the state knows, with which diff compares it.
      .filter((name) => olds[name] !== undefined || name !== "type")
      .map((name) =>
        fault(
          name,
          `cannot change from ${written(olds[name])} to ${written(args[name])}: that is another number, and this one would be given up. ${way}`,
        ),
      )
  );
}

function written(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
