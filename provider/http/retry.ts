import { DelegateBackoff, handleWhenResult, retry as retryPolicy } from "cockatiel";

/** What a call does at the vendor, and so what may be sent twice. */
export type Effect = "read" | "repeatable" | "purchase";

/** When to try again. */
export interface RetryRule {
  /** HTTP statuses after which the same request may be sent again. */
  readonly statuses: readonly number[] | "transient";
  /** Whether a connection that broke after the request left counts too. */
  readonly afterSending: boolean;
  readonly attempts: number;
  /** Milliseconds from the end of the first try to the last one's start: what it has waited for its turn counts as little as it took. */
  readonly budget: number;
}

/**
 * The rules. A purchase is sent again only where nothing can have been bought: the vendor turned it away unread (429), or
 * the connection was never opened. Everything else about a purchase is settled by looking, not by asking again.
 */
export const retryRules: Readonly<Record<Effect, RetryRule>> = {
  read: { statuses: "transient", afterSending: true, attempts: 5, budget: 30_000 },
  repeatable: { statuses: "transient", afterSending: true, attempts: 5, budget: 30_000 },
  purchase: { statuses: [429], afterSending: false, attempts: 5, budget: 30_000 },
};

/** How one try ended. */
export type Attempt =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: number | undefined;
      /** Whether it was turned away for a limit that is known, and waits for its next turn: that is no try. */
      readonly waitsForTurn?: boolean;
    }
  | { readonly kind: "broken"; readonly sent: boolean };

const firstDelay = 250;
const longestDelay = 8_000;

/** Runs `attempt` until its outcome is final under the rule, and returns the last outcome. */
export function withRetries<T extends Attempt>(rule: RetryRule, attempt: () => Promise<T>): Promise<T> {
  let end: number | undefined;
  let tries = 0;
  let delay = 0;
  const again = (outcome: unknown): boolean => {
    end ??= Date.now() + rule.budget;
    const last = outcome as T;
    const isTry = last.kind === "broken" || last.waitsForTurn !== true;
    delay = isTry ? delayAfter(last, tries++) : 0;
    return mayRepeat(rule, last) && tries < rule.attempts && Date.now() + delay <= end;
  };
  return retryPolicy(handleWhenResult(again), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new DelegateBackoff(() => delay),
  }).execute(attempt);
}

function mayRepeat(rule: RetryRule, outcome: Attempt): boolean {
  if (outcome.kind === "broken") return !outcome.sent || rule.afterSending;
  if (rule.statuses !== "transient") return rule.statuses.includes(outcome.status);
  return outcome.status === 408 || outcome.status === 429 || outcome.status >= 500;
}

function delayAfter(outcome: Attempt, tries: number): number {
  if (outcome.kind === "answered" && outcome.retryAfter !== undefined) return outcome.retryAfter;
  const ceiling = Math.min(longestDelay, firstDelay * 2 ** tries);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
