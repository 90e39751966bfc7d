import { Once } from "../../async/once";
import {
  NotFoundError,
  NumberTakenError,
  type PhoneError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
  UnfinishedError,
  UnsupportedError,
} from "../../domain/errors";
import type { E164 } from "../../domain/number";
import { type Answer, type Client, path } from "../../http/client";
import { keyDigest } from "../kit/key-digest";
import { noSuchCall } from "../kit/no-such-call";
import { noSuchAgent } from "../kit/not-found";
import { ownedNumber } from "../kit/number-rows";
import { refusedPurchase } from "../kit/refused-purchase";
import { singleKeyAdvice } from "../kit/single-key";
import type {
  AccountSettings,
  NumberChanges,
  NumberReference,
  Order,
  OwnedNumber,
  Receipt,
  Release,
  Vendor,
  VendorDefinition,
  VendorTools,
} from "../vendor";
import { explain, purchaseRefusalReason } from "./refusals";
import { agentList, agentRow, releaseAnswer, type ShownNumber, shownNumber } from "./rows";

/** The names of Cald's keys. */
export type CaldKey = "apiKey";

const dashboard = "Cald's dashboard (my.cald.ai)";
const advice = {
  noFunds: `Fix the payment in ${dashboard}`,
};
// Answers that may mean an unknown id. 404 is documented; whether a malformed id has another status is not.
const unknownId = [400, 404, 422];

