import type { FreeNumber } from "../../world/account";
import { agentNotFound, CaldRefusal, ok } from "./answers";
import type { Cald, CaldRequest, Handler } from "./context";
import { hasAgent } from "./directory";
import { agentField, prefixField } from "./fields";
import { numberRow } from "./rows";

export const buyNumber: Handler = (cald, request) => {
  const { account, directory, questions } = cald;
  const agent = agentField(request, questions);
  const prefix = prefixField(request, questions);
  if (agent !== null && !hasAgent(directory, agent)) throw agentNotFound();
  const number = choose(cald, request, prefix);
  if (number === undefined) throw new CaldRefusal("none-free", `No phone number available for ${prefix}`);
  return ok(numberRow(account.buy(number, { agent })));
};

/** The number to sell: the first under the prefix, and when there is none perhaps one of another prefix. */
function choose(
  { account, questions }: Cald,
  { outpaced }: CaldRequest,
  prefix: string,
): FreeNumber | undefined {
  const forSale = account.stock().filter(({ country }) => country === "US");
  const fitting = forSale.filter(({ e164 }) => e164.startsWith(prefix));
  // The buyer names no number, so when another customer is quicker the next one is sold.
  if (outpaced) {
    const lost = fitting.shift();
    if (lost !== undefined) account.take(lost.e164);
  }
  const [first] = fitting;
  if (first !== undefined) return first;
  const other = forSale.find(({ e164, type }) => type === "local" && !e164.startsWith(prefix));
  return questions.next("none free under the prefix", "refused", "other-prefix") === "other-prefix"
    ? other
    : undefined;
}
