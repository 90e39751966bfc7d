import fc from "fast-check";
import { PhoneError, UnclearError } from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { createClient } from "../../../provider/http/client";
import { vendorDefinitions } from "../../../provider/vendors";
import { openVendor } from "../../../provider/vendors/open-vendor";
import type { Offer, OwnedNumber, Receipt, Vendor } from "../../../provider/vendors/vendor";
import { Random } from "../../../sandbox/world/random";
import { Processes } from "../../simulation/world/process";
import { type SimulatedVendor, VendorAccount, vendorNames } from "../../simulation/world/vendor-account";
import { VirtualClock } from "../../simulation/world/virtual-clock";
import { defined } from "../../support/expect";
import { type OddAnswer, oddAnswer, spoilt } from "../generators/answers";
import { hideKeys, must, mustBeReadable, mustBeTyped, type Outcome, outcomeOf } from "../outcome";
import type { Target } from "../target";

const operations = [
  ...["search", "find", "buy", "list", "get", "getMany", "update", "release", "agent", "subaccount"],
  "takeOver",
] as const;
type Operation = (typeof operations)[number];

interface Case {
  readonly vendor: SimulatedVendor;
  readonly operation: Operation;
  /** So many answers are the vendor's own; those that follow are these, and the last of them again and again. */
  readonly honest: number;
  readonly answers: readonly OddAnswer[];
}

// Nothing that the product asks for takes so many calls, nor so long.
const mostCalls = 12_000;
const longestMs = 20 * 60_000;

/** What an adapter makes of answers that keep to no documentation. */
export const vendorAnswers: Target<Case> = {
  name: "vendor-answers",
  share: 480,
  cases: fc.record({
    vendor: fc.constantFrom(...vendorNames),
    operation: fc.constantFrom(...operations),
    honest: fc.nat(2),
    answers: fc.array(oddAnswer, { minLength: 1, maxLength: 3 }),
  }),
  async play({ vendor: name, operation, honest, answers }) {
    const clock = new VirtualClock();
    await clock.inPlace(Math.random, async () => {
      const account = new VendorAccount(name, "stock", clock, 10);
      hideKeys(name, account.configuration);
      const [first = "", second = ""] = account.forSale();
      if (operation !== "buy" && operation !== "find") account.buyByHand(first);
      const lines: string[] = [];
      const statuses: number[] = [];
      let calls = 0;
      const network = account.exchange(new Processes(undefined), new Random("network"), () => {});
      const vendor = open(
        account,
        name,
        async (request, effect) => {
          must(++calls <= mostCalls, `${operation}: more than ${mostCalls} calls`);
          const odd = answers[Math.min(calls - 1 - honest, answers.length - 1)];
          const given = await (odd === undefined ? network : spoilt(network, odd, calls))(request, effect);
          if (effect === "purchase") statuses.push(given.kind === "broken" ? 0 : given.status);
          return given;
        },
        lines,
      );
      const before = account.owned();
      const start = clock.now();
      const outcome = await clock.run(outcomeOf(() => played(vendor, operation, first as E164, account)));
      must(clock.now() - start <= longestMs, `${operation}: took ${(clock.now() - start) / 1000} s`);
      for (const line of lines) mustBeReadable(line, operation);
      if (outcome.kind === "error") mustBeTyped(outcome.error, `${name} ${operation}`);
      else mustBeSound(operation, outcome.value, name === "cald" ? undefined : first);
      if (operation === "buy") mustBeHonestOfThePurchase(outcome, account.owned().length, statuses, name);
      else if (operation !== "release") must(account.owned().join() === before.join(), "the account changed");
      must(account.owned().length <= before.length + 1, `bought ${account.owned()} and more than one`);
      must(account.forSale().includes(second), "another number was bought");
    });
  },
};

