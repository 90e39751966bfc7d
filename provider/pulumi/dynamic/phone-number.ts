import { type CustomResourceOptions, createUrn, type Input } from "@pulumi/pulumi";
import { ArgumentError } from "../../domain/errors";
import type { PhoneNumberArgs } from "../argument-types";
import { mirroring } from "../mirroring";
import { deferred, NumberResource, refuseReserved } from "../number-resource";
import { secretsAmong } from "../secrets-among";
import { shownAlone } from "../shown-alone";
import { providerText } from "./provider-text";

// Pulumi's engine hands every type of this prefix to the dynamic provider. Part of every URN: it can never change.
const token = "pulumi-nodejs:dynamic/phone:PhoneNumber";

/**
 * A rented phone number.
 *
 * `pulumi preview` picks a number and says what it costs; `pulumi up` buys exactly one; `agent`, `subaccount` and `alias`
 * change in place; `pulumi destroy` releases it, which cannot be undone, unless `deletionPolicy` says otherwise. The resource
 * id is the number in E.164.
 *
 * Invalid arguments and configuration stop the run before anything is bought; the error classes of this package say what
 * else may happen. A number that was bought stays in state whatever fails afterwards.
 *
 * @example
 * import { PhoneNumber } from "pulumi-phone";
 *
 * const support = new PhoneNumber("support", {
 *   vendor: "plivo",
 *   country: "US",
 *   search: [{ areaCode: "415" }, { region: "California" }, {}],
 *   agent: "20468599130939380",
 *   maxMonthlyPrice: 2,
 * });
 * export const line = support.e164;
 */
export class PhoneNumber extends NumberResource {
  /** The type in state; policy packs compare with it. */
  static readonly __pulumiType = token;

  /** Whether it is a number, also one of another copy of this package. */
  static override isInstance(resource: unknown): resource is PhoneNumber {
    return (resource as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === token;
  }

  /**
   * @param name Logical name, unique in the program; also how messages call the number.
   * @param args What to ask for. Every argument except `vendor` and `account` takes outputs of other resources.
   * @param opts Pulumi's options; for numbers that customers know, `deletionProtection` is an argument.
   */
  constructor(name: string, args: PhoneNumberArgs, opts?: CustomResourceOptions) {
    refuseReserved(args);
    refuseImport(name, opts);
    const claim = deferred<string>();
    const secrets = secretsAmong(args as unknown as Readonly<Record<string, Input<unknown>>>);
    const own = {
      claim: claim.promise,
      secretOutputs: secrets.then((names) => someOf(mirroring(names))),
      secretArguments: secrets.then(someOf),
      __provider: providerText(),
    };
    super(token, name, args, own, opts);
    // As an output it would depend on the parent, which stands for all its children: two of them would wait for each other.
    createUrn(name, token, opts?.parent).apply(claim.resolve);
  }
}

// Pulumi reads a resource that it imports by the provider's text in its state, and there is none yet.
function refuseImport(name: string, { id, import: imported }: CustomResourceOptions = {}): void {
  if (!imported && !id) return;
  const option = imported ? "import" : "id";
  throw shownAlone(
    new ArgumentError("is an option that a PhoneNumber cannot have", {
      argument: `${name}: ${option}`,
      nextStep:
        "Use the argument adopt instead: it takes a number that the account owns into the stack, and nothing is bought.",
    }),
  );
}

// Pulumi leaves out what is undefined.
function someOf(names: readonly string[]): readonly string[] | undefined {
  return names.length > 0 ? names : undefined;
}
