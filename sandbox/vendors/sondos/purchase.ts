import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { VendorRefusal } from "../../kit/vendor-refusal";
import type { FreeNumber } from "../../world/account";
import { varies } from "../../world/random";
import { alreadyInUse, error, invalid, noProvider, notAvailable } from "./answers";
import type { Handler, Sondos } from "./context";
import { addressRequirements } from "./countries";
import { boughtRow } from "./rows";

export const buyNumber: Handler = (sondos, { body, listLagMs }) => {
  const number = offered(sondos, numberField(body));
  if (lacksAddress(number)) throw new VendorRefusal(error(500, noProvider));
  const owned = sondos.account.buy(number, { lagMs: listLagMs });
  return { status: 201, body: { message: "Phone number purchased successfully.", data: boughtRow(owned) } };
};

function numberField({ phone_number: value }: Readonly<Record<string, unknown>>): string {
  if (value === undefined || value === null || value === "") {
    throw invalid("phone_number", "The phone number field is required.");
  }
  if (typeof value !== "string") throw invalid("phone_number", "The phone number field must be a string.");
  if (parsePhoneNumberFromString(value)?.number !== value) {
    throw new VendorRefusal(
      error(422, "Unable to parse phone number. Please provide a valid E.164 format number."),
    );
  }
  return value;
}

/** Looks among the numbers in use first, the account's own included, then among those for sale. */
function offered({ account, shown, open }: Sondos, e164: string): FreeNumber {
  if (account.owned(e164) !== undefined) throw new VendorRefusal(error(400, alreadyInUse));
  if (!shown.has(e164)) throw new VendorRefusal(error(400, notAvailable));
  const number = account.inStock(e164);
  if (number === undefined) throw new VendorRefusal(open.unavailable());
  return number;
}

/** Doubt: whether a number that wants an address is sold without, as there is no way to give one. */
function lacksAddress({ e164, country }: FreeNumber): boolean {
  return addressRequirements(country) !== "none" && varies(e164, "address wanted");
}
