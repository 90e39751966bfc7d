import type { FleetRow } from "../../fleet/fleet-row";
import { nameOf } from "../../provider/domain/claim";
import { firstReasonOf } from "../../provider/domain/reason";
import type { OwnedNumber } from "../../provider/vendors/vendor";
import { compareRows, type Fleet } from "./fleet";
import type { AccountFilter, ListedAccounts } from "./read-accounts";
import { type BegunPurchase, type HeldNumber, isSettled, type Stacks } from "./read-stacks";

/** What became of reading the stacks; `unasked` where that was not wanted. */
export type StacksRead = Stacks | { readonly unread: unknown } | "unasked";

/** Brings together what the accounts own and what the stacks have. */
export function whoHolds(listed: ListedAccounts, stacks: StacksRead, filter: AccountFilter): Fleet {
  const { problems, notes } = listed;
  if (stacks === "unasked" || "unread" in stacks) {
    const unread =
      stacks === "unasked" ? [] : [`which stack has a number is not known: ${firstReasonOf(stacks.unread)}`];
    const rows = listed.accounts.flatMap(({ vendor, entry, numbers = [] }) =>
      numbers.map((number) => rowOf(number, vendor, entry)),
    );
    return {
      rows: rows.sort(compareRows),
      knowsStacks: false,
      knowsAccounts: true,
      problems: [...problems, ...unread],
      notes,
    };
  }
  const open = stacks.begun.filter(
    (purchase) => !stacks.numbers.some((number) => hasEndedIn(number, purchase)),
  );
  const unsettled = stacks.numbers.filter(({ status }) => status === "unsettled");
  const doubts: readonly Doubt[] = [
    ...open,
    ...unsettled.map(({ urn, vendor, ...held }) => ({ ...held, claim: urn, vendor: vendor ?? undefined })),
  ];
  const owned = listed.accounts.flatMap(({ vendor, entry, numbers = [] }) =>
    numbers.map((number) => {
      const same = stacks.numbers.filter((held) => isSame(held, vendor, number));
      const isHeld = same.some(isSettled);
      return {
        number,
        vendor,
        entry,
        // A row whose number has ended gives nothing back any more.
        holders: same.filter(({ status }) => status !== "released"),
        ended: same.filter(({ status }) => status === "released"),
        lookedUp: stacks.lookedUp.filter((each) => isSame(each, vendor, number)),
        purchases: doubts.filter(
          (doubt) => mayBeOf(doubt, vendor, number) && !(isHeld && isOfPrefix(doubt, number)),
        ),
      };
    }),
  );
  const isShown = (held: HeldNumber) =>
    owned.some(({ holders, ended }) => [...holders, ...ended].includes(held));
  const hidden = stacks.numbers.filter((held) => !isShown(held) && isMeant(held, filter));
  const missing = hidden.filter((held) => held.status !== "unsettled" && isListed(held, listed));
  const left = open.filter(
    (purchase) =>
      !purchase.isHandedOver &&
      isMeant(purchase, filter) &&
      // A number that another stack has says nothing of a purchase that names it as well; what its own has for sure ends it.
      !owned.some(({ holders, purchases }) => holders.length === 0 && purchases.includes(purchase)) &&
      !stacks.numbers.some(
        (held) => held.stack === purchase.stack && isSettled(held) && held.e164 === purchase.candidates[0],
      ) &&
      !owned.some(({ holders: [first] }) => first?.urn === purchase.claim && first.status === "unsettled") &&
      !hidden.some(({ urn, status }) => urn === purchase.claim && status === "unsettled"),
  );
  const rows = [
    ...owned.map(({ number, vendor, entry, holders, purchases }) =>
      ownedRow(rowOf(number, vendor, entry), holders, purchases),
    ),
    ...hidden.filter((held) => !missing.includes(held)).map(heldRow),
    ...left.map(begunRow),
  ];
  const unheld = owned.filter(({ holders }) => holders.length === 0);
  // The name of an account may be made of its key, which changes: one that shows the number was asked all the same.
  const isSeen = (held: HeldNumber) =>
    owned.some(({ vendor, holders }) => vendor === held.vendor && holders.includes(held));
  const unasked = unaskedNotes(
    stacks.numbers.filter((held) => isMeant(held, filter) && !isSeen(held)),
    listed,
  );
  return {
    rows: rows.sort(compareRows),
    knowsStacks: true,
    knowsAccounts: unasked.length === 0,
    problems,
    notes: [
      ...notes,
      ...missing.filter(({ status }) => status !== "released").map(missingNote),
      ...owned.flatMap(({ number, holders }) => sharedNote(number, holders)),
      ...unheld.flatMap(({ number, ended }) => ended.map((row) => endedNote(number, row))),
      ...unheld.flatMap(({ number, lookedUp }) => lookedUp.map((row) => lookedUpNote(number, row))),
      ...unasked,
    ],
  };
}

