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
import { afterAnswer } from "../kit/after-answer";
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
import { denies, explain, purchaseRefusalReason } from "./refusals";
import { agentList, agentRow, outcome, type ShownNumber, shownNumber } from "./rows";

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
    if (!answer.ok) throw await this.purchaseError(answer, prefix, agent);
    return this.receipt(answer, prefix, agent ?? null);
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
    const shown = this.shownIn(answer) ?? (await this.lookAfterChange(answer, now, agent));
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
    if (await this.deniesNumber(answer)) return "gone";
    if (!answer.ok) throw this.unproven(answer, number.e164);
    this.requireAnswer(answer);
    const status = outcome.safeParse(answer.body).data?.status?.toLowerCase();
    if (status === "success") return "released";
    // Cald does not document how a release of a number ends that the account does not have, and shows no number. What is
    // left to ask by is a change; it takes the agent away, as the release would have.
    const change = await this.setAgent("look after the release", id, null);
    if (await this.deniesNumber(change)) return status === undefined ? "released" : "gone";
    if (!change.ok) throw this.unproven(change, number.e164);
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
  private async receipt(answer: Answer, prefix: E164, agent: string | null): Promise<Receipt> {
    const shown = this.client.read(answer, shownNumber);
    const { e164, otherId } = shown;
    if (e164 === null) {
      const name = shown.id ?? otherId;
      const what = name === null ? "the answer shows no number" : `a number was bought whose id is ${name}`;
      throw new UnclearPurchaseError(`${what}, but the answer does not tell which`, {
        ...this.client.facts(answer),
        nextStep: `Look for it in ${dashboard}.`,
      });
    }
    const id = shown.id ?? (await this.confirmed(otherId, e164, agent));
    // Whether Cald keeps to the prefix is documented nowhere. A number that does not start with it is paid for all the same.
    const outside = e164.startsWith(prefix) ? [] : [`outside the prefix asked for, ${prefix}`];
    const perhaps = otherId === null ? "" : `, unless it is ${otherId}`;
    const unnamed =
      id === null ? [`Cald told no id${perhaps}: it can be changed and released in ${dashboard} only`] : [];
    const statusReason = [...outside, ...unnamed].join("; ") || null;
    return {
      e164,
      vendorId: id,
      status: "active",
      statusReason,
      shown: shownAs(e164, id, statusReason, shown),
    };
  }

  /**
   * An id that the answer to a purchase has under another name than documented, if a change by it is accepted, and not as that of
   * another number. By another thing's id the number would be unknown one day, and be taken for gone while its rent goes on.
   */
  private async confirmed(id: string | null, e164: E164, agent: string | null): Promise<string | null> {
    if (id === null) return null;
    const answer = await this.setAgent("look at the number", id, agent).catch(() => undefined);
    if (!answer?.ok || answer.form === "page" || !isSuccess(answer)) return null;
    const shown = this.shownIn(answer)?.e164 ?? e164;
    return shown === e164 ? id : null;
  }

  /** The number as an answer shows it; undefined where it shows none. */
  private shownIn({ body }: Answer): ShownNumber | undefined {
    const { data } = shownNumber.safeParse(body);
    return data === undefined || (data.id === null && data.e164 === null) ? undefined : data;
  }

  /**
   * A change that was accepted by an answer without the number. Cald documents no call that shows one: what may exist is tried, and
   * where it does not, an accepted change is one that was made.
   */
  private async lookAfterChange(
    answer: Answer,
    now: OwnedNumber,
    agent: string | null,
  ): Promise<ShownNumber> {
    this.requireAnswer(answer);
    // Other calls answer {"status": "failed"} with 200; read as a number, that would be one without an agent.
    if (!isSuccess(answer)) {
      throw new UnclearError(`the answer does not show ${now.e164}, and no success`, {
        ...this.client.facts(answer),
        nextStep: "Run pulumi up again: the change is asked for anew.",
      });
    }
    const seen = await this.client
      .send({
        operation: "look after the change",
        method: "GET",
        path: path`/phonenumbers/${idOf(now, "update")}`,
        effect: "read",
      })
      .catch(() => undefined);
    const shown = seen?.ok ? this.shownIn(seen) : undefined;
    const isIt = shown !== undefined && (shown.id === now.vendorId || shown.e164 === now.e164);
    return isIt ? shown : { id: now.vendorId, otherId: null, e164: now.e164, monthlyPrice: null, agent };
  }

  /** Throws UnclearError when a page for browsers stands in the place of an answer: some gateway wrote it. */
  private requireAnswer(answer: Answer): void {
    if (answer.form === "page") this.client.read(answer, outcome);
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
    const one = await this.client.send({
      operation: "agent",
      method: "GET",
      path: path`/agents/${agent}`,
      effect: "read",
    });
    const denial = denies("agent", one, unknownId);
    if (denial === "yes") return false;
    if (one.ok) {
      this.client.read(one, agentRow);
      return true;
    }
    if (denial === "no" && one.status !== 405) throw this.client.failure(one);
    const all = await this.agents();
    if (!all.ok) throw this.client.failure(all);
    return this.client.read(all, agentList).agents.some(({ agentId }) => agentId === agent);
  }

  /** Whether a 404 is Cald's own word for a number that it does not know; one without words is, if Cald answers there to this key. */
  private async deniesNumber(answer: Answer): Promise<boolean> {
    const denial = denies("number", answer);
    if (denial !== "perhaps") return denial === "yes";
    const all = await this.agents().catch(() => undefined);
    return all?.ok === true && agentList.safeParse(all.body).success;
  }

  private agents(): Promise<Answer> {
    return this.client.send({ operation: "agents", method: "GET", path: "/agents", effect: "read" });
  }

  private async purchaseError(answer: Answer, prefix: E164, agent = ""): Promise<PhoneError> {
    const facts = this.client.facts(answer);
    const reason = purchaseRefusalReason(answer, agent || undefined);
    switch (reason) {
      case "no-such-agent":
        return noSuchAgent(agent, facts);
      case "no-such-agent?": {
        // The purchase was refused: that the agent cannot be looked up says nothing else.
        if (!(await this.hasAgent(agent).catch(() => true))) return noSuchAgent(agent, facts);
        const error = this.client.failure(answer);
        // It is there, and what was not found is not said; words that anybody may have written prove nothing.
        if (!NotFoundError.isInstance(error)) return error;
        return new RefusedError("refused", {
          ...facts,
          nextStep: "Fix what the vendor reports, then run again.",
        });
      }
      case "none-free":
        return new NumberTakenError(`none free under ${prefix}`, {
          ...facts,
          nextStep: "Nothing was bought. Add further criteria to search, or run again later.",
        });
      case null:
        return this.client.failure(answer);
      default:
        return refusedPurchase(reason, prefix, facts, advice);
    }
  }

  /** A 404 is documented for an unknown number; an unknown agent may have the same, so it is looked up. */
  private async refusedUpdate(answer: Answer, number: string, agent: string | null): Promise<PhoneError> {
    const facts = this.client.facts(answer);
    const mayBeAgent =
      unknownId.includes(answer.status) && (answer.form === "json" || answer.form === "text");
    const isUnknownAgent = async (name: string) =>
      !(await afterAnswer(this.client, answer, () => this.hasAgent(name)));
    if (agent !== null && mayBeAgent && (await isUnknownAgent(agent))) return noSuchAgent(agent, facts);
    if (!(await this.deniesNumber(answer))) return this.unproven(answer, number);
    return new NotFoundError(`${number} is not in the account any more`, {
      ...facts,
      nextStep: `If ${dashboard} does not show it either, take it out of the state by pulumi state delete.`,
    });
  }

  /** A "not found" that somebody else may have written says nothing of the number: it stays in state. */
  private unproven(answer: Answer, number: string): PhoneError {
    if (answer.status !== 404 || (answer.form !== "text" && answer.form !== "json"))
      return this.client.failure(answer);
    return new RefusedError(`not found, by words that need not be Cald's: ${number} may still be there`, {
      ...this.client.facts(answer),
      nextStep: `Nothing was changed. Check that the base URL is the origin of Cald's API, and run again; if it stays so, look for it in ${dashboard}, and take it out of the state by pulumi state delete if it is gone.`,
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

/** Whether an accepted call does not say that it failed all the same. */
function isSuccess({ body }: Answer): boolean {
  const { status, success, error } = outcome.safeParse(body).data ?? {};
  return (status ?? "success").toLowerCase() === "success" && success !== false && !error;
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
