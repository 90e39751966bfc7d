import type { Input } from "@pulumi/pulumi";
import type { NumberCapability, NumberType } from "../domain/names";
import type { Capabilities, ChangeableName, changeable, Lacking } from "../vendors/vendor";
import type { KnownVendors } from "./known-vendors";

/** What to look for. All members of one entry must hold; of several entries the first that finds a number wins. */
export interface NumberSearch {
  /** First digits after the country code that name a place, e.g. `"415"`; without a 0 that is only dialled within the country. */
  areaCode?: Input<string> | undefined;
  /** First digits after the country code, e.g. `"4155"`. */
  prefix?: Input<string> | undefined;
  /** Digits anywhere after the country code. */
  contains?: Input<string> | undefined;
  /** State, region or province, in the vendor's words, e.g. `"California"`; local numbers only. */
  region?: Input<string> | undefined;
  /** City, in the vendor's words, e.g. `"San Francisco"`; local numbers only. */
  locality?: Input<string> | undefined;
  /** All that the number must be able to do. */
  capabilities?: Input<readonly Input<NumberCapability>[]> | undefined;
}

/** Arguments that every vendor takes. */
interface CommonArguments {
  /**
   * Entry of `phone:accounts` whose keys are used. Changes by `replaceable` only.
   *
   * @defaultValue the vendor's own keys
   */
  account?: string | undefined;
  /**
   * ISO 3166-1 alpha-2, e.g. `"US"`. Required unless `number` or `adopt` is given. Changes by `replaceable` only.
   *
   * @defaultValue that of `number` or `adopt`
   */
  country?: Input<string> | undefined;
  /**
   * Kind of number. Changes to another kind by `replaceable` only.
   *
   * @defaultValue any
   */
  type?: Input<NumberType> | undefined;
  /** A number that the account already owns, or the vendor's id of it: taken into the stack; nothing is bought. Instead of `search` and `number`. */
  adopt?: Input<string> | undefined;
  /**
   * Whether the rent goes on. With `off` the number is given up before its rent is due again, by `pulumi up`; not at Ravan and Cald.
   *
   * @defaultValue `"auto"`
   */
  renewal?: Input<"auto" | "off"> | undefined;
  /**
   * Most that a month may cost, in the currency in which the vendor tells its prices: US dollars with the vendors of this package.
   * Ravan does not tell the currency of Indian prices: it is held against the amount there. Dearer numbers are passed over; if none is left, the error quotes the cheapest. The price is checked again right before the purchase.
   *
   * @defaultValue no ceiling
   */
  maxMonthlyPrice?: Input<number> | undefined;
  /**
   * What a delete does: release the number, only unbind its agent, or forget it. The value of the last `pulumi up` applies.
   *
   * @defaultValue `"release"`
   */
  deletionPolicy?: Input<"release" | "detach" | "retain"> | undefined;
  /**
   * While true, the number is neither deleted nor replaced. Kept in state, so it still holds when the code is gone; ending it takes a
   * `pulumi up` of its own.
   *
   * @defaultValue `false`
   */
  deletionProtection?: Input<boolean> | undefined;
  /**
   * Whether a change that needs another number buys that number and gives up this one; otherwise such a change is refused.
   *
   * @defaultValue `false`
   */
  replaceable?: Input<boolean> | undefined;
  /**
   * A person's word that a purchase whose end is not known has bought nothing: the token that the message about it printed. It is
   * good for that purchase alone; several, separated by spaces, for several purchases.
   */
  nothingBought?: Input<string> | undefined;
}

