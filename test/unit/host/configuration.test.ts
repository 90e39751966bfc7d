import { describe, expect, it } from "vitest";
import { ConfigurationError, MissingKeyError } from "../../../provider/domain/errors";
import { type Environment, readConfiguration, requireKnownKeys } from "../../../provider/host/configuration";
import { vendorDefinitions } from "../../../provider/vendors";
import { plivo } from "../../../provider/vendors/plivo";
import { errorOf, errorOfClass } from "../../support/expect";
import { configuration, useSandbox } from "../../support/sandbox";
import { serve } from "../../support/server";

const bench = useSandbox({ stock: 0 });

const id = (letter: string) => `MA${letter.repeat(18)}`;
const inConfig = { "phone:plivoAuthId": id("C"), "phone:plivoAuthToken": "from-config" };
const inEnvironment = { PLIVO_AUTH_ID: id("E"), PLIVO_AUTH_TOKEN: "from-environment" };

const settings = (config: Record<string, string>, environment: Environment = {}) =>
  readConfiguration(configuration(config), environment).settings(plivo);

describe("keys", () => {
  it("come from the stack's configuration, else from the environment", async () => {
    expect((await settings(inConfig)).keys).toEqual({ authId: id("C"), authToken: "from-config" });
    expect((await settings({}, inEnvironment)).keys).toEqual({
      authId: id("E"),
      authToken: "from-environment",
    });
  });

  it("of the configuration win over the environment, each by itself", async () => {
    expect((await settings(inConfig, inEnvironment)).keys).toEqual({
      authId: id("C"),
      authToken: "from-config",
    });
    const mixed = await settings({ "phone:plivoAuthId": id("C") }, inEnvironment);
    expect(mixed.keys).toEqual({ authId: id("C"), authToken: "from-environment" });
  });

  it("that are empty count as missing, and all missing ones are named", async () => {
    const error = await errorOfClass(
      MissingKeyError,
      settings({ "phone:plivoAuthId": "" }, { PLIVO_AUTH_TOKEN: "" }),
    );
    expect(error.message).toContain(
      "phone:plivoAuthId (or PLIVO_AUTH_ID) and phone:plivoAuthToken (or PLIVO_AUTH_TOKEN) missing",
    );
    expect(error.details.nextStep).toContain("pulumi config set phone:plivoAuthId");
    expect(error.details.nextStep).toContain("pulumi config set --secret phone:plivoAuthToken");
  });

  it.each(["MA123", id("c").toLowerCase(), `SA${"A".repeat(18)}`, `${id("A")}A`, ` ${id("A")}`])(
    "are refused when the auth id has another form: %j",
    async (authId) => {
      const error = await errorOfClass(
        ConfigurationError,
        settings({ ...inConfig, "phone:plivoAuthId": authId }),
      );
      expect(error.details.argument).toBe("phone:plivoAuthId (or PLIVO_AUTH_ID)");
      expect(error.message).toContain("MA and 18 capitals or digits");
    },
  );

  it("that are refused for their form are not in the message", async () => {
    const error = await errorOf(settings({ ...inConfig, "phone:plivoAuthId": "the-token-by-mistake" }));
    expect(error.message).not.toContain("the-token-by-mistake");
  });
});

