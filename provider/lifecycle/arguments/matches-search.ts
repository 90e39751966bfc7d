import type { NumberArguments } from "../../domain/argument-schema";
import { type E164, leadingDigits, nationalDigits } from "../../domain/number";
import type { NumberState } from "../state";

/** Whether a number meets one of the criteria; undefined when what is known of it does not tell. */
export function matchesSearch(
  { observed, args: { country } }: NumberState,
  search: NumberArguments["search"],
): boolean | undefined {
  const digits = nationalDigits(observed.e164 as E164, country);
  const answers = (search ?? [{}]).map(({ region, locality, capabilities, contains = "", ...leading }) => {
    if (!digits.startsWith(leadingDigits(leading) ?? "") || !digits.includes(contains)) return false;
    const known = observed.capabilities.length > 0;
    if (known && capabilities?.some((each) => !observed.capabilities.includes(each))) return false;
    const places = [region, locality].filter((place) => place !== undefined);
    const here = observed.numberRegion?.toLowerCase();
    // Places are in the vendor's words, which may be a code in one answer and a name in another: not to find one proves nothing.
    const isThere = places.every((place) => here?.includes(place.toLowerCase()));
    return isThere && (known || capabilities === undefined) ? true : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
