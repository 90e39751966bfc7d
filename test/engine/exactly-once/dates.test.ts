import { expect, test, vi } from "vitest";
import { defined } from "../../support/expect";
import { inFrontOf } from "../../support/proxy";
import { type PhoneStack, programOf, refused, withPhoneStack } from "../support";

// Four purchases at once, and each is looked for.
vi.setConfig({ testTimeout: 240_000 });

const hour = 3_600_000;
const vendors = ["plivo", "bolna", "ravan", "sondos"] as const;
const program = programOf(Object.fromEntries(vendors.map((vendor) => [vendor, { vendor, country: "US" }])));

/** What a vendor tells in the place of the time at which a number was bought. */
const habits: readonly {
  readonly title: string;
  readonly told: (at: Date) => string;
  readonly aheadMs?: number;
}[] = [
  { title: "is an hour ahead", told: (at) => new Date(at.getTime() + hour).toISOString(), aheadMs: hour },
  { title: "is told in words", told: () => "Thursday the 5th, Noon" },
  {
    title: "is local and has no zone",
    told: (at) => new Date(at.getTime() - 7 * hour).toISOString().slice(0, 19),
  },
  { title: "is that of the carrier", told: () => "2019-06-01T00:00:00Z" },
];

/** Addresses and keys of all vendors, at a server that stands in front of the sandbox. */
function reachedBy(phones: PhoneStack, url: string): Record<string, string> {
  const variable = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return Object.fromEntries(
    vendors.flatMap((vendor) => [
      [`${vendor.toUpperCase()}_BASE_URL`, `${url}/${vendor}`],
      ...Object.entries(phones.info(vendor).credentials).map(([key, value]) => [variable(key), value]),
    ]),
  );
}

const purchases = (phones: PhoneStack) =>
  Object.fromEntries(vendors.map((vendor) => [vendor, phones.stateOf(vendor).purchases]));
const oneEach = Object.fromEntries(vendors.map((vendor) => [vendor, 1]));

/** A server that passes everything on but the answer to a purchase; what the others say of times is told by this habit. */
function losing(
  phones: PhoneStack,
  told: (text: string) => string,
  aheadMs: number,
  bought: (vendor: string) => Promise<void> = async () => {},
) {
  return inFrontOf(phones.sandbox.url, async ({ url }, pass) => {
    const vendor = defined(url.split("/")[1]);
    const before = phones.stateOf(vendor).purchases;
    const { status, headers, body } = await pass();
    if (phones.stateOf(vendor).purchases > before) {
      await bought(vendor);
      return { cut: "before" };
    }
    const date = new Date(Date.parse(defined(headers.date)) + aheadMs).toUTCString();
    return { status, headers: { ...headers, date }, body: told(body) };
  });
}

const purchaseTimes = /"(\w*(?:created|updated|purchased|added)\w*)":\s*"(\d{4}-\d\d-\d\d[^"]*)"/g;

test.each(habits)(
  "a time of purchase that $title proves nothing: after a lost answer each vendor has sold one number, which is in state",
  async ({ told, aheadMs = 0 }) => {
    await withPhoneStack({ access: "none", program }, async (phones) => {
      let rewritten = 0;
      const retold = (body: string) =>
        body.replaceAll(purchaseTimes, (_, key, time) => {
          rewritten++;
          return `${JSON.stringify(key)}:${JSON.stringify(told(new Date(time)))}`;
        });
      const proxy = await losing(phones, retold, aheadMs);
      const environment = reachedBy(phones, proxy.url);
      await phones.stack.setConfig("phone:settleSeconds", "3");
      await phones.up([], { environment });
      expect(rewritten).toBeGreaterThan(0);
      expect(purchases(phones)).toEqual(oneEach);
      const state = await phones.numbersInState();
      for (const vendor of vendors) {
        expect(state[vendor]).toMatchObject({ outputs: { status: "active" } });
        expect(phones.stateOf(vendor).owned.map(({ e164 }) => e164)).toEqual([state[vendor]?.id]);
      }
      await phones.up(["--expect-no-changes"], { environment });
      expect(purchases(phones)).toEqual(oneEach);
    });
  },
);

test("an agent that the vendor binds by itself, where none is ordered, proves nothing either", async () => {
  const line = { vendor: "plivo", country: "US" };
  await withPhoneStack({ access: "none", program: programOf({ line }) }, async (phones) => {
    const environment = reachedBy(phones, (await binding(phones, phones.agents[1])).url);
    await phones.stack.setConfig("phone:settleSeconds", "2");
    await phones.up([], { environment });
    expect(await phones.inState("line")).toMatchObject({
      id: phones.only.e164,
      outputs: { status: "active" },
    });
    await phones.up(["--expect-no-changes"], { environment });
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

test("another agent than the one ordered leaves the purchase open: one is bought in two runs, and a word ends it", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    const [agent, other] = phones.agents;
    await phones.declare({ line: { vendor: "plivo", country: "US", agent } });
    const environment = reachedBy(phones, (await binding(phones, other)).url);
    await phones.stack.setConfig("phone:settleSeconds", "2");
    for (let run = 0; run < 2; run++) {
      const printed = refused(await phones.stack.up([], { environment }));
      expect(printed).toContain(`adopt: "${phones.only.e164}"`);
      expect(printed).not.toContain("Nothing was bought");
      expect(phones.state.purchases).toBe(1);
    }
    await phones.declare({ line: { vendor: "plivo", adopt: phones.only.e164, agent } });
    await phones.up([], { environment });
    expect(await phones.inState("line")).toMatchObject({
      id: phones.only.e164,
      outputs: { status: "active", boundAgent: agent },
    });
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

test.each(["bolna", "sondos"] as const)(
  "an agent at %s, which binds none by itself, leaves the purchase open: one is bought in two runs, and adopt ends it",
  async (vendor) => {
    await withPhoneStack({ access: "none" }, async (phones) => {
      const [, agent] = phones.info(vendor).agents;
      const number = () => defined(phones.stateOf(vendor).owned[0]).e164;
      const bindAnother = async () => {
        const own = [{ e164: number(), country: "US", agent }];
        phones.control.changeNumbers({ vendor, drop: [number()] });
        phones.control.changeNumbers({ vendor, own });
      };
      const proxy = await losing(phones, (body) => body, 0, bindAnother);
      const environment = reachedBy(phones, proxy.url);
      await phones.stack.setConfig("phone:settleSeconds", "2");
      await phones.declare({ line: { vendor, country: "US" } });
      for (let run = 0; run < 2; run++) {
        const printed = refused(await phones.stack.up([], { environment }));
        expect(printed).toContain(`adopt: "${number()}"`);
        expect(printed).not.toContain("Nothing was bought");
        expect(phones.stateOf(vendor).purchases).toBe(1);
      }
      await phones.declare({ line: { vendor, adopt: number() } });
      await phones.up([], { environment });
      expect(await phones.inState("line")).toMatchObject({ id: number(), outputs: { status: "active" } });
      await phones.declare({ line: { vendor, country: "US" } });
      await phones.up([], { environment });
      expect(phones.stateOf(vendor)).toMatchObject({ purchases: 1, releases: 0 });
    });
  },
);

/** Plivo loses its answer to the purchase, and binds an agent of its own. */
function binding(phones: PhoneStack, agent: string) {
  const bind = () => phones.changeAtVendor(phones.only.e164, { app_id: agent });
  return losing(phones, (body) => body, 0, bind);
}
