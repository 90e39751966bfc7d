export {
  ArgumentError,
  AuthenticationError,
  BackendError,
  ComplianceError,
  ConfigurationError,
  MissingKeyError,
  NoFundsError,
  NoneAvailableError,
  NotFoundError,
  NumberTakenError,
  PermissionError,
  PhoneError,
  type PhoneErrorDetails,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
  UnfinishedError,
  UnreachableError,
  UnsupportedError,
  WrongAccountError,
} from "./domain/errors";
export type { Money } from "./domain/money";
export type { NumberCapability, NumberStatus, NumberType } from "./domain/names";
export type { E164 } from "./domain/number";
export type { Answer, Call, Client, ClientSettings, Explanation } from "./http/client";
export type { AvailableNumber, RentedNumber } from "./inventory/asked-and-found";
export type { NumberSearch, PhoneNumberArgs, PhoneNumberArgsOf } from "./pulumi/argument-types";
export { PhoneNumber } from "./pulumi/dynamic/phone-number";
// All of it, not by name: what other modules add to KnownVendors is merged only so.
export type * from "./pulumi/known-vendors";
export { listNumbers, type NumberOwner, type NumberQuery, searchNumbers } from "./pulumi/search-and-list";
export type { VendorName } from "./vendors";
export type {
  AccountSettings,
  AgentCapability,
  Capabilities,
  KeyDefinition,
  Lacking,
  NumberChanges,
  NumberReference,
  Offer,
  OfferTerms,
  Order,
  OwnedNumber,
  PrefixPurchase,
  Receipt,
  Release,
  SearchFailure,
  SearchQuery,
  Vendor,
  VendorDefinition,
  VendorOptions,
  VendorTools,
} from "./vendors/vendor";