describe("the base URL", () => {
  const baseUrl = async (config: Record<string, string>, environment: Environment = {}) =>
    (await settings({ ...inConfig, ...config }, environment)).baseUrl;

  it("is the vendor's own, unless the environment or, before it, the configuration says otherwise", async () => {
    expect(await baseUrl({})).toBe("https://api.plivo.com");
    expect(await baseUrl({}, { PLIVO_BASE_URL: "https://e.example" })).toBe("https://e.example");
    const both = baseUrl(
      { "phone:plivoBaseUrl": "https://c.example" },
      { PLIVO_BASE_URL: "https://e.example" },
    );
    expect(await both).toBe("https://c.example");
  });

  it("loses its last slashes", async () => {
    expect(await baseUrl({ "phone:plivoBaseUrl": "https://c.example/api//" })).toBe("https://c.example/api");
  });

  it.each([
    "http://localhost:1",
    "http://127.0.0.1",
    "http://127.8.9.10:8080",
    "http://[::1]:3",
    "HTTP://LOCALHOST",
  ])("may be plain http on this machine: %s", async (url) => {
    expect(await baseUrl({ "phone:plivoBaseUrl": url })).toBe(url.toLowerCase());
  });

  it.each(["https://c.example/api ", "\thttps://c.example/api/\n", " https://c.example:443/api"])(
    "has nothing around it: %j",
    async (url) => {
      expect(await baseUrl({ "phone:plivoBaseUrl": url })).toBe("https://c.example/api");
    },
  );

  it.each([
    "http://api.plivo.com",
    "http://0.0.0.0",
    "http://10.0.0.1",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com",
    "http://[::2]",
  ])("may not be plain http elsewhere: %s", async (url) => {
    const error = await errorOfClass(ConfigurationError, baseUrl({ "phone:plivoBaseUrl": url }));
    expect(error.message).toContain("would send keys unencrypted");
  });

  it.each(["https://c.example/?a=", "https://c.example/#", "https://name:word@c.example"])(
    "has nothing behind or before it, where the path of a call would be lost: %s",
    async (url) => {
      const error = await errorOfClass(ConfigurationError, baseUrl({ "phone:plivoBaseUrl": url }));
      expect(error.message).toContain("has more in it than an address");
    },
  );

  it.each(["api.plivo.com", "ftp://api.plivo.com", "//api.plivo.com", "file:///etc"])(
    "must be an http(s) address: not %s",
    async (url) => {
      const error = await errorOfClass(ConfigurationError, baseUrl({ "phone:plivoBaseUrl": url }));
      expect(error.details.argument).toBe("phone:plivoBaseUrl (or PLIVO_BASE_URL)");
    },
  );
});

