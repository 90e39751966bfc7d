import { type Input, output, ProviderResource, type ResourceOptions, secret } from "@pulumi/pulumi";
import { ArgumentError } from "../../domain/errors";
import type { builtInVendors } from "../../vendors";
import type { VendorDefinition } from "../../vendors/vendor";
import { isOpen } from "./open-settings";
import { pluginVersion } from "./plugin-version";

type Vendors = typeof builtInVendors;

type KeyOf<V extends keyof Vendors> = Vendors[V] extends VendorDefinition<infer Key> ? Key : never;

/** The keys of the vendors, as the configuration has them: `plivoAuthId`, `plivoAuthToken`, …; with the other ways to give them. */
type Keys = {
  [V in keyof Vendors as `${V}${Capitalize<KeyOf<V>>}${"" | "Command" | "File"}`]?: Input<string> | undefined;
};

type OfVendors = {
  [V in keyof Vendors as `${V}BaseUrl`]?: Input<string> | undefined;
} & {
  [V in keyof Vendors as `${V}SettleSeconds`]?: Input<number> | undefined;
};

/** What a provider is configured with: the keys of `phone:` in a stack's configuration, without `phone:`. */
export interface ProviderArgs extends Keys, OfVendors {
  /** The vendor of numbers that name neither a vendor nor an account. */
  vendor?: Input<string> | undefined;
  /** More accounts, by name. */
  accounts?: Input<Record<string, Input<Record<string, Input<string>>>>> | undefined;
  /** URL of a sandbox, which stands in for every vendor. */
  sandbox?: Input<string> | undefined;
  /** The token of a sandbox that was started with `--host`. */
  sandboxToken?: Input<string> | undefined;
  /** How many numbers one run may buy at most with this provider. */
  maxPurchases?: Input<number> | undefined;
  /** How many seconds an unclear purchase is looked for. */
  settleSeconds?: Input<number> | undefined;
  /** How many hours before its rent is due a number with `renewal: "off"` may be released. */
  releaseWindowHours?: Input<number> | undefined;
  /** `true` says that no other stack buys from these accounts. */
  onlyStack?: Input<boolean> | undefined;
  /** A list of modules that add a vendor. */
  vendorModules?: Input<readonly Input<string>[]> | undefined;
}

/**
 * A provider with keys of its own, for numbers of another account than that of the stack's configuration: of that it has the sandbox alone.
 *
 * @example
 * import { PhoneNumber, Provider } from "pulumi-phone/plugin";
 *
 * const europe = new Provider("europe", { plivoAuthId: "MA…", plivoAuthToken: config.requireSecret("europeToken") });
 * new PhoneNumber("berlin", { vendor: "plivo", country: "DE" }, { provider: europe });
 */
export class Provider extends ProviderResource {
  /** Whether it is a provider of this plugin, also one of another copy of this package. */
  static override isInstance(resource: unknown): resource is Provider {
    return (
      (resource as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === "pulumi:providers:phone"
    );
  }

  /**
   * @param name Logical name, unique in the program.
   * @param args Keys and settings.
   * @param opts Pulumi's options.
   * @throws ArgumentError for a key that is named and undefined or null, such as a variable that is not set, and for null elsewhere.
   */
  constructor(name: string, args: ProviderArgs = {}, opts: ResourceOptions = {}) {
    for (const [key, value] of Object.entries(args)) if (isNothing(value)) refuseNothing(key, value);
    super("phone", name, Object.fromEntries(Object.entries(args).map(given)), {
      ...pluginVersion(),
      ...opts,
    });
  }
}

// A provider is given text: all else is JSON. What may hold a key is secret, whether the program has said so or not.
function given([name, value]: [string, unknown]): [string, Input<unknown>] {
  if (isNothing(value)) return [name, undefined];
  const text = output(value).apply((plain) => {
    // Of a key the plugin sees that it has no value.
    if (plain === null && isOpen(name)) refuseNothing(name, plain);
    return typeof plain === "string" || isNothing(plain) ? (plain ?? undefined) : JSON.stringify(plain);
  });
  return [name, isOpen(name) ? text : secret(text)];
}

/** A key without a value would be that of the environment, which is another account's; without a sandbox the real vendors are meant. */
function refuseNothing(name: string, value: undefined | null): void {
  const isKey = !isOpen(name) && !notOfVendors.includes(name);
  if (value === undefined && !isKey) return;
  throw new ArgumentError("has no value", {
    argument: name,
    nextStep: isKey
      ? `Give the key, or leave ${name} out to have that of the environment.`
      : "Give it a value, or leave it out.",
  });
}

function isNothing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

const notOfVendors = ["accounts", "sandboxToken"];
