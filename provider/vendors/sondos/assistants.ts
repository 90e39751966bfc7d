import { FreshList } from "../../async/fresh-list";
import { Once } from "../../async/once";
import { Queue } from "../../async/queue";
import { ArgumentError, PhoneError, type PhoneErrorDetails } from "../../domain/errors";
import { type Answer, type Client, path } from "../../http/client";
import { isUnknown } from "../kit/is-unknown";
import { requireAnswer } from "./ask";
import { readAssistants } from "./assistant-pages";
import type { Assistant } from "./rows";

/** The assistants of an account. A number does not know what answers it: the assistant knows its number, and has one at most. */
export class Assistants {
  private readonly fresh = new FreshList(() => this.read());
  private readonly checks = new Once<void>();
  /** Ids of those that were seen to answer calls. */
  private readonly answering = new Set<string>();
  private readonly queue = new Queue();
  private isUnreadable = false;

  constructor(private readonly client: Client) {}

  /** All of them as they are now, or an error: never a part. */
  list(): Promise<readonly Assistant[]> {
    return this.fresh.read();
  }

  /**
   * The same, for numbers that are only shown: undefined where they cannot be read, which fails nothing, and is not tried again in this
   * process.
   */
  async shown(): Promise<readonly Assistant[] | undefined> {
    if (this.isUnreadable) return undefined;
    try {
      return await this.list();
    } catch (error) {
      if (!PhoneError.isInstance(error)) throw error;
      this.isUnreadable = true;
      this.client.tellOnce(
        `sondos: the assistants cannot be read (${error.what}), so what answers the numbers is not shown; what was known of it stays`,
      );
      return undefined;
    }
  }

  /** Throws ArgumentError when there is no such assistant, or it answers no calls. */
  check(agent: string): Promise<void> {
    return this.checks.answer(agent, async () => {
      if (this.answering.has(agent)) return;
      const found = (await this.list()).find(({ id }) => id === agent);
      if (found === undefined) throw unfit(`no such assistant: ${agent}`);
      if (!answers(found)) throw unfit(`an outbound assistant does not answer calls: ${agent}`);
    });
  }

  /** Takes the number away from an assistant, if it still has it. */
  takeAway(numberId: string, agent: string): Promise<void> {
    return this.queue.take(agent, async () => {
      // The update of another number may have given it that one meanwhile, which it must keep.
      const now = (await this.list()).find(({ id }) => id === agent);
      if (now?.numberId !== numberId) return;
      const answer = await this.put(agent, null);
      // An assistant that was deleted since has no number either.
      if (!answer.ok && !isUnknown(answer)) throw this.client.failure(answer);
    });
  }

  /** Gives an assistant the number in place of the one it has. Tells how it was answered, where the number may be at fault. */
  assign(numberId: string, agent: string): Promise<Answer> {
    return this.queue.take(agent, async () => {
      const answer = await this.put(agent, Number(numberId));
      if (isUnknown(answer)) throw unfit(`no such assistant: ${agent}`, this.client.facts(answer));
      return answer;
    });
  }

  private async put(agent: string, phone_number_id: number | null): Promise<Answer> {
    const answer = await this.client.send({
      operation: "agent",
      method: "PUT",
      path: path`/user/assistant/${agent}`,
      // What is not sent stays as it is.
      json: { phone_number_id },
      effect: "repeatable",
    });
    requireAnswer(this.client, answer);
    return answer;
  }

  private async read(): Promise<readonly Assistant[]> {
    const assistants = await readAssistants(this.client);
    this.isUnreadable = false;
    for (const { id } of assistants.filter(answers)) this.answering.add(id);
    return assistants;
  }
}

/** What answers a number. An outbound assistant may have it too, and only calls from it. */
export function agentOf(numberId: string, assistants: readonly Assistant[]): string | null {
  const holders = assistants.filter((assistant) => assistant.numberId === numberId && answers(assistant));
  const inbound = holders.find(({ direction }) => direction === "inbound");
  return (inbound ?? holders[0])?.id ?? null;
}

// One that tells no direction gets the benefit of the doubt: it must be possible to name it.
function answers({ direction }: Assistant): boolean {
  return direction !== "outbound";
}

function unfit(what: string, facts: Omit<PhoneErrorDetails, "nextStep"> = {}): ArgumentError {
  return new ArgumentError(what, {
    vendor: "sondos",
    ...facts,
    argument: "agent",
    nextStep: "Give the id of an inbound assistant of this account.",
  });
}
