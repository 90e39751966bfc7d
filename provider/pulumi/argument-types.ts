import type { Input } from "@pulumi/pulumi";
import type { NumberCapability, NumberType } from "../domain/names";
import type { Capabilities, ChangeableName, changeable, Lacking } from "../vendors/vendor";
import type { KnownVendors } from "./known-vendors";

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
  /** Entry of `phone:accounts` whose keys are used; default: the vendor's own keys. Changes by `replaceable` only. */
  account?: string;
  /** ISO 3166-1 alpha-2, e.g. `"US"`. Required unless `number` or `adopt` is given, which decides it. Changes by `replaceable` only. */
  country?: Input<string>;
  /** Kind of number; default: any. Changes to another kind by `replaceable` only. */
  type?: Input<NumberType>;
  /** A number that the account already owns, or the vendor's id of it: taken into the stack; nothing is bought. */
  adopt?: Input<string>;
  /** Whether the rent goes on; default: `auto`. With `off` the number is given up before its rent is due again, by `pulumi up`. */
  renewal?: Input<"auto" | "off">;
  /**
   * Most that a month may cost, in the currency in which the vendor tells its prices: US dollars with the vendors of this package.
   * Dearer numbers are passed over, also at the purchase.
   */
  maxMonthlyPrice?: Input<number>;
  /** What delete does: release the number (default), only unbind its agent, or forget it. The value of the last `pulumi up` applies. */
  deletionPolicy?: Input<"release" | "detach" | "retain">;
  /** While true, the number is neither deleted nor replaced. Kept in state; ending it takes a `pulumi up` of its own. */
  deletionProtection?: Input<boolean>;
  /** Whether a change that needs another number buys that number and gives up this one; default: it is refused. */
  replaceable?: Input<boolean>;
  /**
   * A person's word that a purchase whose end is not known has bought nothing: the token that the message about it printed. It is
   * good for that purchase alone.
   */
  nothingBought?: Input<string>;
}

/** Arguments that only some vendors take. */
interface CapableArguments {
  /** What to look for, tried in order; default: any number of the country. */
  search?: Input<Input<NumberSearch> | Input<NumberSearch>[]>;
  /** This exact number, in any common format; bought if it is for sale. */
  number?: Input<string>;
  /** The voice agent that answers: Plivo application or inbound trunk, Bolna agent, Sondos assistant, Cald agent. */
  agent?: Input<string>;
  /** The subaccount that holds the number: the auth id of a Plivo subaccount. */
  subaccount?: Input<string>;
  /** The vendor's label for the number: Plivo alias, Sondos nickname. */
  alias?: Input<string>;
}

/** The names of {@link CapableArguments} that a vendor with these capabilities takes. */
type Honoured<C extends Capabilities> =
  | "search"
  | (C["purchase"] extends "number" ? "number" : never)
  | { [Name in ChangeableName]: IfCapable<C, (typeof changeable)[Name]["capability"], Name> }[ChangeableName];

/** The name, of a vendor that has the capability; one that it does not name it has not. */
type IfCapable<C extends Capabilities, Capability extends keyof Capabilities, Name> = C extends {
  readonly [Member in Capability]: Exclude<Capabilities[Capability], Lacking | undefined>;
}
  ? Name
  : never;

type SearchOf<C extends Capabilities> = Pick<NumberSearch, C["search"][number]>;

type CapabilitiesOf<V extends keyof KnownVendors> = KnownVendors[V] extends {
  capabilities: infer C extends Capabilities;
}
  ? C
  : never;

type OptionsOf<V extends keyof KnownVendors> = V extends unknown
  ? KnownVendors[V] extends { options: infer O }
    ? Input<{ [Name in keyof O]: Input<O[Name]> }>
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
 * The arguments that the vendor of a number can honour. Without `vendor` the vendor is that of the account, or
 * `phone:vendor`, and an argument that it cannot honour is refused when the program runs.
 */
export type PhoneNumberArgs =
  | { [V in keyof KnownVendors]: ArgumentsOf<V> }[keyof KnownVendors]
  | (CommonArguments &
      CapableArguments & { vendor?: undefined; vendorOptions?: OptionsOf<keyof KnownVendors> });
