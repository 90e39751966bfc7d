import type { Input } from "@pulumi/pulumi";
import type { NumberCapability, NumberType } from "./domain/names";
import type { KnownVendors } from "./known-vendors";
import type { Capabilities, Lacking } from "./vendors/vendor";

/** What to look for. All members of one entry must hold; of several entries the first that finds a number wins. */
export interface NumberSearch {
  /** First digits after the country code that name a place, e.g. `"415"`; without a leading 0. */
  areaCode?: Input<string>;
  /** First digits after the country code, e.g. `"4155"`. */
  prefix?: Input<string>;
  /** Digits anywhere after the country code. */
  contains?: Input<string>;
  /** State, region or province, in the vendor's words, e.g. `"California"`. */
  region?: Input<string>;
  /** City, in the vendor's words, e.g. `"San Francisco"`. */
  locality?: Input<string>;
  /** What the number must be able to do. */
  capabilities?: Input<Input<NumberCapability>[]>;
}

/** Arguments that every vendor takes. */
interface CommonArguments {
  /** Entry of `phone:accounts` whose keys are used; default: the vendor's own keys. Cannot change later. */
  account?: string;
  /** ISO 3166-1 alpha-2, e.g. `"US"`. Required unless `number` is given, which decides it. Cannot change later. */
  country?: Input<string>;
  /** Kind of number; default: any. Cannot change to another kind later. */
  type?: Input<NumberType>;
  /** A number or vendor id that the account owns already. Not supported yet. */
  adopt?: Input<string>;
  /** Whether the rent goes on. Not supported yet; numbers renew by themselves. */
  renewal?: Input<"auto" | "off">;
  /** Most that a month may cost, in the vendor's currency (US dollars). Dearer numbers are passed over. */
  maxMonthlyPrice?: Input<number>;
  /** What delete does. Not supported yet; deleting releases. */
  deletionPolicy?: Input<"release" | "detach" | "retain">;
  /** Not supported yet; Pulumi's own `protect` option works. */
  deletionProtection?: Input<boolean>;
  /** Not supported yet; nothing is ever replaced. */
  replaceable?: Input<boolean>;
}

/** Arguments that only some vendors take. */
interface CapableArguments {
  /** What to look for, tried in order; default: any number of the country. */
  search?: Input<Input<NumberSearch> | Input<NumberSearch>[]>;
  /** This exact number, in any common format; bought if it is for sale. */
  number?: Input<string>;
  /** The voice agent that answers: Plivo application or inbound trunk, Bolna agent, Sondos assistant, Cald agent. */
  agent?: Input<string>;
  /** Who holds the number: the auth id of a Plivo subaccount. */
  subaccount?: Input<string>;
  /** The vendor's label for the number: Plivo alias, Sondos nickname. */
  alias?: Input<string>;
}

/** The names of {@link CapableArguments} that a vendor with these capabilities takes. */
type Honoured<C extends Capabilities> =
  | "search"
  | (C["purchase"] extends "number" ? "number" : never)
  | (C["agent"] extends Lacking ? never : "agent")
  | (C["subaccount"] extends Lacking ? never : "subaccount")
  | (C["label"] extends Lacking ? never : "alias");

type SearchOf<C extends Capabilities> = Pick<NumberSearch, C["search"][number]>;

type CapabilitiesOf<V extends keyof KnownVendors> = KnownVendors[V] extends {
  capabilities: infer C extends Capabilities;
}
  ? C
  : never;

type OptionsOf<V extends keyof KnownVendors> = V extends unknown
  ? KnownVendors[V] extends { options: infer O }
    ? Input<O>
    : never
  : never;

type ArgumentsOf<
  V extends keyof KnownVendors,
  C extends Capabilities = CapabilitiesOf<V>,
> = CommonArguments & {
  vendor: V;
  search?: Input<Input<SearchOf<C>> | Input<SearchOf<C>>[]>;
  /** What only this vendor has. */
  vendorOptions?: OptionsOf<V>;
} & Pick<CapableArguments, Exclude<Honoured<C>, "search">> & {
    [Name in Exclude<keyof CapableArguments, Honoured<C>>]?: never;
  };

/**
 * The arguments of a number: what its vendor can honour, no more. Without `vendor` the vendor is that of the account, or the
 * one of `phone:vendor`, and what it cannot honour is refused when the program runs.
 */
export type PhoneNumberArgs =
  | { [V in keyof KnownVendors]: ArgumentsOf<V> }[keyof KnownVendors]
  | (CommonArguments &
      CapableArguments & { vendor?: undefined; vendorOptions?: OptionsOf<keyof KnownVendors> });