/** A purchase that may have bought what an account shows. */
interface Doubt {
  readonly claim: string;
  readonly stack: string;
  readonly vendor: string | undefined;
  readonly candidates: readonly string[];
}

function rowOf(number: OwnedNumber, vendor: string, entry: string | null): FleetRow {
  const { e164, agent, subaccount, alias, status, statusReason, monthlyPrice, renewsAt } = number;
  return {
    e164,
    vendor,
    account: entry,
    agent,
    subaccount,
    label: alias,
    stack: null,
    resource: null,
    status,
    statusReason,
    monthlyPrice,
    renewsAt,
    finding: null,
  };
}

function ownedRow(row: FleetRow, holders: readonly HeldNumber[], purchases: readonly Doubt[]): FleetRow {
  const [holder] = holders;
  if (holder !== undefined) {
    const isOpen = holder.status === "unsettled";
    return {
      ...row,
      account: row.account ?? holder.account,
      // What the vendor's list does not tell, the state may know.
      status: row.status ?? (isOpen ? null : holder.status),
      monthlyPrice: row.monthlyPrice ?? holder.monthlyPrice,
      renewsAt: row.renewsAt ?? holder.renewsAt,
      stack: holder.stack,
      resource: nameOf(holder.urn),
      finding: isOpen ? "unsettled" : null,
    };
  }
  const [purchase] = purchases;
  if (purchase === undefined) return { ...row, finding: "orphan" };
  const place = `${nameOf(purchase.claim)} in ${purchase.stack}`;
  // Of a purchase that cannot be read nobody knows which number it asked for: it may be this one.
  if (purchase.candidates.length === 0) {
    return {
      ...row,
      finding: "unsettled",
      statusReason: `it may be that of ${place}, whose purchase is open`,
    };
  }
  return {
    ...row,
    stack: purchase.stack,
    resource: nameOf(purchase.claim),
    finding: "unsettled",
    statusReason: "its purchase is open: pulumi up takes it up again, where the program has its resource",
  };
}

/** A number of an account that was not listed, as the state has it. */
function heldRow({ urn, vendorAccount: _, vendorId: __, candidates: ___, ...held }: HeldNumber): FleetRow {
  return { ...held, resource: nameOf(urn), finding: held.status === "unsettled" ? "unsettled" : null };
}

function begunRow({ claim, stack, vendor, account, order, quote, candidates }: BegunPurchase): FleetRow {
  const asked = candidates.length === 0 ? "" : `, for ${candidates.join(" or ")}`;
  return {
    e164: null,
    vendor: vendor ?? null,
    account: account ?? null,
    agent: order.agent ?? null,
    subaccount: order.subaccount ?? null,
    label: null,
    stack,
    resource: nameOf(claim),
    status: "unsettled",
    statusReason: `a purchase was begun${asked}: pulumi up takes it up again, where the program has its resource`,
    monthlyPrice: quote?.monthlyPrice ?? null,
    renewsAt: null,
    finding: "unsettled",
  };
}

