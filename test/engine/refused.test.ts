import { afterEach, describe, expect, test } from "vitest";
import type { CommandOptions } from "../support/engine-stack";
import { testNumber } from "../support/sandbox";
import { type Args, refused, usePhoneStack } from "./support";

const stack = usePhoneStack({ access: "variables" });
const plain = { vendor: "plivo", country: "US" };

afterEach(() => {
  expect(stack().state).toEqual({ owned: [], purchases: 0, releases: 0 });
});

async function refusedPreview(args: Args, options?: CommandOptions): Promise<string> {
  const phones = stack();
  await phones.declare({ main: args });
  const printed = refused(await phones.stack.preview([], options));
  expect(phones.writes).toEqual([]);
  return printed;
}

/** How the engine begins the message about a property. */
const about = (property: string) =>
  new RegExp(
    `property ${property.replace(/[[\].]/g, "\\$&")}\\b.* has a problem: ${property.replace(/[[\].]/g, "\\$&")}: `,
  );

describe("preview refuses by name", () => {
  test("unknown arguments, an empty search and every argument of a wrong form, all at once", async () => {
    const malformed = {
      account: 7,
      adopt: "",
      renewal: "never",
      deletionPolicy: "keep",
      deletionProtection: "yes",
      replaceable: 1,
      maxMonthlyPrice: -1,
    };
    const printed = await refusedPreview({ ...plain, areaCode: "415", search: [], ...malformed });
    for (const name of ["areaCode", "search", ...Object.keys(malformed)])
      expect(printed).toMatch(about(name));
    expect(printed).toContain("areaCode: is unknown. Known are: vendor,");
    expect(printed).toContain("search: must not be empty");
  });

  test("an unknown vendor", async () => {
    const printed = await refusedPreview({ ...plain, vendor: "acme" });
    expect(printed).toContain(
      'vendor: "acme" is not a known vendor. Use one of bolna, plivo, ravan, sondos, cald.',
    );
  });

  test("a malformed number and a country that is no ISO code", async () => {
    const printed = await refusedPreview({ ...plain, country: "UK", number: "12" });
    expect(printed).toMatch(about("number"));
    expect(printed).toContain('number: "12" is not a phone number');
    expect(printed).toMatch(about("country"));
    expect(printed).toContain('country: "UK" is not an ISO 3166-1 alpha-2 code (the United Kingdom is "GB")');
  });

  test("a number that is not for sale", async () => {
    const printed = await refusedPreview({ vendor: "plivo", number: "+1 (907) 234-0000" });
    expect(printed).toContain(`number: plivo: ${testNumber(0)} is not for sale`);
  });

  test("a price ceiling that nothing meets, with the cheapest price", async () => {
    const printed = await refusedPreview({ ...plain, maxMonthlyPrice: 0.5 });
    expect(printed).toMatch(
      /maxMonthlyPrice: plivo: every free number is above maxMonthlyPrice 0\.5; the cheapest is \+1\d{10} for 0\.80 USD a month/,
    );
  });

  test("an application that does not exist", async () => {
    const printed = await refusedPreview({ ...plain, agent: "12345678901234567" });
    expect(printed).toContain("agent: plivo: no such application: 12345678901234567");
  });

  test("a wrong key, without printing it", async () => {
    const environment = { PLIVO_AUTH_TOKEN: "0123456789abcdef" };
    const printed = await refusedPreview(plain, { environment });
    expect(printed).toContain("the key was refused (HTTP 401");
    expect(printed).toContain("PLIVO_AUTH_TOKEN");
    expect(printed).not.toContain("0123456789abcdef");
  });

  test("plain http to another machine", async () => {
    const environment = { PLIVO_BASE_URL: "http://plivo.example.com" };
    const printed = await refusedPreview(plain, { environment });
    expect(printed).toContain("phone:plivoBaseUrl (or PLIVO_BASE_URL): plain http to plivo.example.com");
    expect(printed).toContain("Use https.");
  });

  test("a search whose answer is not JSON", async () => {
    stack().fault("search", "malformed-after");
    expect(await refusedPreview(plain)).toContain("plivo search: the answer is not JSON");
  });
});

test("without a key preview works and says which is missing; up buys nothing and names key and variable", async () => {
  const phones = stack();
  const withoutKey = { environment: { PLIVO_AUTH_TOKEN: "" } };
  const names = "phone:plivoAuthToken (or PLIVO_AUTH_TOKEN) missing";
  await phones.declare({ main: plain });
  const previewed = await phones.preview([], withoutKey);
  expect(previewed).toContain(`main: no number is picked: plivo: ${names}`);
  expect(previewed).toContain("PhoneNumber main create");
  expect(refused(await phones.stack.up([], withoutKey))).toContain(names);
  expect(phones.writes).toEqual([]);
  expect(await phones.numbersInState()).toEqual({});
});

test("an empty wallet fails up with what to do, and nothing is left in state", async () => {
  const phones = stack();
  await phones.declare({ main: plain });
  phones.fault("buy", "no-funds");
  const printed = refused(await phones.stack.up());
  expect(printed).toContain("plivo buy: the account cannot pay for it (HTTP 40");
  expect(printed).toContain("Nothing was bought. Add credit in Plivo's console");
  expect(await phones.numbersInState()).toEqual({});
});
