import { describe, expect, it } from "vitest";
import { ConfigurationError, MissingKeyError } from "../../../provider/domain/errors";
import { readConfiguration } from "../../../provider/host/configuration";
import { readState } from "../../../provider/lifecycle/state";
import { openContext } from "../../../provider/pulumi/runtime";
import { vendorDefinitions } from "../../../provider/vendors";
import { checkAgain, checkNew, onlyFailure, plain } from "../../support/checking";
import { defined, errorOfClass } from "../../support/expect";
import {
  type Bench,
  configuration,
  noStacks,
  type Told,
  testNumbers,
  useSandbox,
} from "../../support/sandbox";
import { asked, up } from "../../support/up";

const [east, west] = [useSandbox({ seed: "1" }), useSandbox({ seed: "2" })];
const plivo = defined(vendorDefinitions.find(({ name }) => name === "plivo"));

const entry = (bench: Bench) => ({
  vendor: "plivo",
  baseUrl: bench.plivo.baseUrl,
  plivoAuthId: bench.authId,
  plivoAuthToken: bench.token,
});

async function told(accounts: object, more: Readonly<Record<string, string>> = {}): Promise<Told> {
  const lines: string[] = [];
  const config = configuration({ "phone:accounts": JSON.stringify(accounts), ...more });
  return { context: await openContext(config, { tell: (line) => lines.push(line), cli: noStacks }), lines };
}

const both = () => told({ east: entry(east), west: entry(west) });

describe("several accounts of one vendor", () => {
  it("each buy with their own keys from their own place, and tell which account has the number", async () => {
    for (const bench of [east, west]) bench.numbers({ add: testNumbers(4) });
    const run = await both();
    const one = await up(run, { ...asked, account: "east" }, "one");
    const other = await up(run, { ...asked, account: "west" }, "other");
    expect(east.owned).toEqual([one.observed.e164]);
    expect(west.owned).toEqual([other.observed.e164]);
    expect([one.vendorAccount, other.vendorAccount]).toEqual([east.authId, west.authId]);
  });

  it("share neither searches nor lists", async () => {
    const run = await both();
    const accounts = await Promise.all(
      ["east", "west"].map((account) => run.context.account({ vendor: "plivo", account })),
    );
    await Promise.all(accounts.map(({ listed }) => listed({ e164: "+14155550100", vendorId: null })));
    expect([east, west].map(({ calls }) => calls.length)).toEqual([1, 1]);
    expect(accounts[0]?.offers).not.toBe(accounts[1]?.offers);
  });

  it("under two names, but with the same keys, are one: a number is not picked twice", async () => {
    const run = await told({ one: entry(east), two: entry(east) });
    const [one, two] = await Promise.all(
      ["one", "two"].map((account) => run.context.account({ vendor: "plivo", account })),
    );
    expect(one).toBe(two);
  });

  it("tell the vendor, which need not be named beside them", async () => {
    const { inputs, failures } = await checkNew(await both(), { country: "US", account: "west" });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ vendor: "plivo", account: "west" });
  });
});

describe("an account at fault is named", () => {
  it.each([
    [
      { ...plain, account: "north" },
      /^account: "north" is not an entry of phone:accounts\. Known are east, west\./,
    ],
    [{ ...plain, vendor: "bolna", account: "east" }, /^account: "east" is an account of plivo, not of bolna/],
  ])("%j", async (args, reason) => {
    expect(onlyFailure(await checkNew(await both(), args)).reason).toMatch(reason);
  });

  it("where there are none", async () => {
    const run = await told({});
    const failure = onlyFailure(await checkNew(run, { ...plain, account: "east" }));
    expect(failure.reason).toContain("It has none");
  });

  it("where its vendor is none", async () => {
    const run = await told({ east: { vendor: "twilio" } });
    const failure = onlyFailure(await checkNew(run, { country: "US", account: "east" }));
    expect(failure.reason).toContain('phone:accounts.east.vendor: "twilio" is not a known vendor');
  });
});

it.each([
  ["east", "west"],
  ["east", undefined],
  [undefined, "east"],
])("a number cannot move from account %s to %s: it would be another purchase", async (before, after) => {
  const run = await both();
  const olds = { ...plain, account: before, claim: "urn:pulumi:dev::p::t::line" };
  const failure = onlyFailure(await checkAgain(run, olds, { ...plain, account: after }));
  expect(failure.property).toBe("account");
  expect(failure.reason).toContain("that is another number");
});

it("state keeps the account's name", async () => {
  east.numbers({ add: testNumbers(1) });
  const state = await up(await both(), { ...asked, account: "east" });
  expect(
    readState(JSON.parse(JSON.stringify({ ...state, ...state.args, ...state.observed }))).args.account,
  ).toBe("east");
});

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
});
