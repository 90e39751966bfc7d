import { type E164, leadingDigits, nationalDigits } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";

/** What a search can be held against. */
export interface Searched {
  readonly e164: string;
  readonly capabilities: readonly string[];
  /** Where it is, in the vendor's words. */
  readonly place: string | null;
  readonly country: string;
}

/** Whether a number meets one of the criteria; undefined when what is known of it does not tell. A vendor's rows often do not speak of MMS. */
export function matchesSearch(
  { e164, capabilities: has, place, country }: Searched,
  search: NumberArguments["search"],
): boolean | undefined {
  const digits = nationalDigits(e164 as E164, country);
  const answers = (search ?? [{}]).map(({ region, locality, capabilities, contains = "", ...leading }) => {
    if (!digits.startsWith(leadingDigits(leading) ?? "") || !digits.includes(contains)) return false;
    const lacking = capabilities?.filter((each) => !has.includes(each)) ?? [];
    const untold = has.length === 0 ? lacking : lacking.filter((each) => each === "mms");
    if (lacking.length > untold.length) return false;
    const places = [region, locality].filter((name) => name !== undefined);
    const here = place?.toLowerCase();
    // Places are in the vendor's words, which may be a code in one answer and a name in another: not to find one proves nothing.
    const isThere = places.every((name) => here?.includes(name.toLowerCase()));
    return isThere && untold.length === 0 ? true : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
