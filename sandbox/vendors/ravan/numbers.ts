import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";
import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { invalidRequest, success } from "./answers";
import { camelCased, either, type Row } from "./casing";
import { type Handler, isE164, type RavanRequest, timestamp } from "./context";
import { regionCode } from "./countries";
import { ownedRow, releasedRow } from "./rows";

const message = "Phone numbers fetched successfully";

export const listNumbers: Handler = (ravan, request): Answer => {
  const { account, released, questions } = ravan;
  const isWanted = filterOf(request);
  const isActive = activeParameter(request);
  // Only this key's organization has numbers.
  const isOwner = request.caller === "managed";
  const owned = isOwner && isActive !== false ? account.visible().filter(isWanted) : [];
  const gone = isOwner && isActive !== true ? released.filter(({ number }) => isWanted(number)) : [];
  const rows = [
    ...owned.map((number) => ownedRow(ravan, number)),
    ...gone.map((entry) => releasedRow(ravan, entry)),
  ];

  // The introduction promises `meta` with every list, the page of this list has none.
  const meta = { total: rows.length, limit: rows.length, offset: 0 };
  const more = questions.next<Row>("meta of the list", {}, {}, { meta }, { meta });
  // An old edition spells the fields in the other way.
  const spelled = questions.next("spelling of the list", (row: Row) => row, camelCased);
  if (rows.length > 0) return success(message, rows.map(spelled), more);
  // An empty list may be left out: messages of this kind allow it.
  return success(message, questions.next<unknown>("nothing listed", [], undefined), more);
};

/** By number, not by record id. */
export const releaseNumber: Handler = (ravan, { id: e164 }): Answer => {
  const { account, clock, refusals, released, questions } = ravan;
  if (!isE164(e164)) throw new VendorRefusal(invalidRequest());
  const number = account.owned(e164);
  if (number === undefined) return refusals.notOwned();
  const releasedAt = clock.now();
  account.release(e164);
  // Whether the list keeps a released number, as an inactive one, is not documented.
  if (varies(e164, "listed after release")) released.push({ number, releasedAt });
  return success("Phone number released successfully", {
    phone_number: e164,
    // One edition shows the second, which is likely a placeholder.
    status: questions.next("status of a release", "released", "active"),
    released_at: timestamp(releasedAt),
  });
};

function filterOf({ query }: RavanRequest): (number: OwnedNumber) => boolean {
  const region = query.get("region") ?? "";
  const country = either((name) => query.get(name) ?? undefined, "iso_country") ?? "";
  return (number) =>
    (region === "" || regionCode(number) === region) && (country === "" || number.country === country);
}

function activeParameter({ query }: RavanRequest): boolean | undefined {
  const text = either((name) => query.get(name) ?? undefined, "is_active");
  if (text === undefined) return undefined;
  if (text !== "true" && text !== "false") throw new VendorRefusal(invalidRequest());
  return text === "true";
}
