import { type Output, output, runtime } from "@pulumi/pulumi";

import provider = require("./provider");

// To the letter what Pulumi's serializer writes for the module of an installed package.
const installedText = `exports.handler = __f0;
const provider = require("pulumi-phone/provider");

function __f0() {
  return (function() {
    with({ this: undefined, arguments: undefined }) {

return () => provider;

    }
  }).apply(undefined, undefined).apply(this, arguments);
}
`;

let text: Promise<string> | undefined;

/**
 * The text of the provider as Pulumi stores it.
 *
 * Pulumi's serializer would write the same for an installed package, but not everywhere: where the package's name stands in
 * the folder of the project too, it names the module by a path that cannot be loaded, and in the layout of pnpm it fails
 * before SDK 3.251. A linked package is captured by value, which the serializer does.
 */
export function providerText(): Output<string> {
  const installed = /[\\/]node_modules[\\/]/.test(__filename);
  text ??= installed
    ? Promise.resolve(installedText)
    : runtime.serializeFunction(() => provider).then((serialized) => serialized.text);
  return output(text);
}