describe("the sandbox", () => {
  const expected = () => ({
    baseUrl: bench.plivo.baseUrl,
    keys: { authId: bench.authId, authToken: bench.token },
  });

  it("wins over keys and base URLs, wherever those are set", async () => {
    const environment = { ...inEnvironment, PLIVO_BASE_URL: "https://e.example" };
    const config = {
      ...inConfig,
      "phone:plivoBaseUrl": "https://c.example",
      "phone:sandbox": bench.sandbox.url,
    };
    expect(await settings(config, environment)).toEqual(expected());
  });

  it("may be set by PHONE_SANDBOX, and the configuration wins", async () => {
    expect(await settings({}, { PHONE_SANDBOX: bench.sandbox.url })).toEqual(expected());
    expect(
      await settings({ "phone:sandbox": bench.sandbox.url }, { PHONE_SANDBOX: "http://127.0.0.1:1" }),
    ).toEqual(expected());
  });

  it("is asked once for all vendors", async () => {
    const fake = await serve([{ body: JSON.stringify({ vendors: bench.control.vendors() }) }]);
    const { settings } = readConfiguration(configuration({ "phone:sandbox": fake.url }), {});
    await Promise.all([settings(plivo), settings(plivo)]);
    expect(fake.requests).toHaveLength(1);
  });

  it("must be on this machine, or https", () => {
    expect(() => readConfiguration(configuration({ "phone:sandbox": "http://example.com" }), {})).toThrow(
      ConfigurationError,
    );
  });

  it.each(["http://sandbox:4999", "http://10.0.0.7:4999", "http://host.docker.internal:4999"])(
    "in another container is refused with the ways to it: %s",
    (url) => {
      expect(() => readConfiguration(configuration({}), { PHONE_SANDBOX: url })).toThrow(
        /phone:sandbox \(or PHONE_SANDBOX\): plain http to .*service:sandbox.*http:\/\/127\.0\.0\.1/,
      );
    },
  );

  it("is an address with http in front", () => {
    expect(() => readConfiguration(configuration({}), { PHONE_SANDBOX: "sandbox:4999" })).toThrow(
      /is not an http\(s\) address\. Give one such as http:\/\/127\.0\.0\.1:4999/,
    );
  });

  it("is reached where it was asked, also through a forwarded port", async () => {
    const told = { ...bench.control.vendors() };
    const fake = await serve([{ body: JSON.stringify({ vendors: told }) }]);
    expect((await settings({ "phone:sandbox": fake.url })).baseUrl).toBe(`${fake.url}/plivo`);
  });

  it("is reached nowhere else, whatever it says", async () => {
    const told = { ...bench.control.vendors() };
    const plivoThere = { ...told.plivo, baseUrl: "http://127.0.0.1:1//evil.test/plivo" };
    const fake = await serve([{ body: JSON.stringify({ vendors: { ...told, plivo: plivoThere } }) }]);
    const { baseUrl } = await settings({ "phone:sandbox": fake.url });
    expect(new URL(baseUrl).origin).toBe(fake.url);
  });

  it("gives keys in the vendor's form, or none", async () => {
    const { plivo: standIn } = bench.control.vendors();
    const credentials = { ...standIn?.credentials, plivoAuthId: "MA/../../evil\r\n" };
    const body = JSON.stringify({ vendors: { plivo: { ...standIn, credentials } } });
    const fake = await serve([{ body }]);
    const error = await errorOfClass(ConfigurationError, settings({ "phone:sandbox": fake.url }));
    expect(error.details.argument).toBe("phone:sandbox (or PHONE_SANDBOX): plivoAuthId");
  });

  it("has no stand-in for what every object inherits", async () => {
    const fake = await serve([{ body: '{"vendors":{}}' }]);
    const { settings } = readConfiguration(configuration({ "phone:sandbox": fake.url }), {});
    const inherited = { ...plivo, name: "constructor" };
    const error = await errorOfClass(ConfigurationError, settings(inherited));
    expect(error.message).toContain("has no stand-in for constructor");
  });

  it.each([
    ["without end", { body: `"${"x".repeat(17 * 1024 * 1024)}"` }, "does not answer"],
    ["by a time that is none", { body: '{"now":"soon"}' }, "is not a sandbox"],
    ["by a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }, "does not answer"],
  ])("that answers %s is named", async (_, answer, words) => {
    const fake = await serve([answer]);
    const { now } = readConfiguration(configuration({ "phone:sandbox": fake.url }), {});
    const error = await errorOfClass(ConfigurationError, now());
    expect(error.message).toContain(words);
  });

  it("is told by its origin, without what else stands in the address", () => {
    const { sandbox } = readConfiguration(
      configuration({ "phone:sandbox": "http://name:word@127.0.0.1:4999/?a=b" }),
      {},
    );
    expect(sandbox).toBe("http://127.0.0.1:4999");
    expect(readConfiguration(configuration({}), {}).sandbox).toBeUndefined();
  });

  it.each([
    ["does not answer", "http://127.0.0.1:1", undefined],
    ["is not a sandbox", undefined, "{}"],
    ["has no stand-in for plivo", undefined, '{"vendors":{}}'],
  ])("that %s is named", async (words, url, body) => {
    const address = url ?? (await serve([{ body: body ?? "" }])).url;
    const error = await errorOfClass(ConfigurationError, settings({ "phone:sandbox": address }));
    expect(error.message).toContain(words);
    expect(error.details.argument).toBe("phone:sandbox (or PHONE_SANDBOX)");
  });
});

it.each(["token\n", " token\r\n", "t\u00f6ken", "to\u0000ken"])(
  "a key that no header can carry is refused before anything is asked: %j",
  async (token) => {
    const config = { "phone:plivoAuthId": "MA0123456789ABCDEFGH", "phone:plivoAuthToken": token };
    const error = await errorOfClass(ConfigurationError, settings(config));
    expect(error.details.argument).toBe("phone:plivoAuthToken (or PLIVO_AUTH_TOKEN)");
    expect(error.message).not.toContain(token.trim());
  },
);

describe("other settings", () => {
  const read = (config: Record<string, string>) => readConfiguration(configuration(config), {});

  it.each([
    [undefined, 10_000],
    ["0", 0],
    ["2.5", 2500],
    ["600", 600_000],
  ])("phone:settleSeconds %s is %i milliseconds", (value, milliseconds) => {
    const configured = read(value === undefined ? {} : { "phone:settleSeconds": value });
    expect(configured.settleMs("plivo")).toBe(milliseconds);
  });

  it.each(["", " ", "-1", "601", "soon", "NaN", "Infinity", "10s"])(
    "phone:settleSeconds %j is refused",
    (value) => {
      expect(() => read({ "phone:settleSeconds": value })).toThrow(
        /phone:settleSeconds: must be a number of seconds from 0 to 600/,
      );
    },
  );

  it("a vendor may have a settle time of its own", () => {
    const configured = read({ "phone:settleSeconds": "5", "phone:bolnaSettleSeconds": "30" });
    expect(configured.settleMs("bolna")).toBe(30_000);
    expect(configured.settleMs("plivo")).toBe(5_000);
    expect(() => read({ "phone:bolnaSettleSeconds": "x" }).settleMs("bolna")).toThrow(
      "phone:bolnaSettleSeconds: must be a number of seconds",
    );
  });

  it.each([
    [undefined, null],
    ["0", 0],
    ["25", 25],
  ])("phone:maxPurchases %s is %s", (value, most) => {
    expect(read(value === undefined ? {} : { "phone:maxPurchases": value }).maxPurchases).toBe(most);
  });

  it.each(["-1", "1.5", "many", " ", ""])("phone:maxPurchases %j is refused", (value) => {
    expect(() => read({ "phone:maxPurchases": value })).toThrow("phone:maxPurchases: must be a whole number");
  });

  it("phone:sandbox that is empty is refused: the run would be on the real vendors", () => {
    expect(() => read({ "phone:sandbox": "" })).toThrow("phone:sandbox: is empty");
  });

  it("phone:vendor is the vendor of numbers that name none", () => {
    expect(read({ "phone:vendor": "plivo" }).defaultVendor).toBe("plivo");
    expect(read({}).defaultVendor).toBeUndefined();
  });
});

describe("a key of phone: that nothing reads", () => {
  const acme = { ...plivo, name: "acme", keys: { key: { ...plivo.keys.authToken, config: "acmeApiKey" } } };
  const check = (keys: readonly string[], project = "shop", vendors = vendorDefinitions) =>
    requireKnownKeys(keys, vendors, project);

  it.each([
    ["phone:sandbx", "phone:sandbox"],
    ["phone:Sandbox", "phone:sandbox"],
    ["phone:maxPurchase", "phone:maxPurchases"],
    ["phone:max_purchases", "phone:maxPurchases"],
    ["phone:maxPruchases", "phone:maxPurchases"],
    ["phone:acounts", "phone:accounts"],
    ["phone:plivoAuthID", "phone:plivoAuthId"],
    ["phone:plivoToken", "phone:plivoAuthToken"],
    ["phone:bolnaAPIKey", "phone:bolnaApiKey"],
    ["phone:plivoBaseURL", "phone:plivoBaseUrl"],
    ["phone:settleSecond", "phone:settleSeconds"],
    ["phone:vendorModule", "phone:vendorModules"],
  ])("is refused with the nearest name: %s", (key, meant) => {
    expect(() => check([key, "phone:vendor"])).toThrow(
      `${key} (did you mean ${meant}?) is no key of pulumi-phone`,
    );
  });

  it("is refused where none is near, and all of them at once", () => {
    expect(() => check(["phone:colour", "phone:sandbx"])).toThrow(
      /^phone:colour, phone:sandbx \(did you mean phone:sandbox\?\) are no keys .*pulumi config rm phone:colour/,
    );
  });

  it("is none that the documentation or a vendor's module has, and none of another namespace", () => {
    const documented = [
      ...[
        "vendor",
        "accounts",
        "sandbox",
        "maxPurchases",
        "settleSeconds",
        "releaseWindowHours",
        "onlyStack",
      ],
      ...["vendorModules", "plivoAuthId", "caldApiKey", "ravanBaseUrl", "sondosSettleSeconds"],
    ].map((name) => `phone:${name}`);
    check([...documented, "shop:sandbx", "aws:region", "phones:sandbx", "sandbx"]);
    check(["phone:acmeApiKey", "phone:acmeBaseUrl"], "shop", [...vendorDefinitions, acme]);
    expect(() => check(["phone:acmeApiKey"])).toThrow("phone:acmeApiKey");
  });

  it("is the program's own in a project that is called phone, unless it is like one of ours", () => {
    check(["phone:greeting", "phone:vendor"], "phone");
    expect(() => check(["phone:greeting", "phone:sandbx"], "phone")).toThrow(/^phone:sandbx \(did you mean/);
  });
});
