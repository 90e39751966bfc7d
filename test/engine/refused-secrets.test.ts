import { describe, expect, test } from "vitest";
import { fronts } from "../support/fronts";
import { moduleOf, refused, withPhoneStack } from "./support";

// The engine quotes the value of the property that a check fails for, a secret one, too.
const hidden = "TOPSECRET0123456789abcdef";

test.each([
  ["a line end", `{ plivoAuthToken: "${hidden}\\n" }`],
  ["a misspelt name", `{ plivoAuthTokn: "${hidden}" }`],
  [
    "another form beside it",
    `{ accounts: { eu: { vendor: "plivo", plivoAuthToken: "${hidden}", baseUrl: 5 } } }`,
  ],
  ["an address", `{ plivoBaseUrl: "http://user:${hidden}@example.com" }`],
])("a key of an explicit provider that is refused for %s is not shown", async (_, args) => {
  await withPhoneStack({ hasPlugin: true, access: "none" }, async ({ project, stack }) => {
    await project.writeProgram(`
const { PhoneNumber, Provider } = require("pulumi-phone/plugin");
new PhoneNumber("main", { vendor: "plivo", country: "US" }, { provider: new Provider("second", ${args}) });`);
    expect(refused(await stack.up())).not.toContain(hidden);
  });
});

describe.each(fronts)("with the front %s", (front) => {
  test.each([`vendor: "cald", alias`, `vendor: "plivo", nothingBougth`])(
    "a secret argument that is refused is not shown (%s)",
    async (given) => {
      await withPhoneStack({ front }, async ({ project, stack }) => {
        await project.writeProgram(`
const { secret } = require("@pulumi/pulumi");
const { PhoneNumber } = require("${moduleOf(front)}");
new PhoneNumber("main", { country: "US", ${given}: secret("${hidden}") });`);
        expect(refused(await stack.up())).not.toContain(hidden);
      });
    },
  );
});