function open(
  account: VendorAccount,
  name: string,
  exchange: Parameters<typeof createClient>[1],
  lines: string[],
): Vendor {
  const definition = defined(vendorDefinitions.find((each) => each.name === name));
  const { configuration } = account;
  const keys = Object.entries(definition.keys).map(([key, { config }]) => [
    key,
    configuration.get(`phone:${config}`),
  ]);
  const settings = { baseUrl: `https://sim.test/${name}`, keys: Object.fromEntries(keys) };
  return openVendor(definition, settings, {
    createClient: (client) => createClient(client, exchange, (line) => lines.push(line)),
  });
}

async function played(
  vendor: Vendor,
  operation: Operation,
  e164: E164,
  account: VendorAccount,
): Promise<unknown> {
  const seen = account.seen(e164);
  const vendorId = seen === undefined ? null : String(seen.id);
  const reference = { e164, vendorId };
  const country = "US";
  const [agent = "agent-1"] = account.agents;
  switch (operation) {
    case "search": {
      const found: Offer[] = [];
      const query = { country, type: undefined, criteria: { areaCode: "415" }, options: {} };
      for await (const page of vendor.search(query)) found.push(...page);
      return found;
    }
    case "find":
      return vendor.find(e164, country);
    case "buy":
      return vendor.buy({ e164, country, agent: undefined, subaccount: undefined, terms: null });
    case "list":
      return vendor.list();
    case "get":
      return vendor.get(reference);
    case "getMany":
      return (await vendor.getMany?.([reference]))?.owned;
    case "update":
      return vendor.update(owned(reference), { agent });
    case "release":
      return vendor.release(reference);
    case "agent":
      return vendor.checkAgent(agent);
    case "subaccount":
      return vendor.checkSubaccount("sub-1");
    case "takeOver":
      return vendor.takeOver?.(vendorId ?? "1", agent);
  }
}

function owned(reference: { readonly e164: E164; readonly vendorId: string | null }): OwnedNumber {
  const untold = { statusReason: null, monthlyPrice: null, renewsAt: null, agent: null, subaccount: null };
  const more = { alias: null, capabilities: [], region: null, purchasedAt: null };
  return { ...reference, status: "active", ...untold, ...more };
}

const isNumber = (value: unknown): boolean => typeof value === "string" && /^\+\d{4,15}$/.test(value);

/** Whether what an adapter tells has the form that the rest of the product relies on. */
function mustBeSound(operation: Operation, value: unknown, asked: string | undefined): void {
  if (value === undefined) return;
  if (operation === "release") {
    must(["released", "scheduled", "gone"].includes(String(value)), `a release ended as ${String(value)}`);
    return;
  }
  for (const row of [value].flat() as (OwnedNumber | Offer | Receipt)[]) {
    must(isNumber(row.e164), `${operation} tells a number ${JSON.stringify(row.e164)}`);
    if (["find", "buy", "get", "update"].includes(operation))
      must(asked === undefined || row.e164 === asked, `${operation} tells ${row.e164}, asked for ${asked}`);
    if ("vendorId" in row) must(row.vendorId !== "", `${operation} tells an empty id`);
    if ("monthlyPrice" in row && row.monthlyPrice !== null)
      must(/^\d{1,20}\.\d{2,20}$/.test(row.monthlyPrice.amount), `${operation}: ${row.monthlyPrice.amount}`);
    must(!JSON.stringify(row).includes("\\ud"), `${operation} tells half a character`);
    must(JSON.stringify(row).length < 100_000, `${operation} tells ${JSON.stringify(row).length} characters`);
  }
}

/** That nothing was bought is said only where it was said by the vendor, or the request never left. */
function mustBeHonestOfThePurchase(
  outcome: Outcome<unknown>,
  bought: number,
  statuses: readonly number[],
  name: string,
): void {
  if (outcome.kind === "value" || bought === 0) return;
  const last = statuses.at(-1) ?? 0;
  const { error } = outcome;
  if (UnclearError.isInstance(error) && error.mayHaveBought) return;
  must(PhoneError.isInstance(error), "an error that is not typed");
  // Ravan says in the body of a success that there was none.
  must(name === "ravan" && last < 300, `${name} bought (HTTP ${last}), and was told: ${error.message}`);
}
