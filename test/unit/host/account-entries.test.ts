import { describe, expect, it } from "vitest";
import { ConfigurationError, MissingKeyError } from "../../../provider/domain/errors";
import { readAccounts } from "../../../provider/host/account-entries";
import { readConfiguration } from "../../../provider/host/configuration";
import { vendorDefinitions } from "../../../provider/vendors";
import { defined, errorOfClass } from "../../support/expect";
import { configuration } from "../../support/sandbox";

const plivo = defined(vendorDefinitions.find(({ name }) => name === "plivo"));

describe("an entry of phone:accounts", () => {
  const settings = (accounts: unknown, environment = {}) =>
    readConfiguration(configuration({ "phone:accounts": JSON.stringify(accounts) }), environment).settings(
      plivo,
      "main",
    );
  const authId = "MA0123456789ABCDEFGH";

  it("has its keys under the names of the configuration, or under those without the vendor", async () => {
    const expected = { authId, authToken: "t" };
    const long = { vendor: "plivo", plivoAuthId: authId, plivoAuthToken: "t" };
    const short = { vendor: "plivo", authId, authToken: "t" };
    for (const main of [long, short]) {
      expect(await settings({ main })).toEqual({ baseUrl: "https://api.plivo.com", keys: expected });
    }
  });

  it("takes no key from elsewhere: what it lacks is missing, by name", async () => {
    const environment = { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: "t" };
    const error = await errorOfClass(
      MissingKeyError,
      settings({ main: { vendor: "plivo", authId } }, environment),
    );
    expect(error.message).toContain("phone:accounts.main.plivoAuthToken missing");
    expect(error.message).toContain("pulumi config set --secret --path 'phone:accounts.main.plivoAuthToken'");
  });

  it.each([
    [
      { vendor: "plivo", authId, authToken: "t", token: "secret-text" },
      "phone:accounts.main.token: plivo: is unknown",
    ],
    [{ vendor: "plivo", authId, authTokn: "secret-text" }, "is unknown. Did you mean authToken?"],
    [
      { vendor: "plivo", authId: "SA0123456789ABCDEFGH", authToken: "t" },
      "phone:accounts.main.plivoAuthId: plivo: is malformed",
    ],
    [
      { vendor: "plivo", authId, authToken: "t", baseUrl: "http://example.com" },
      "phone:accounts.main.baseUrl: plain http",
    ],
  ])("is refused by name: %j", async (main, message) => {
    const error = await errorOfClass(ConfigurationError, settings({ main }));
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("secret-text");
  });

  it.each([
    ["[]", "phone:accounts:"],
    ["{", "phone:accounts:"],
    ['{"main":{"authId":"x"}}', "phone:accounts.main.vendor:"],
    ['{"main":{"vendor":"plivo","authToken":{"secure":"secret-text"}}}', "phone:accounts.main.authToken:"],
  ])("that cannot be read is refused without showing it: %s", (text, place) => {
    const read = () => readConfiguration(configuration({ "phone:accounts": text }), {});
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(place);
    expect(read).not.toThrow("secret-text");
  });

  it("with a key that the configuration made a number says how to set it", () => {
    const text = JSON.stringify({ main: { vendor: "plivo", authId, authToken: 12 } });
    expect(() => readAccounts(text)).toThrow(
      /^phone:accounts\.main\.authToken: .*a key of digits alone needs --type string, too\.$/,
    );
  });
});
