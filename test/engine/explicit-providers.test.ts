import { expect, test } from "vitest";
import { testNumber } from "../support/sandbox";
import { refused, usePhoneStack } from "./support";

const phones = usePhoneStack({ hasPlugin: true, access: "none", sandbox: { stock: 0 } });

/**
 * Two numbers of one account that are asked for at once, each by a process of its own. Each process has bought another before: so it has
 * read the stack as it was then, and does not see what the other is about.
 */
const program = (url: string) => `
const { PhoneNumber, Provider } = require("pulumi-phone/plugin");
const wanted = (index) => ({ vendor: "plivo", country: "US", search: { prefix: "907234" + index } });
const providers = ["first", "second"].map((name) => new Provider(name, { sandbox: "${url}", settleSeconds: 6 }));
const dependsOn = providers.map((provider, index) => new PhoneNumber("before" + index, wanted(index), { provider }));
providers.map((provider, index) => new PhoneNumber("line" + index, wanted(2), { provider, dependsOn }));`;

test("two processes that ask for one number of one account, one of them in vain, do not both have it", async () => {
  const stock = [0, 1, 2].flatMap((range) => [0, 1, 2].map((index) => testNumber(range * 1000 + index)));
  phones().numbers({ add: stock.map((e164) => ({ e164, country: "US", price: "0.80" })) });
  phones().fault("buy", "delay", { delayMs: 1, times: 2 });
  // The first purchase of the two is held while the other's is made, and never arrives.
  phones().fault("buy", "timeout-before", { delayMs: 15_000 });
  await phones().project.writeProgram(program(phones().sandbox.url));
  const printed = await phones().up();
  expect(printed).toMatch(
    /is in the account, but not by this purchase \(another resource of this stack has it\)/,
  );
  const inState = Object.values(await phones().numbersInState()).map(({ id }) => id);
  expect(inState.toSorted()).toEqual(phones().owned.toSorted());
  expect(phones().state.purchases).toBe(4);
  await phones().up(["--expect-no-changes"]);
});

test("a provider's settings are looked at one by one before anything runs, and their secrets are in no state", async () => {
  await phones().destroy();
  await phones().project.writeProgram(`
const { PhoneNumber, Provider } = require("pulumi-phone/plugin");
const provider = new Provider("wrong", { plivoAuthId: "nobody", plivoAuthToken: "very-secret-token", settleSeconds: 900, plivoAuthTokn: "x" });
new PhoneNumber("main", { vendor: "plivo", country: "US" }, { provider });`);
  const said = refused(await phones().stack.up());
  expect(said).toContain("plivoAuthId");
  expect(said).toContain("must be a number of seconds from 0 to 600");
  expect(said).toContain("did you mean phone:plivoAuthToken?");
  expect(JSON.stringify(await phones().stack.export())).not.toContain("very-secret-token");
});

test.each(["default-eu", "default_eu"])(
  "a provider whose name begins as that of a default one does not take the environment's key for an empty one: %s",
  async (name) => {
    await phones().project.writeProgram(`
const { PhoneNumber, Provider } = require("pulumi-phone/plugin");
const provider = new Provider("${name}", { plivoAuthToken: "" });
new PhoneNumber("main", { vendor: "plivo", country: "US" }, { provider });`);
    expect(refused(await phones().stack.up())).toContain("plivoAuthToken is empty");
  },
);

test("a stack's sandbox is that of every provider: nothing real is bought by one that names none", async () => {
  await phones().stack.setConfig("phone:sandbox", phones().sandbox.url);
  await phones().project.writeProgram(`
const { PhoneNumber, Provider } = require("pulumi-phone/plugin");
const provider = new Provider("second", { plivoAuthId: "MA0123456789ABCDEFGH", plivoAuthToken: "of a real account" });
new PhoneNumber("main", { vendor: "plivo", country: "US" }, { provider });`);
  expect(await phones().up()).toContain("this run is on the sandbox");
  expect(phones().owned).toHaveLength(1);
  await phones().destroy();
  expect(phones().owned).toEqual([]);
});
