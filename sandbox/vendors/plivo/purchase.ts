import { answer, invalid, notFound } from "./answers";
import { checkApplication, statusAtPurchase } from "./compliance";
import { e164Of, type Handler } from "./context";
import { noExtraFacts } from "./extra-facts";
import { agentField, cnamLookupField, subaccountField } from "./fields";

export const buyNumber: Handler = (plivo, { caller, id, body, listLagMs }) => {
  const { account, directory, extras, questions } = plivo;
  if (!caller.isMain) throw notFound();
  const number = account.inStock(e164Of(id) ?? "");
  if (number === undefined) throw notFound();

  const agent = agentField(body, directory);
  const subaccount = subaccountField(body, directory) ?? null;
  const cnamLookup = cnamLookupField(body, number.country) ?? noExtraFacts.cnamLookup;
  checkApplication(plivo, number.country, body);
  refuseHighAvailability(body);
  const status = statusAtPurchase(plivo, number.country);
  const owned = account.buy(number, {
    agent,
    subaccount,
    status,
    lagMs: listLagMs,
  });
  extras.set(owned, { ...noExtraFacts, cnamLookup });
  // The documentation says one, the vendor's own tests the other.
  return answer(questions.next("status of a purchase", 201, 202), {
    message: "created",
    numbers: [
      {
        number: owned.id,
        status: status === "pending" ? "pending" : "Success",
      },
    ],
    status: "fulfilled",
  });
};

/** A pair of numbers is sold for India only, and not here. */
function refuseHighAvailability(body: Readonly<Record<string, unknown>>): void {
  const wanted = body.ha_enable;
  if (wanted !== undefined && wanted !== false)
    throw invalid("ha_enable", "is not available for this number");
}
