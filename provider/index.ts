export type { NumberSearch, PhoneNumberArgs, PlivoOptions } from "./arguments";
export {
  ArgumentError,
  AuthenticationError,
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
  UnfinishedError,
  UnreachableError,
  UnsupportedError,
  WrongAccountError,
} from "./domain/errors";
export type { Money } from "./domain/money";
export type { NumberCapability, NumberStatus, NumberType, VendorName } from "./domain/names";
export type { AvailableNumber, NumberQuery, RentedNumber } from "./lifecycle/search";
export { listNumbers, searchNumbers } from "./numbers";
export { PhoneNumber } from "./resource";
