import { VendorRefusal } from "../../kit/vendor-refusal";
import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { error, invalid, noSuchMethod, noSuchPath, numberNotFound, ok } from "./answers";
import type { Handler, Sondos, SondosRequest } from "./context";
import { hasNickname } from "./countries";
import { findNumber } from "./ids";
import { canText, hasSubscription, ownedRow, renamedRow } from "./rows";

const longestNickname = 50;

export const listNumbers: Handler = ({ account }) => ok({ data: account.visible().map(ownedRow) });

/** The older list: not all that is owned. */
export const listTextNumbers: Handler = ({ account }) => {
  const rows = account.visible().filter((number) => canText(number) && hasSubscription(number));
  return ok({ data: rows.map(ownedRow) });
};

export const renameNumber: Handler = (sondos, request) => {
  const number = named(sondos, request);
  if (!hasNickname(number)) {
    const { path } = request;
    // How a version answers that cannot change a nickname.
    return sondos.questions.next("no nicknames", noSuchPath(path), noSuchMethod("PUT", path, ["DELETE"]));
  }
  const nickname = nicknameField(request.body);
  if (nickname !== undefined) number.alias = nickname;
  return ok({ message: "Phone number updated successfully.", data: renamedRow(number) });
};

/** The number stays until the end of the period it is paid for. */
export const releaseNumber: Handler = (sondos, request) => {
  const number = named(sondos, request);
  if (number.status === "lapsing") {
    throw new VendorRefusal(error(400, "Phone number is already scheduled for release."));
  }
  sondos.account.lapse(number);
  // Doubt: whether the inbound assistant loses it now, or with the number at the end.
  const holder = sondos.bindings.inboundHolder(number);
  if (holder !== undefined && varies(number.e164, "unbound at release")) sondos.bindings.unbind(holder);
  return ok({
    message: "Phone number released successfully. It will be removed at the end of the billing period.",
  });
};

function named({ account }: Sondos, { id }: SondosRequest): OwnedNumber {
  const number = findNumber(account, id);
  if (number === undefined) throw numberNotFound();
  return number;
}

/** Null clears it; undefined when nothing was said. */
function nicknameField({ nickname }: Readonly<Record<string, unknown>>): string | null | undefined {
  if (nickname === undefined || nickname === null) return nickname;
  if (typeof nickname !== "string") throw invalid("nickname", "The nickname must be a string.");
  if ([...nickname].length > longestNickname) {
    throw invalid("nickname", `The nickname must not exceed ${longestNickname} characters.`);
  }
  return nickname === "" ? null : nickname;
}
