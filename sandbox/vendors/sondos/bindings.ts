import type { Account, OwnedNumber } from "../../world/account";
import type { Assistant } from "./directory";

/**
 * Which assistant has which number. An assistant has one at most; a number can have any number of outbound
 * assistants beside one inbound. The account's row names the one that answers, else the first that calls.
 */
export class Bindings {
  private readonly holders = new WeakMap<OwnedNumber, readonly Assistant[]>();

  constructor(
    private readonly account: Account,
    private readonly assistants: readonly Assistant[],
  ) {}

  inboundHolder(number: OwnedNumber): Assistant | undefined {
    return this.holdersOf(number).find(isInbound);
  }

  numberOf(assistant: Assistant): OwnedNumber | undefined {
    return this.account.all().find((number) => this.holdersOf(number).includes(assistant));
  }

  /** Takes the place of whatever number the assistant had. */
  bind(assistant: Assistant, number: OwnedNumber): void {
    this.unbind(assistant);
    this.hold(number, [...this.holdersOf(number), assistant]);
  }

  unbind(assistant: Assistant): void {
    for (const number of this.account.all()) {
      const holders = this.holdersOf(number);
      if (holders.includes(assistant)) {
        this.hold(
          number,
          holders.filter((holder) => holder !== assistant),
        );
      }
    }
  }

  private holdersOf(number: OwnedNumber): readonly Assistant[] {
    // One that was put into the account with an agent has been bound by no call.
    return this.holders.get(number) ?? this.assistants.filter(({ id }) => String(id) === number.agent);
  }

  private hold(number: OwnedNumber, holders: readonly Assistant[]): void {
    this.holders.set(number, holders);
    const shown = holders.find(isInbound) ?? holders[0];
    number.agent = shown === undefined ? null : String(shown.id);
  }
}

function isInbound({ type }: Assistant): boolean {
  return type === "inbound";
}
