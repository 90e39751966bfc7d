/** To the letter what Pulumi's serializer writes for the provider of an installed package. */
export const installedText = `exports.handler = __f0;
const provider = require("pulumi-phone/provider");

function __f0() {
  return (function() {
    with({ this: undefined, arguments: undefined }) {

return () => provider;

    }
  }).apply(undefined, undefined).apply(this, arguments);
}
`;
