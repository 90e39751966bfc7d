import { notE164, ok, refused } from "./answers";
import { carrierOf, isSold, soldCarriers, soldCountries } from "./carriers";
import type { Bolna, Handler } from "./context";
import { oneOf, optionalText, requiredText } from "./fields";
import { cents, zonelessTime } from "./formats";
import { uuid } from "./ids";
import { hyphenatedId } from "./numbers";

/** How much later than its creation a record says it was updated, in microseconds. */
const writingTimeUs = 9;

export const buyNumber: Handler = (bolna, { caller, body, listLagMs }) => {
  const { account } = bolna;
  const { country, e164, carrier } = order(bolna, body);
  if (account.owned(e164) !== undefined) throw refused("This phone number is already in your account");
  const number = account.inStock(e164);
  if (number === undefined || !isSold(number)) throw notAvailable();
  if (number.country !== country) throw refused(`This phone number is not a number of ${country}`);
  if (carrier !== undefined && carrier !== carrierOf(number)) {
    throw refused(`This phone number is not available from ${carrier}`);
  }
  // Papers cannot be handed in by API: see the sandbox's control call for them.
  if (country === "IN" && !account.hasPapers(country)) {
    throw refused("An approved compliance application is needed for this phone number");
  }

  const owned = account.buy(number, { subaccount: caller, lagMs: listLagMs });
  const microseconds = bolna.random.below(1000 - writingTimeUs);
  return ok({
    id: hyphenatedId(owned),
    agent_id: null,
    bolna_owned: true,
    deleted: false,
    renewal: true,
    payment_uuid: uuid(bolna.random),
    phone_number: owned.e164,
    price: cents(owned.monthlyPrice),
    telephony_provider: carrierOf(owned),
    telephony_sid: owned.e164.slice(1),
    created_at: zonelessTime(owned.boughtAt, microseconds),
    updated_at: zonelessTime(owned.boughtAt, microseconds + writingTimeUs),
  });
};

export function notAvailable() {
  return refused("This phone number is no longer available");
}

/** Unknown fields are passed over: neither agent nor name nor renewal can be given with an order. */
function order({ questions }: Bolna, body: Readonly<Record<string, unknown>>) {
  const country = oneOf("country", requiredText(body, "country"), soldCountries);
  const e164 = requiredText(body, "phone_number");
  if (!/^\+[1-9][0-9]{7,14}$/.test(e164)) throw notE164(questions, "phone_number");
  const provider = optionalText(body, "provider");
  const carrier = provider === undefined ? undefined : oneOf("provider", provider, soldCarriers);
  return { country, e164, carrier };
}