export class CaldAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly known = new Once<void>();

  constructor(
    readonly definition: VendorDefinition<CaldKey>,
    { baseUrl, keys: { apiKey } }: AccountSettings<CaldKey>,
    tools: VendorTools,
  ) {
    this.account = keyDigest("cald", apiKey);
    this.client = tools.createClient({
      vendor: "cald",
      baseUrl: `${baseUrl}/client/api/v1`,
      // The key alone, without a scheme.
      headers: { authorization: apiKey },
      secrets: [apiKey],
      // Cald documents none.
      rateLimit: null,
      explain,
      keyAdvice: singleKeyAdvice("cald", ": the bare key, without Bearer"),
      keyRefusals: [401, 403],
    });
  }

  search(): never {
    throw noSuchCall("cald", "search");
  }

  async find(): Promise<never> {
    throw noSuchCall("cald", "search");
  }

  async buy({ e164: prefix, agent }: Order): Promise<Receipt> {
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: "/phonenumbers",
      // Without a prefix Cald buys a number of +1415.
      json: { prefix, agentId: agent },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, prefix, agent);
    return this.receipt(answer, prefix);
  }

  async list(): Promise<never> {
    throw noSuchCall("cald", "list");
  }

  async get(): Promise<never> {
    throw noSuchCall("cald", "get");
  }

  async update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber> {
    const number = now.e164;
    const agent = changes.agent === undefined ? now.agent : changes.agent;
    const answer = await this.setAgent("update", idOf(now, "update"), agent);
    if (!answer.ok) throw await this.refusedUpdate(answer, number, agent);
    const shown = this.client.read(answer, shownNumber);
    if (shown.id === null && shown.e164 === null) {
      // Other calls answer {"status": "failed"} with 200; read as a number, that would be one without an agent.
      throw new UnclearError(`the answer does not show ${number}`, {
        ...this.client.facts(answer),
        nextStep: "Run pulumi up again: the change is asked for anew.",
      });
    }
    if (shown.agent !== agent) {
      throw new UnfinishedError(
        `Cald accepted the change of ${number}, but shows ${shown.agent ?? "none"} as its agent`,
        {
          ...this.client.facts(answer),
          argument: "agent",
          nextStep: `Run pulumi up again; if it stays so, make the change in ${dashboard}.`,
        },
      );
    }
    return { ...now, agent, monthlyPrice: shown.monthlyPrice ?? now.monthlyPrice };
  }

  async takeOver(vendorId: string, agent: string): Promise<OwnedNumber> {
    const answer = await this.setAgent("adopt", vendorId, agent);
    if (!answer.ok) throw await this.refusedUpdate(answer, vendorId, agent);
    const shown = this.client.read(answer, shownNumber);
    if (shown.e164 === null) {
      throw new UnclearError(`the answer does not tell the number of ${vendorId}`, {
        ...this.client.facts(answer),
        nextStep: `Nothing was bought. Look for it in ${dashboard}.`,
      });
    }
    return shownAs(shown.e164, vendorId, null, shown);
  }

  async release(number: NumberReference): Promise<Release> {
    const id = idOf(number, "release");
    const answer = await this.client.send({
      operation: "release",
      method: "DELETE",
      path: path`/phonenumbers/${id}`,
      effect: "repeatable",
    });
    if (answer.status === 404) return "gone";
    if (!answer.ok) throw this.client.failure(answer);
    const status = this.client.read(answer, releaseAnswer).status?.toLowerCase();
    if (status === "success") return "released";
    // Cald does not document how a release of a number ends that the account does not have, and shows no number. What is
    // left to ask by is a change; it takes the agent away, as the release would have.
    const change = await this.setAgent("look after the release", id, null);
    if (change.status === 404) return "gone";
    if (!change.ok) throw this.client.failure(change);
    throw this.notReleased(answer, number.e164, status);
  }

  checkAgent(agent: string): Promise<void> {
    return this.known.answer(agent, async () => {
      if (!(await this.hasAgent(agent))) throw noSuchAgent(agent, { vendor: "cald" });
    });
  }

  async checkSubaccount(): Promise<never> {
    throw noSuchCall("cald", "subaccount");
  }

  /** What the answer to a purchase shows. Nothing else will ever show it, so all of it is kept that can be read. */
  private receipt(answer: Answer, prefix: E164): Receipt {
    const shown = this.client.read(answer, shownNumber);
    const { id, e164 } = shown;
    if (e164 === null) {
      const what = id === null ? "the answer shows no number" : `a number was bought whose id is ${id}`;
      throw new UnclearPurchaseError(`${what}, but the answer does not tell which`, {
        ...this.client.facts(answer),
        nextStep: `Look for it in ${dashboard}.`,
      });
    }
    // Whether Cald keeps to the prefix is documented nowhere. A number that does not start with it is paid for all the same.
    const outside = e164.startsWith(prefix) ? [] : [`outside the prefix asked for, ${prefix}`];
    const unnamed =
      id === null ? [`Cald told no id: it can be changed and released in ${dashboard} only`] : [];
    const statusReason = [...outside, ...unnamed].join("; ") || null;
    return {
      e164,
      vendorId: id,
      status: "active",
      statusReason,
      shown: shownAs(e164, id, statusReason, shown),
    };
  }

  private setAgent(operation: string, id: string, agent: string | null): Promise<Answer> {
    return this.client.send({
      operation,
      method: "PATCH",
      path: path`/phonenumbers/${id}`,
      // Left out, the agent is taken away; whether null or an empty text does so, too, is documented nowhere.
      json: agent === null ? {} : { agentId: agent },
      effect: "repeatable",
    });
  }

  private async hasAgent(agent: string): Promise<boolean> {
    const call = { operation: "agent", method: "GET", effect: "read" } as const;
    const one = await this.client.send({ ...call, path: path`/agents/${agent}` });
    if (one.status === 405) {
      const all = await this.client.send({ ...call, path: "/agents" });
      if (!all.ok) throw this.client.failure(all);
      return this.client.read(all, agentList).agents.some(({ agentId }) => agentId === agent);
    }
    if (unknownId.includes(one.status)) return false;
    if (!one.ok) throw this.client.failure(one);
    this.client.read(one, agentRow);
    return true;
  }

  private purchaseError(answer: Answer, prefix: E164, agent: string | undefined): PhoneError {
    const facts = this.client.facts(answer);
    switch (purchaseRefusalReason(answer, agent)) {
      case "no-such-agent":
        return noSuchAgent(agent ?? "", facts);
      case "none-free":
        return new NumberTakenError(`none free under ${prefix}`, {
          ...facts,
          nextStep: "Nothing was bought. Add further criteria to search, or run again later.",
        });
      case "no-funds":
        return refusedPurchase("no-funds", prefix, facts, advice);
      case null:
        return this.client.failure(answer);
    }
  }

  /** A 404 is documented for an unknown number; an unknown agent may have the same, so it is looked up. */
  private async refusedUpdate(answer: Answer, number: string, agent: string | null): Promise<PhoneError> {
    const facts = this.client.facts(answer);
    if (agent !== null && unknownId.includes(answer.status) && !(await this.hasAgent(agent))) {
      return noSuchAgent(agent, facts);
    }
    if (answer.status !== 404) return this.client.failure(answer);
    return new NotFoundError(`${number} is not in the account any more`, {
      ...facts,
      nextStep: `If ${dashboard} does not show it either, take it out of the state by pulumi state delete.`,
    });
  }

  private notReleased(answer: Answer, number: E164, status: string | undefined): PhoneError {
    const details = {
      ...this.client.facts(answer),
      nextStep:
        "It stays in state, and has no agent any more. Run again; if it stays so, look whether " +
        `${dashboard} shows it as cancelled or can release it, then take it out of the state by pulumi state delete.`,
    };
    return status === "failed"
      ? new RefusedError(`the release of ${number} failed, without a reason`, details)
      : new UnclearError(
          `the release of ${number} ended in ${status === undefined ? "no status" : `the unknown status "${status}"`}`,
          details,
        );
  }
}

/** What a purchase shows, as a number of the account. Cald tells neither dates nor capabilities, and has no labels. */
function shownAs(
  e164: E164,
  vendorId: string | null,
  statusReason: string | null,
  { monthlyPrice, agent }: ShownNumber,
): OwnedNumber {
  return ownedNumber({ e164, vendorId, statusReason, monthlyPrice, agent });
}

/** Cald's id of a number, which every path needs. */
function idOf({ e164, vendorId }: NumberReference, operation: string): string {
  if (vendorId !== null) return vendorId;
  throw new UnsupportedError(`Cald has told no id of ${e164}, and knows numbers by their ids alone`, {
    vendor: "cald",
    operation,
    nextStep: `Nothing was changed. Use ${dashboard}.`,
  });
}