/** A number is one all over the world: what a stack has is no orphan, also where two vendors show it. */
function isSame(held: HeldNumber, vendor: string, { e164, vendorId }: OwnedNumber): boolean {
  if (held.e164 !== null) return held.e164 === e164;
  return vendorId !== null && held.vendorId === vendorId && [null, vendor].includes(held.vendor);
}

/** Whether a purchase may have bought the number: as one of its candidates, under its prefix, or because it cannot be read. */
function mayBeOf({ vendor: bought, candidates }: Doubt, vendor: string, { e164 }: OwnedNumber): boolean {
  if (bought !== undefined && bought !== vendor) return false;
  return candidates.length === 0 || candidates.some((candidate) => e164.startsWith(candidate));
}

/** Whether a purchase asked for a prefix of the number: one that a stack has for sure may be what the purchase was to replace. */
function isOfPrefix({ candidates }: Doubt, { e164 }: OwnedNumber): boolean {
  return candidates.length > 0 && !candidates.includes(e164);
}

/** Of a purchase under a prefix this does not tell: {@link readStacks} has left out those that have ended. */
function hasEndedIn(held: HeldNumber, { claim, candidates }: BegunPurchase): boolean {
  // What has ended may be bought again in its own place.
  return held.urn === claim && isSettled(held) && candidates.some((candidate) => candidate === held.e164);
}

function isMeant(
  {
    vendor,
    account,
  }: { readonly vendor?: string | null | undefined; readonly account?: string | null | undefined },
  filter: AccountFilter,
): boolean {
  if (filter.account !== undefined && account !== filter.account) return false;
  return filter.vendor.length === 0 || filter.vendor.includes(vendor ?? "");
}

/** Whether its account was listed, and would have shown the number. */
function isListed({ vendor, vendorAccount }: HeldNumber, { accounts }: ListedAccounts): boolean {
  return accounts.some(
    ({ vendor: asked, name, numbers }) => numbers !== undefined && asked === vendor && name === vendorAccount,
  );
}

function missingNote({ e164, stack, urn, vendor }: HeldNumber): string {
  return `${e164 ?? nameOf(urn)} is in the state of ${stack} as ${nameOf(urn)}, and the account of ${vendor} does not show it: pulumi refresh tells whether it is gone`;
}

function sharedNote({ e164 }: OwnedNumber, holders: readonly HeldNumber[]): string[] {
  if (holders.length < 2) return [];
  const places = holders.map(({ stack, urn }) => `${nameOf(urn)} in ${stack}`);
  return [`${e164} is in state more than once: ${places.join(", ")}`];
}

function endedNote({ e164 }: OwnedNumber, { stack, urn }: HeldNumber): string {
  return `${e164} was released as ${nameOf(urn)} in the state of ${stack}, and its account shows it: it was bought again since, or has not ended`;
}

function lookedUpNote({ e164 }: OwnedNumber, { stack, urn }: HeldNumber): string {
  return `${e164} is only looked up, as ${nameOf(urn)} in ${stack}: that stack uses it, and does not have it`;
}

/** The accounts of numbers that stacks have, as far as they were not asked: what else they own is not known. */
function unaskedNotes(numbers: readonly HeldNumber[], { accounts }: ListedAccounts): readonly string[] {
  const isAsked = ({ vendor, vendorAccount }: HeldNumber) =>
    accounts.some(({ vendor: asked, name }) => name === vendorAccount && [null, asked].includes(vendor));
  const unasked = numbers.filter(
    (held) => held.vendorAccount !== null && held.status !== "released" && !isAsked(held),
  );
  const notes = unasked.map(
    ({ vendorAccount, stack }) =>
      `account ${vendorAccount} of stack ${stack} was not asked: its keys are not in the environment, nor in the configuration of a stack that --stack names`,
  );
  return [...new Set(notes)];
}
