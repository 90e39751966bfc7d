import type { Input } from "@pulumi/pulumi";
import type { bolnaCapabilities } from "../vendors/bolna/capabilities";
import type { caldCapabilities } from "../vendors/cald/capabilities";
import type { plivoCapabilities } from "../vendors/plivo/capabilities";
import type { ravanCapabilities } from "../vendors/ravan/capabilities";
import type { sondosCapabilities } from "../vendors/sondos/capabilities";

/** `vendorOptions` of Plivo: search parameters that only Plivo has, used with every entry of `search`. */
export interface PlivoOptions {
  /** Area code and exchange, six digits; US and Canada. */
  npanxx?: Input<string>;
  /** Widens `npanxx` to its local calling area. */
  localCallingArea?: Input<boolean>;
  /** Local access and transport area; US and Canada. */
  lata?: Input<number>;
  /** Rate center, e.g. `"SNFC CNTRL"`; US and Canada. */
  rateCenter?: Input<string>;
}

/** `vendorOptions` of Bolna. */
export interface BolnaOptions {
  /** The carrier that Bolna gets the number from; default: any that it offers. */
  provider?: Input<"twilio" | "plivo" | "vobiz">;
}

/** `vendorOptions` of Cald. */
export interface CaldOptions {
  /**
   * Says that an unclear purchase has bought nothing, so that another one may be made: the text that the message prints (the URN
   * of the resource, with a time where it is not the first), by somebody who has looked in Cald's dashboard. For one run only.
   */
  nothingBought?: Input<string>;
}

/**
 * What the types of the arguments are made from: each vendor's capabilities, and the type of its `vendorOptions` where it has
 * some. A module of `phone:vendorModules` adds its vendor here.
 *
 * @example
 * declare module "pulumi-phone" {
 *   interface KnownVendors {
 *     acme: { capabilities: typeof capabilities };
 *   }
 * }
 */
export interface KnownVendors {
  bolna: { capabilities: typeof bolnaCapabilities; options: BolnaOptions };
  plivo: { capabilities: typeof plivoCapabilities; options: PlivoOptions };
  ravan: { capabilities: typeof ravanCapabilities };
  sondos: { capabilities: typeof sondosCapabilities };
  cald: { capabilities: typeof caldCapabilities; options: CaldOptions };
}
