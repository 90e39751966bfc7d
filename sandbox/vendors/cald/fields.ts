import type { OpenQuestions } from "../../kit/open-questions";
import { invalid } from "./answers";
import type { CaldRequest } from "./context";

const defaultPrefix = "+1415";

/** The agent asked for; null for none. Whether there is such an agent is another question. */
export function agentField({ body }: CaldRequest, questions: OpenQuestions): string | null {
  const { agentId } = body;
  if (agentId === undefined) return null;
  if (agentId === null || agentId === "") {
    // Whether these mean no agent, or are no agent id.
    if (questions.next("empty agent", "accepted", "refused") === "accepted") return null;
    throw invalid("agentId must not be empty");
  }
  if (typeof agentId !== "string") throw invalid("agentId must be a string");
  return agentId;
}

/** What the number has to begin with. */
export function prefixField({ body }: CaldRequest, questions: OpenQuestions): string {
  const { prefix = defaultPrefix } = body;
  if (typeof prefix !== "string" || !/^\+[1-9]\d{0,14}$/.test(prefix)) {
    throw invalid("prefix must be a string like +1415");
  }
  if (!prefix.startsWith("+1")) throw invalid("prefix must be one of the US");
  const isAreaCode = prefix.length === defaultPrefix.length;
  // Whether it may be shorter or longer than `+1` and an area code.
  if (!isAreaCode && questions.next("other prefix length", "accepted", "refused") === "refused") {
    throw invalid("prefix must be a country code and an area code");
  }
  return prefix;
}
