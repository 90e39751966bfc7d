import { type CustomResourceOptions, type ID, type Input, mergeOptions } from "@pulumi/pulumi";
import { ArgumentError } from "../../domain/errors";
import type { PhoneNumberArgs } from "../argument-types";
import { NumberResource, refuseReserved } from "../number-resource";
import { pluginVersion } from "./plugin-version";

// Part of every URN: it can never change.
const token = "phone:index:PhoneNumber";

/**
 * A rented phone number, as `PhoneNumber` of `pulumi-phone`, served by the plugin `phone`: it can be imported, looked up, and given a
 * {@link Provider} of its own.
 *
 * A number that the dynamic provider has under the same name and parent is the same resource: it moves over without a call.
 *
 * @example
 * import { PhoneNumber } from "pulumi-phone/plugin";
 *
 * const support = new PhoneNumber("support", { vendor: "plivo", country: "US" });
 * const reception = PhoneNumber.get("reception", "+14155550100");
 * export const lines = [support.e164, reception.e164];
 */
export class PhoneNumber extends NumberResource {
  /** The type in state; policy packs compare with it. */
  static readonly __pulumiType = token;

  /** Whether it is a number of the plugin, also one of another copy of this package. */
  static override isInstance(resource: unknown): resource is PhoneNumber {
    return (resource as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === token;
  }

  /**
   * Looks at a number that an account owns. It stays whosever it is: nothing about it is changed, and it is not released.
   *
   * @param name Logical name, unique in the program.
   * @param id The number in any common format, or the vendor's id; with a vendor or an entry of `phone:accounts` and a colon before it
   * where two accounts may have it.
   * @param opts Pulumi's options.
   */
  static get(name: string, id: Input<ID>, opts?: CustomResourceOptions): PhoneNumber {
    if (id === undefined || id === null || id === "") {
      throw new ArgumentError("is missing", {
        argument: `${name}: id`,
        nextStep: 'Give the number, or the vendor\'s id of it: PhoneNumber.get("reception", "+14155550100").',
      });
    }
    return new PhoneNumber(name, undefined, { ...opts, id });
  }

  /**
   * @param name Logical name, unique in the program; also how messages call the number.
   * @param args What to ask for. Every argument except `vendor` and `account` takes outputs of other resources.
   * @param opts Pulumi's options; `import` takes a number that an account owns into the stack.
   */
  constructor(name: string, args: PhoneNumberArgs, opts?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, opts: CustomResourceOptions);
  constructor(name: string, args: PhoneNumberArgs | undefined, opts: CustomResourceOptions = {}) {
    if (opts.id === undefined) refuseReserved(args as PhoneNumberArgs);
    const own = { ...pluginVersion(), aliases: [{ type: "pulumi-nodejs:dynamic/phone:PhoneNumber" }] };
    super(token, name, args, {}, mergeOptions(own, opts));
  }
}
