import { type Output, output, runtime } from "@pulumi/pulumi";

import provider = require("./provider");

let text: Promise<string> | undefined;

/**
 * The text of the provider as Pulumi stores it, made once per process by Pulumi's own serializer.
 *
 * The serializer names an installed module by a path that is wrong where the package's name stands in the folder of the
 * project too, and, before SDK 3.251, in the layout of pnpm; the plugin then cannot load it. Whatever path it found, the
 * module is the one that `pulumi-phone/provider` exports.
 */
export function providerText(): Output<string> {
  text ??= runtime
    .serializeFunction(() => provider)
    .then((serialized) =>
      serialized.text.replace(
        /require\("[^"]*\/dist\/provider\/provider\.js"\)/,
        'require("pulumi-phone/provider")',
      ),
    );
  return output(text);
}
