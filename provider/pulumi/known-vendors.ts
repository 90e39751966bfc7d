import type { BuiltInVendors } from "../vendors";

export type { BolnaOptions } from "../vendors/bolna/options";
export type { CaldOptions } from "../vendors/cald/options";
export type { PlivoOptions } from "../vendors/plivo/options";

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
export interface KnownVendors extends BuiltInVendors {}
