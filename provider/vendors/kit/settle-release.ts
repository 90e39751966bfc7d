import { waitUntil } from "../../async/wait-until";
import { RefusedError, UnfinishedError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import type { Answer, Client } from "../../http/client";
import type { OwnedNumber, Release } from "../vendor";
import { afterAnswer } from "./after-answer";

/** What {@link settleRelease} needs to know of a release that was answered. */
export interface AnsweredRelease {
  readonly client: Client;
  readonly answer: Answer;
  readonly number: E164;
  /** How it ended by the vendor's own words; undefined where the body says nothing of its own. */
  readonly told: Release | undefined;
  /** The number as the account has it now; undefined when the account does not show it. */
  readonly look: () => Promise<OwnedNumber | undefined>;
  /** Refusals that may mean that the account has no such number; default 404 and 410. */
  readonly unknown?: readonly number[];
  /** What it means that a release was accepted and the number is still shown; undefined, the default: that it did not hold. */
  readonly stillShown?: (shown: OwnedNumber) => Release | undefined;
  /** What a reader does when the release does not hold, e.g. `release it in Plivo's console`. */
  readonly byHand: string;
}

// Nothing documents how soon a release shows.
const showsWithinMs = 5_000;

/**
 * How a release ended: as the vendor's own words say, else as the account shows. A success without such words is looked after, and so
 * is a refusal that may mean that the number is unknown: a proxy, a gateway or another host answers 404, too. Throws
 * UnfinishedError or RefusedError when the account still has the number, the failure of the answer, or of the look after a refusal.
 */
export async function settleRelease(release: AnsweredRelease): Promise<Release> {
  const { client, answer, number, told, look, byHand, unknown = [404, 410], stillShown } = release;
  if (told !== undefined) return told;
  if (!answer.ok && !unknown.includes(answer.status)) throw client.failure(answer);
  const outcomeOf = (shown: OwnedNumber | undefined): Release | undefined =>
    shown === undefined ? (answer.ok ? "released" : "gone") : answer.ok ? stillShown?.(shown) : undefined;
  const seen = await waitUntil(
    () => afterAnswer(client, answer, look),
    (shown) => outcomeOf(shown) !== undefined,
    answer.ok ? showsWithinMs : 0,
  );
  const outcome = outcomeOf(seen);
  if (outcome !== undefined) return outcome;
  const as = seen?.vendorId ? `, as ${seen.vendorId}` : "";
  const details = {
    ...client.facts(answer),
    nextStep: `It stays in state. Run again; if it stays so, ${byHand}, or take it out of the state by pulumi state delete where it was bought again since.`,
  };
  throw answer.ok
    ? new UnfinishedError(`the release of ${number} was accepted, but the account still has it${as}`, details)
    : new RefusedError(`${number} was not released: the account still has it${as}`, details);
}
