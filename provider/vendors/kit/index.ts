/**
 * What a vendor is written with, in this package or in a module of `phone:vendorModules`: the interface, the typed errors, and the
 * tools that the five vendors of the package share. `docs/contributing/add-a-vendor.md` is the page that goes with it.
 */

export { FreshList } from "../../async/fresh-list";
export { Once } from "../../async/once";
export { Queue } from "../../async/queue";
export { waitUntil } from "../../async/wait-until";
export * from "../../domain/errors";
export { type Money, readMoney, unknownCurrency } from "../../domain/money";
export type { NumberCapability, NumberType } from "../../domain/names";
export {
  type BareNumbers,
  callingCode,
  digitsOf,
  type E164,
  e164FromVendor,
  leadingDigits,
  nationalDigits,
} from "../../domain/number";
export type { SearchCriteria } from "../../domain/number-arguments";
export { sameId } from "../../domain/same-id";
export type { MemberSchema, Schema, SchemaIssue, SchemaResult } from "../../domain/schema";
export type { BodyForm } from "../../http/body-form";
export {
  type Answer,
  type Call,
  type Client,
  type ClientSettings,
  type Explanation,
  path,
} from "../../http/client";
export * from "../vendor";
export { afterOrder } from "./after-order";
export { beforeOrder } from "./before-order";
export type { ContractFixture } from "./contract-fixture";
export { hasDigits, mentions } from "./criteria";
export { fieldsUnder } from "./fields-under";
export { findOffer } from "./find-offer";
export { isNoneFound } from "./is-none-found";
export { isUnknown } from "./is-unknown";
export { keyDigest } from "./key-digest";
export { namesNumber } from "./names-number";
export { noSuchCall } from "./no-such-call";
export { noSuchAgent, notInAccount } from "./not-found";
export { offer, ownedNumber } from "./number-rows";
export { OddRows, type RowNames } from "./odd-rows";
export { type AcceptedChange, readBack } from "./read-back";
export { refusalReason } from "./refusal-reason";
export {
  numberTaken,
  type PurchaseRefusalReason,
  type RefusalAdvice,
  refusedPurchase,
} from "./refused-purchase";
export { requireEnd } from "./require-end";
export { remark, rowsOf, vendorNumber, vendorNumberOf } from "./row-members";
export type { Rows } from "./rows";
export { saysNone } from "./says-none";
export { type AnsweredRelease, settleRelease } from "./settle-release";
export { singleKey, singleKeyAdvice } from "./single-key";