/** Arguments that only some vendors take. */
interface CapableArguments {
  /**
   * What to look for: one entry, or a list of them, tried in order; the first that finds a number wins.
   *
   * @defaultValue any number of the country
   */
  search?: Searches<NumberSearch> | undefined;
  /** This exact number, in any common format; bought if it is for sale. Instead of `search`. */
  number?: Input<string> | undefined;
  /**
   * The voice agent that answers: Plivo application or inbound SIP trunk, Bolna agent, Sondos assistant, Cald agent.
   *
   * @defaultValue none is asked for
   */
  agent?: Input<string> | undefined;
  /**
   * The subaccount that holds the number: the auth id (`SA…`) of a Plivo subaccount.
   *
   * @defaultValue the main account
   */
  subaccount?: Input<string> | undefined;
  /**
   * The vendor's label for the number: Plivo alias, Sondos nickname.
   *
   * @defaultValue none is asked for
   */
  alias?: Input<string> | undefined;
}

/** The names of {@link CapableArguments} that a vendor takes. */
type Honoured<V extends keyof KnownVendors> =
  | "search"
  | (CapabilitiesOf<V>["purchase"] extends "number" ? "number" : never)
  | {
      [Name in ChangeableName]: IfCapable<CapabilitiesOf<V>, (typeof changeable)[Name]["capability"], Name>;
    }[ChangeableName];

/** The name, of a vendor that has the capability; one that it does not name it has not. */
type IfCapable<C extends Capabilities, Capability extends keyof Capabilities, Name> = C extends {
  readonly [Member in Capability]: Exclude<Capabilities[Capability], Lacking | undefined>;
}
  ? Name
  : never;

type SearchOf<V extends keyof KnownVendors> = Pick<NumberSearch, CapabilitiesOf<V>["search"][number]>;

type CapabilitiesOf<V extends keyof KnownVendors> = KnownVendors[V] extends {
  capabilities: infer C extends Capabilities;
}
  ? C
  : never;

/** Pulumi inputs in the place of plain values. */
type InputsOf<Options> = { [Name in keyof Options]: Input<Options[Name]> };

type OptionsOf<V extends keyof KnownVendors> = V extends unknown
  ? KnownVendors[V] extends { options: infer O }
    ? Input<InputsOf<O>>
    : never
  : never;

/** One entry, or a list of them. */
type Searches<Search> = Input<Input<Search> | readonly Input<Search>[]>;

/** What one vendor takes besides the {@link CommonArguments}; what it cannot honour is not there. */
type OwnArguments<V extends keyof KnownVendors> = {
  /**
   * The vendor that rents out the number. Changes by `replaceable` only.
   *
   * @defaultValue that of `account`, or `phone:vendor`
   */
  vendor: V;
  search?: Searches<SearchOf<V>> | undefined;
  /** What only this vendor has, used with every search. */
  vendorOptions?: OptionsOf<V> | undefined;
} & Pick<CapableArguments, Exclude<Honoured<V>, "search">> & {
    [Name in Exclude<keyof CapableArguments, Honoured<V>>]?: undefined;
  };

/**
 * The arguments of one vendor, for rows and functions that make numbers of it.
 *
 * @example
 * const desks: { name: string; args: PhoneNumberArgsOf<"plivo"> }[] = [{ name: "sales", args: { vendor: "plivo", country: "US" } }];
 * for (const { name, args } of desks) new PhoneNumber(name, { ...args, agent });
 */
export type PhoneNumberArgsOf<V extends keyof KnownVendors> = CommonArguments & OwnArguments<V>;

/** The arguments where `vendor` is left out: the account, or `phone:vendor`, decides it. */
interface ArgumentsOfAnyVendor extends CommonArguments, CapableArguments {
  vendor?: undefined;
  vendorOptions?: OptionsOf<keyof KnownVendors> | undefined;
}

/**
 * The arguments that the vendor of a number can honour. Without `vendor` the vendor is that of the account, or
 * `phone:vendor`, and an argument that it cannot honour is refused when the program runs.
 */
export type PhoneNumberArgs =
  | { [V in keyof KnownVendors]: PhoneNumberArgsOf<V> }[keyof KnownVendors]
  | ArgumentsOfAnyVendor;
