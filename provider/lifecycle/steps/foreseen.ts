import type { Properties } from "../../domain/properties";
import { sellsByPrefix } from "../../purchase/candidates";
import { type Context, holdsUnknown } from "../context";
import { changeableOutputs, type ObservedNumber, type OutputName, outputList } from "../observed";
import { type NumberState, outputs, readInputs } from "../state";

/**
 * The outputs that a number will have, as far as check and state tell; `unknown` stands for the others. A new number is the one that was
 * picked: where it is taken before the purchase, the next one is bought. One that exists keeps its number and all that no argument changes.
 */
export function foreseenOutputs(
  context: Context,
  unknown: unknown,
  news: Properties,
  before?: NumberState,
): Record<string, unknown> {
  const seen = before === undefined ? picked(context, news) : kept(context, news, before);
  const all = outputList.map(([name]) => [name, name in seen ? seen[name] : unknown]);
  const state = before === undefined ? {} : outputs(before);
  return { ...state, ...news, ...Object.fromEntries(all) };
}

type Foreseen = { readonly [Name in OutputName]?: ObservedNumber[Name] | undefined };

function picked(context: Context, news: Properties): Foreseen {
  // Without candidates nothing was picked, as something that it depends on is not known yet.
  if (news.candidates === undefined || holdsUnknown(context, news.candidates)) return {};
  const { candidates, quote, args } = readInputs(news);
  const definition = context.vendors.get(args.vendor);
  const [e164] = candidates;
  const isNumber = definition !== undefined && !sellsByPrefix(definition.capabilities);
  const { monthlyPrice = null, setupPrice = null, matched } = quote ?? {};
  return {
    ...(e164 !== undefined && isNumber && { e164 }),
    ...(monthlyPrice !== null && { monthlyPrice }),
    ...(setupPrice !== null && { setupPrice }),
    ...(matched !== undefined && { matched }),
  };
}

function kept(context: Context, news: Properties, { args, observed, attempted }: NumberState): Foreseen {
  // Which number it is, if any, is known once the purchase is settled.
  if (observed.status === "unsettled") return {};
  const seen: { -readonly [Name in OutputName]?: unknown } = { ...observed };
  for (const { output, argument } of changeableOutputs) {
    const asked = news[argument];
    const isLeftAlone = args[argument] === undefined && attempted?.[argument] === undefined;
    if (asked === undefined && isLeftAlone) continue;
    if (asked === undefined || holdsUnknown(context, asked)) delete seen[output];
    else seen[output] = asked;
  }
  // One whose renewal is off may end in this run.
  const mayEnd = news.renewal === "off" && observed.status !== "released";
  if (mayEnd || news.renewal !== args.renewal) delete seen.status;
  return seen as Foreseen;
}
