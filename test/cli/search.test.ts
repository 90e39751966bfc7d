import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { run } from "../support/run";
import { pulumiScript } from "./pulumi-script";
import { mainFile, onSandbox } from "./run-cli";

describe("pulumi-phone search", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 50, rateLimit: false });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.control.reset());

  function search(args: readonly string[], env: Record<string, string> = { PHONE_SANDBOX: sandbox.url }) {
    return run(process.execPath, [mainFile, "search", ...args], { env: childEnvironment(env) });
  }

  interface Found {
    readonly e164: string;
    readonly type: string;
    readonly place: string;
    readonly capabilities: readonly string[];
    readonly monthlyPrice: object;
    readonly setupPrice: object;
  }
  const found = (stdout: string) => JSON.parse(stdout) as Found[];

  test("shows what is free with its prices, and buys nothing", async () => {
    const { exitCode, stdout, stderr } = await search([
      "--vendor",
      "plivo",
      "--country",
      "us",
      "--limit",
      "3",
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: onSandbox(sandbox.url) });
    const [head = "", ...rows] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^number +type +place +can do +a month +to set up$/);
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toMatch(/^\+1\d{10} +local +.* +voice.* +0\.80 USD +0\.00 USD$/);
    }
    expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test.each<[readonly string[], (each: Found) => boolean]>([
    [["--area-code", "415"], ({ e164 }) => e164.startsWith("+1415")],
    [["--prefix", "4"], ({ e164 }) => e164.startsWith("+14")],
    [["--contains", "7"], ({ e164 }) => e164.slice(2).includes("7")],
    [["--region", "California"], ({ place }) => place.includes("California")],
    [["--locality", "San Francisco"], ({ place }) => /san francisco/i.test(place)],
    [["--type", "tollfree"], ({ type }) => type === "tollfree"],
    [["--capabilities", "voice", "sms"], ({ capabilities }) => capabilities.includes("sms")],
  ])("finds by %s alone what fits", async (criteria, fits) => {
    const { stdout } = await search(["--vendor", "plivo", "--country", "US", "--json", ...criteria]);
    const numbers = found(stdout);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((each) => !fits(each))).toEqual([]);
  });

  test.each([
    ["a number for one that is a number", "lata=722", { lata: "722" }],
    ["text for one that is text of digits", "npanxx=415555", { npanxx: "415555" }],
    ["text for one that is text, whatever it says", "rateCenter=true", { rate_center: "true" }],
  ])("takes digits and words of --vendor-option as the vendor does: %s", async (_, option, query) => {
    const args = ["--vendor", "plivo", "--country", "US", "--vendor-option", option, "--limit", "1"];
    const { exitCode, all } = await search(args);
    expect(exitCode, all).toBe(0);
    expect(sandbox.control.calls()).toContainEqual(
      expect.objectContaining({ query: expect.objectContaining(query) }),
    );
  });

  test("has true and false, too, and several of --vendor-option", async () => {
    const several = ["--vendor-option", "npanxx=415555", "--vendor-option", "localCallingArea=true"];
    const { exitCode, all } = await search(["--vendor", "plivo", "--country", "US", ...several]);
    expect(exitCode, all).toBe(0);
    const query = { npanxx: "415555", local_calling_area: "true" };
    expect(sandbox.control.calls()).toContainEqual(
      expect.objectContaining({ query: expect.objectContaining(query) }),
    );
  });

  test("has every member of an offer in its JSON, and of what the purchase repeats none", async () => {
    const { stdout } = await search(["--vendor", "plivo", "--country", "US", "--json", "--limit", "1"]);
    expect(Object.keys(defined(found(stdout)[0])).toSorted()).toEqual(
      ["capabilities", "e164", "monthlyPrice", "place", "restriction", "setupPrice", "type"].toSorted(),
    );
  });

  test.each(["bolna", "ravan", "sondos"])("works at %s as well", async (vendor) => {
    const { stdout } = await search(["--vendor", vendor, "--country", "US", "--json", "--limit", "2"]);
    expect(found(stdout)).toHaveLength(2);
  });

  test("says so where nothing fits, and exits 0", async () => {
    const none = ["--vendor", "plivo", "--country", "US", "--prefix", "999999"];
    expect(await search(none)).toMatchObject({ exitCode: 0, stdout: "No free number fits.\n" });
    expect(found((await search([...none, "--json"])).stdout)).toEqual([]);
  });

  test.each([
    [["--vendor", "pilvo"], "Did you mean plivo?"],
    [["--vendor", "plivo", "--are-code", "415"], "(Did you mean --area-code?)"],
    [["--vendor", "plivo", "--area-code", "abc"], "--area-code: must be 1 to 6 digits"],
    [
      ["--vendor", "plivo", "--type", "lokal"],
      "Did you mean local? Known: local, mobile, national, tollfree.",
    ],
    [["--vendor", "plivo", "--limit", "0"], "whole number of 1 or more"],
    [["--vendor", "plivo", "--vendor-option", "npa=415"], "--vendor-options.npa: plivo has no such option"],
    [
      ["--vendor", "plivo", "--vendor-option", "npanxx=415"],
      "--vendor-options.npanxx: plivo: must be six digits",
    ],
    [["--vendor", "plivo", "--vendor-option", "lata=0"], "--vendor-options.lata: plivo: too small"],
    [["--vendor", "ravan", "--vendor-option", "lata=722"], "--vendor-options: ravan has none"],
    [["--vendor", "ravan", "--locality", "Reno"], "--locality: ravan cannot search by it"],
    [["--account", "main"], '--account: "main" is not an entry of phone:accounts'],
    [[], "--vendor: is missing"],
  ])("%s exits 2, and says what is right", async (options, said) => {
    const { exitCode, stdout, stderr } = await search(["--country", "US", ...options]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(sandbox.control.calls()).toEqual([]);
  });

  test("without a country exits 2", async () => {
    const { exitCode, stderr } = await search(["--vendor", "plivo"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--country");
  });

  test("without keys exits 1 and says where they are set", async () => {
    const { exitCode, stderr } = await search(["--vendor", "plivo", "--country", "US"], {});
    expect(exitCode).toBe(1);
    expect(stderr).toContain("phone:plivoAuthId (or PLIVO_AUTH_ID)");
  });

  test("at a vendor that shows no free numbers exits 1 and says so", async () => {
    const { exitCode, stderr } = await search(["--vendor", "cald", "--country", "US"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no such call");
  });

  test("never prints a key that was refused", async () => {
    const { baseUrl } = defined(sandbox.control.vendors().plivo);
    const env = {
      PLIVO_BASE_URL: baseUrl,
      PLIVO_AUTH_ID: "MA0123456789ABCDEFGH",
      PLIVO_AUTH_TOKEN: "token-0123456789-0123456789-0123456789",
    };
    const { exitCode, all } = await search(["--vendor", "plivo", "--country", "US"], env);
    expect(exitCode).toBe(1);
    expect(all).not.toContain("token-0123456789");
  });

  // A script stands in for the CLI.
  test.skipIf(process.platform === "win32")(
    "takes vendor and keys from a stack's configuration",
    async () => {
      const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
      const keys = Object.entries(credentials).map(([name, value]) => [`phone:${name}`, value]);
      const config = { "phone:vendor": "plivo", "phone:plivoBaseUrl": baseUrl, ...Object.fromEntries(keys) };
      const folder = pulumiScript({ dev: { config } });
      const args = [mainFile, "search", "--country", "US", "--stack", "dev", "--limit", "1", "--json"];
      const { exitCode, stdout, stderr } = await run(process.execPath, args, {
        env: childEnvironment({}, [folder]),
      });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(found(stdout)).toHaveLength(1);
    },
  );
});
