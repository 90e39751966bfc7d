import { NoneAvailableError, NumberTakenError } from "../domain/errors";
import { exceeds, formatRent, withRent } from "../domain/money";
import { callingCode, type E164, leadingDigits } from "../domain/number";
import type { NumberArguments, SearchCriteria } from "../domain/number-arguments";
import type { Quote } from "../domain/quote";
import type { Capabilities, Offer, PrefixPurchase, Vendor } from "../vendors/vendor";
import { cheapest, type OfferPool, type PlaceInProgram } from "./offer-pool";

/**
 * The numbers that a resource may buy, best first, and the one quote that holds for all of them. Pinned into the inputs by
 * check, so that preview shows what up will buy, and an interrupted run can tell what it was about to buy.
 */
export interface ShortList {
  readonly candidates: readonly E164[];
  readonly quote: Quote;
}

// Enough to survive some that are taken between preview and purchase; more would empty a small inventory for nothing.
const shortListLength = 4;

/** What to choose by. */
export interface Wish {
  readonly claim: string;
  /** Which of the stack's numbers this is, in the order of the program. */
  readonly turn: number;
  /** Set where the numbers of the program pick in its order. */
  readonly place?: PlaceInProgram | undefined;
  readonly country: string;
  readonly args: NumberArguments;
}

/** Whether the vendor picks the number itself, among those that start with what it is asked for. */
export function sellsByPrefix({ purchase }: Capabilities): boolean {
  return purchase !== "number";
}

/**
 * The short list for a new resource, best first. Throws NumberTakenError when the exact number is not for sale, and
 * NoneAvailableError when nothing fits or everything is dearer than the ceiling.
 */
export async function chooseCandidates(vendor: Vendor, offers: OfferPool, wish: Wish): Promise<ShortList> {
  const { purchase } = vendor.definition.capabilities;
  if (purchase !== "number") return byPrefix(vendor, purchase, wish);
  return wish.args.number === undefined ? bySearch(vendor, offers, wish) : byNumber(vendor, offers, wish);
}

async function byNumber(
  vendor: Vendor,
  offers: OfferPool,
  { claim, country, args }: Wish,
): Promise<ShortList> {
  const number = args.number as E164;
  const offer = await vendor.find(number, country);
  const { name } = vendor.definition;
  if (offer === undefined || offers.isFirstChoice(number, claim)) {
    const own = offer === undefined && (await vendor.get({ e164: number, vendorId: null })) !== undefined;
    const reason = own
      ? "is in this account already"
      : offer === undefined
        ? "is not for sale"
        : "is taken by another resource of this run";
    throw new NumberTakenError(`${number} ${reason}`, {
      vendor: name,
      argument: "number",
      nextStep: own
        ? "Give adopt instead of number to take it over, or ask for another one."
        : "Ask for another number, or give search instead.",
    });
  }
  if (args.type !== undefined && offer.type !== null && offer.type !== args.type) {
    throw new NoneAvailableError(`${number} is a ${offer.type} number, not ${args.type}`, {
      vendor: name,
      argument: "type",
      nextStep: "Leave type out: the number decides it.",
    });
  }
  if (!affordable(offer, args.maxMonthlyPrice)) throw tooDear(vendor, offer, args, `${number}`);
  offers.reserve(number, claim);
  return shortList([offer], 0);
}

async function bySearch(
  vendor: Vendor,
  offers: OfferPool,
  { claim, turn, place, country, args }: Wish,
): Promise<ShortList> {
  const criteria = args.search ?? [{}];
  const passedOver: Offer[] = [];
  for (const [matched, one] of criteria.entries()) {
    const picks = await offers.pick({
      claim,
      turn,
      place,
      query: { country, type: args.type, criteria: one, options: args.vendorOptions ?? {} },
      count: shortListLength,
      affordable: (offer) => affordable(offer, args.maxMonthlyPrice),
    });
    const [first, ...others] = picks.offers;
    if (first !== undefined) return shortList([first, ...others], matched);
    if (picks.tooDear !== undefined) passedOver.push(picks.tooDear);
  }
  const searched = criteria.map((one) => describe(country, args, one)).join("; then ");
  const dear = cheapest(passedOver);
  if (dear !== undefined) throw tooDear(vendor, dear, args, searched);
  throw new NoneAvailableError(`no free number for ${searched}`, {
    vendor: vendor.definition.name,
    argument: "search",
    nextStep: `Widen the search, add a further criterion such as {}, ${args.type === undefined ? "" : "leave type out, "}or run again later.`,
  });
}

// One prefix for each criterion, so that the place of the prefix that was bought under tells which of them won.
function byPrefix(
  vendor: Vendor,
  { defaultPrefix, monthlyPrice }: PrefixPurchase,
  { country, args }: Wish,
): ShortList {
  const candidates = (args.search ?? [{}]).map((criteria): E164 => {
    const digits = leadingDigits(criteria);
    return digits === undefined ? defaultPrefix : `${callingCode(country)}${digits}`;
  });
  const { maxMonthlyPrice } = args;
  if (maxMonthlyPrice !== undefined && exceeds(monthlyPrice, maxMonthlyPrice)) {
    throw new NoneAvailableError(
      `every number costs ${formatRent(monthlyPrice)} by the vendor's price list, which is above maxMonthlyPrice ${maxMonthlyPrice}`,
      {
        vendor: vendor.definition.name,
        argument: "maxMonthlyPrice",
        nextStep: "Raise maxMonthlyPrice, or use another vendor.",
      },
    );
  }
  return {
    candidates,
    quote: { matched: 0, monthlyPrice, setupPrice: null, restriction: null, terms: null },
  };
}

function affordable(offer: Offer, ceiling: number | undefined): boolean {
  return ceiling === undefined || (offer.monthlyPrice !== null && !exceeds(offer.monthlyPrice, ceiling));
}

function tooDear(vendor: Vendor, offer: Offer, args: NumberArguments, searched: string): NoneAvailableError {
  return new NoneAvailableError(
    `every free number is above maxMonthlyPrice ${args.maxMonthlyPrice}; the cheapest is ${withRent(offer.e164, offer.monthlyPrice)} (${searched})`,
    {
      vendor: vendor.definition.name,
      argument: "maxMonthlyPrice",
      nextStep: "Raise maxMonthlyPrice, or search elsewhere.",
    },
  );
}

function shortList([first, ...others]: readonly [Offer, ...Offer[]], matched: number): ShortList {
  const { monthlyPrice, setupPrice, restriction, terms } = first;
  return {
    candidates: [first, ...others].map((offer) => offer.e164),
    quote: { matched, monthlyPrice, setupPrice, restriction, terms },
  };
}

function describe(
  country: string,
  { type, vendorOptions }: NumberArguments,
  criteria: SearchCriteria,
): string {
  const facts = Object.entries({ type, ...criteria, ...vendorOptions })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join("+") : String(value)}`);
  return [country, ...facts].join(", ");
}
