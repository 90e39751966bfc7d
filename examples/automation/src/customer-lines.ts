import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CommandError,
  ConcurrentUpdateError,
  LocalWorkspace,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation";
import { PhoneNumber } from "pulumi-phone";

/** What a new customer asks for. */
export interface Order {
  /** The area code to have, if it has a number; any other one else. */
  readonly areaCode?: string | undefined;
}

/**
 * A customer's line. `unfinished` and `ending`: a purchase or a release is under way, was cut off or has failed; its event, sent again,
 * brings it to its end.
 */
export type Line =
  | { readonly status: "active"; readonly number: string }
  | { readonly status: "unfinished" | "ending" | "cancelled" };

const projectName = "customer-lines";

/** The folder whose node_modules have pulumi-phone: Pulumi's own process loads it from there. */
const main = path.join(__dirname, "..");

const program =
  ({ areaCode }: Order, maxMonthlyPrice = 2) =>
  async () => {
    const line = new PhoneNumber("line", {
      vendor: "plivo",
      country: "US",
      search: areaCode === undefined ? {} : [{ areaCode }, {}],
      maxMonthlyPrice,
    });
    return { number: line.e164 };
  };

/**
 * For a customer who has cancelled: the same resource, at a price for which there is no number. What a run that was cut off has bought is
 * taken over at any price; nothing is bought.
 */
const settling = program({}, 0.001);

/** How an `up` of that program ends where no run has bought anything. */
const nothingBought =
  /every free number is above maxMonthlyPrice|no free number for|all numbers picked are taken/;

/** Whether a run that was cut off has bought a number is not known: ten minutes after the last try it is. */
export class NotKnownYetError extends Error {}

export interface CustomerLinesOptions {
  /** How long a locked stack is waited for before its lock counts as left behind by a process that was killed, in milliseconds. */
  readonly lockPatienceMs: number;
}

/**
 * One stack per customer, which is all that is remembered: what an event finds there decides what is left to do, so an event may come
 * twice, late, or again after a crash. One process at a time may do this for a customer; in it, a customer's events wait for each other.
 */
export class CustomerLines {
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(private readonly options: CustomerLinesOptions) {}

  /** How many customers something is being done for. */
  get busy(): number {
    return this.last.size;
  }

  /** Gives the customer a number, unless there is one already, or the customer has cancelled. */
  open(customer: string, order: Order): Promise<Line> {
    return this.inTurn(customer, () =>
      onStack(customer, order, async (stack) => {
        const found = await lineOf(stack);
        return found.status === "unfinished" ? this.provision(stack) : found;
      }),
    );
  }

  /** Gives the number back. The empty stack stays: an event of before, delivered late, finds it and buys nothing. */
  close(customer: string): Promise<Line> {
    return this.inTurn(customer, () =>
      onStack(customer, {}, async (stack) => {
        const found = await lineOf(stack);
        if (found.status === "cancelled") return found;
        // Pulumi does not destroy what it does not know to be there: a purchase that was cut off, or has failed, is settled first. What is in
        // the state, a destroy gives back or waits for by itself.
        if (found.status === "unfinished" && (await mayHaveLost(stack))) await this.settle(stack);
        await this.unlocked(stack, () => stack.destroy());
        return { status: "cancelled" };
      }),
    );
  }

  /** Undefined for a customer of whom no event has come. */
  async find(customer: string): Promise<Line | undefined> {
    try {
      return await onStack(customer, {}, lineOf, "known only");
    } catch (error) {
      if (error instanceof StackNotFoundError) return undefined;
      throw error;
    }
  }

  private async provision(stack: Stack): Promise<Line> {
    const { outputs } = await this.unlocked(stack, () => stack.up());
    await forgetPending(stack);
    return { status: "active", number: String(outputs.number?.value) };
  }

  /** Takes over what earlier runs have bought. Throws {@link NotKnownYetError} while that is not known. */
  private async settle(stack: Stack): Promise<void> {
    try {
      await this.unlocked(stack, () => stack.up({ program: settling }));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error.message.includes("it is not known yet whether")) throw new NotKnownYetError(error.message);
      // A number that is not for sale says nothing where the purchases of earlier runs could not be read.
      const isUnread = error.message.includes("what earlier runs have bought is not known");
      if (isUnread || !nothingBought.test(error.message)) throw error;
    }
    await forgetPending(stack);
  }

  private async unlocked<T>(stack: Stack, run: () => Promise<T>): Promise<T> {
    const patientUntil = Date.now() + this.options.lockPatienceMs;
    for (let isCancelled = false; ; ) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof ConcurrentUpdateError) || isCancelled) throw error;
      }
      if (Date.now() < patientUntil) {
        await sleep(1_000);
        continue;
      }
      await stack.cancel();
      isCancelled = true;
    }
  }

  private inTurn<T>(customer: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(customer) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.last.set(customer, mine);
    const leave = () => {
      if (this.last.get(customer) === mine) this.last.delete(customer);
    };
    mine.then(leave, leave);
    return mine;
  }
}

/** Has work done on the customer's stack, from a folder of its own that is there for so long. */
async function onStack<T>(
  stackName: string,
  order: Order,
  work: (stack: Stack) => Promise<T>,
  which?: "known only",
): Promise<T> {
  const workDir = await mkdtemp(path.join(tmpdir(), "line-"));
  const args = { stackName, projectName, program: program(order) };
  const projectSettings = { name: projectName, runtime: "nodejs", main } as const;
  try {
    const stack =
      which === undefined
        ? await LocalWorkspace.createOrSelectStack(args, { workDir, projectSettings })
        : await LocalWorkspace.selectStack(args, { workDir, projectSettings });
    return await work(stack);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function lineOf(stack: Stack): Promise<Line> {
  const runs = await stack.history();
  const last = runs.find(({ kind }) => kind === "update" || kind === "destroy");
  if (last?.kind === "destroy") return { status: last.result === "succeeded" ? "cancelled" : "ending" };
  const { number } = await stack.outputs();
  const isActive = last?.kind === "update" && last.result === "succeeded" && number !== undefined;
  return isActive ? { status: "active", number: number.value } : { status: "unfinished" };
}

/** Whether a run has bought, or may have, what the state does not have. */
async function mayHaveLost(stack: Stack): Promise<boolean> {
  const { hasNumber, hasPending } = await stateOf(stack);
  return !hasNumber && (hasPending || (await stack.history()).length > 0);
}

/** Once all is settled: until then they are what tells of a purchase that was cut off. */
async function forgetPending(stack: Stack): Promise<void> {
  if ((await stateOf(stack)).hasPending) await stack.refresh({ clearPendingCreates: true });
}

async function stateOf(stack: Stack): Promise<{ readonly hasNumber: boolean; readonly hasPending: boolean }> {
  const { deployment } = await stack.exportStack();
  const resources: readonly { readonly type: string }[] = deployment?.resources ?? [];
  return {
    hasNumber: resources.some(({ type }) => type.endsWith("phone:PhoneNumber")),
    hasPending: (deployment?.pending_operations ?? []).length > 0,
  };
}
