import { describe, expect, it } from "vitest";
import {
  NoFundsError,
  NumberTakenError,
  PermissionError,
  RefusedError,
  UnclearError,
  UnsupportedError,
} from "../../../provider/domain/errors";
import { ravan } from "../../../provider/vendors/ravan";
import type { SearchQuery } from "../../../provider/vendors/vendor";
import { ravanNoProviderApiKey, ravanProviderDownApiKey, ravanRestrictedApiKey } from "../../../sandbox";
import { Lab, refusal, take, there } from "../lab";
import { ravanFixture } from "./support";

const lab = new Lab(ravan, ravanFixture);
const { testTerms = null } = ravanFixture;
const plain = { country: "US", agent: undefined, subaccount: undefined, terms: testTerms };
const number = ravanFixture.testNumber(0);
const query: SearchQuery = { country: "US", type: undefined, criteria: {}, options: {} };

describe("on the wire", () => {
  it("every path has the last slash that Ravan wants, or none, and releases name the number", async () => {
    const [, owned] = [lab.offerOne(), ravanFixture.testNumber(500)];
    lab.numbers({ own: [{ e164: owned, country: "US" }] });
    const vendor = await lab.connect();
    await vendor.find(number, "US");
    await vendor.buy({ ...plain, e164: number });
    await vendor.list();
    await vendor.release({ e164: owned, vendorId: null });
    expect(lab.calls.map(({ method, path, status }) => [method, decodeURIComponent(path), status])).toEqual([
      ["GET", "/api/v1/phone-numbers/available-numbers/US/", 200],
      ["POST", "/api/v1/phone-numbers/buy/", 200],
      ["GET", "/api/v1/phone-numbers/list", 200],
      ["DELETE", `/api/v1/phone-numbers/${owned}/release/`, 200],
    ]);
  });

  it("a purchase repeats the prices of the search, and says nothing else", async () => {
    const vendor = await lab.connect();
    const offer = there(await vendor.find(lab.offerOne("3.20"), "US"));
    await vendor.buy({ ...plain, e164: number, terms: offer.terms });
    expect(lab.writes.map(({ body }) => body)).toEqual([
      {
        phone_number: number,
        price: 3.2,
        per_minute_price_inbound: 0.0085,
        per_minute_price_outbound: 0.0945,
      },
    ]);
  });

  it("a purchase of a number that was never searched for is preceded by a search", async () => {
    lab.offer(1, "3.20");
    const receipt = await (await lab.connect()).buy({ ...plain, e164: number, terms: null });
    expect(receipt).toEqual({ e164: number, vendorId: null, status: "active", statusReason: null });
    expect(lab.calls.map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(lab.writes[0]?.body).toMatchObject({ price: 3.2 });
  });

  it("callers who want the list at the same time share it", async () => {
    lab.own(3);
    const vendor = await lab.connect();
    await Promise.all(Array.from({ length: 50 }, () => vendor.get({ e164: number, vendorId: null })));
    expect(lab.calls.length).toBeLessThanOrEqual(2);
  });
});

describe("a region", () => {
  it.each(["CA", "ca", "California", "california"])("%s is asked for as CA", async (region) => {
    const offers = await take((await lab.connect()).search({ ...query, criteria: { region } }));
    expect(lab.calls.map(({ query }) => query.region)).toEqual(["CA"]);
    expect(offers).not.toHaveLength(0);
    expect(new Set(offers.map(({ place }) => place))).toEqual(new Set(["CA"]));
  });

  it("of another country is asked for as it is", async () => {
    const offers = await take(
      (await lab.connect()).search({ ...query, country: "IN", criteria: { region: "KA" } }),
    );
    expect(offers).toHaveLength(8);
  });

  it("that was not asked for is not told", async () => {
    expect((await take((await lab.connect()).search(query), 1))[0]?.place).toBeNull();
  });
});

describe("prices", () => {
  it("in India are of a currency that nobody tells, and are agreed to as a number", async () => {
    const vendor = await lab.connect();
    const [offer] = await take(vendor.search({ ...query, country: "IN" }), 1);
    expect(offer).toMatchObject({
      monthlyPrice: { amount: "295.00", currency: "XXX" },
      terms: { price: "295.00", per_minute_price_inbound: 0.6, per_minute_price_outbound: 0.6 },
    });
    const { e164, terms } = there(offer);
    await vendor.buy({ ...plain, country: "IN", e164, terms });
    expect(lab.writes[0]?.body).toMatchObject({ price: 295 });
    expect((await vendor.list())[0]?.monthlyPrice).toEqual({ amount: "295.00", currency: "XXX" });
  });

  it.each(["GB", "US"])("in %s are dollars", async (country) => {
    const [offer] = await take((await lab.connect()).search({ ...query, country }), 1);
    expect(offer?.monthlyPrice?.currency).toBe("USD");
  });

  it("that have changed since the search are refused as taken, in either form, and a new search mends it", async () => {
    const vendor = await lab.connect();
    const order = { ...plain, e164: lab.offerOne("1.15") };
    lab.numbers({ price: [{ e164: number, price: "2" }] });
    for (let time = 0; time < 2; time++) {
      const error = await refusal(NumberTakenError, vendor.buy(order));
      expect(error.message).toContain("price");
    }
    expect(lab.calls.map(({ status }) => status)).toEqual([422, 400]);
    expect(lab.state.purchases).toBe(0);
    await vendor.buy({ ...order, terms: null });
    expect(lab.state.purchases).toBe(1);
  });
});

describe("a purchase that Ravan turns down", () => {
  it("is taken in all forms of a number that is not for sale", async () => {
    const vendor = await lab.connect();
    for (let time = 0; time < 3; time++) {
      const error = await refusal(NumberTakenError, vendor.buy({ ...plain, e164: number }));
      expect(error.details.vendorMessage).toContain("no longer available");
    }
    expect(lab.calls.map(({ status }) => status)).toEqual([400, 404, 200]);
  });

  it("is taken in all forms of a number that the account has already", async () => {
    lab.own(1);
    const vendor = await lab.connect();
    for (let time = 0; time < 2; time++) {
      await refusal(NumberTakenError, vendor.buy({ ...plain, e164: number }));
    }
    expect(lab.calls.map(({ status }) => status)).toEqual([409, 400]);
  });

  it("is without credit in all forms of that", async () => {
    lab.offer(1);
    lab.fault("buy", "no-funds", { times: 3 });
    const vendor = await lab.connect();
    for (let time = 0; time < 3; time++) {
      expect((await refusal(NoFundsError, vendor.buy({ ...plain, e164: number }))).mayHaveBought).toBe(false);
    }
    expect(lab.calls.map(({ status }) => status)).toEqual([400, 402, 200]);
  });
});

describe("a country that Ravan does not sell numbers of", () => {
  it("is refused with what may be wrong, in either form", async () => {
    const vendor = await lab.connect();
    for (let time = 0; time < 2; time++) {
      const error = await refusal(RefusedError, take(vendor.search({ ...query, country: "FR" })));
      expect(error.details.nextStep).toContain("FR");
    }
  });

  it("is no error when it has none just now", async () => {
    const vendor = await lab.connect();
    for (let time = 0; time < 2; time++) {
      expect(await take(vendor.search({ ...query, country: "DE" }))).toEqual([]);
    }
  });
});

describe("an organization without a telephony provider", () => {
  const keys = { apiKey: ravanNoProviderApiKey };

  it.each(["search", "buy", "release"] as const)(
    "cannot %s, and is told to choose one, in either form",
    async (operation) => {
      lab.offer(1);
      const vendor = await lab.connect(keys);
      const run = {
        search: () => take(vendor.search(query)),
        buy: () => vendor.buy({ ...plain, e164: number }),
        release: () => vendor.release({ e164: number, vendorId: null }),
      }[operation];
      for (let time = 0; time < 2; time++) {
        const error = await refusal(RefusedError, run());
        expect(error.message).toContain("no telephony provider");
        expect(error.details.nextStep).toContain("Choose one in Ravan's dashboard");
      }
      expect(lab.calls.map(({ status }) => status)).toEqual([404, 400]);
    },
  );

  it("has a list, which is empty", async () => {
    expect(await (await lab.connect(keys)).list()).toEqual([]);
  });
});

it("a key that may not use telephony is a lack of permission", async () => {
  const vendor = await lab.connect({ apiKey: ravanRestrictedApiKey });
  const error = await refusal(PermissionError, vendor.list());
  expect(error.details.vendorMessage).toContain("Insufficient permissions");
  await refusal(PermissionError, vendor.buy({ ...plain, e164: number }));
  await refusal(PermissionError, vendor.release({ e164: number, vendorId: null }));
});

it("a purchase while the organization's own provider cannot be reached is unclear", async () => {
  const vendor = await lab.connect({ apiKey: ravanProviderDownApiKey });
  const error = await refusal(UnclearError, vendor.buy({ ...plain, e164: number }));
  expect(error.mayHaveBought).toBe(true);
  expect(error.details.vendorMessage).toContain("could not be reached");
  expect(lab.calls).toHaveLength(1);
});

it("released numbers are gone, whether the list keeps them as inactive or not", async () => {
  const numbers = lab.own(20);
  const vendor = await lab.connect();
  for (const e164 of numbers) expect(await vendor.release({ e164, vendorId: null })).toBe("released");
  expect(await vendor.list()).toEqual([]);
});

it("a release of what the account does not have is no error, in all forms of that", async () => {
  const vendor = await lab.connect();
  for (let time = 0; time < 4; time++) {
    expect(await vendor.release({ e164: number, vendorId: null })).toBe("gone");
  }
  expect(lab.calls.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
});

it("numbers of an own Twilio account are the account's, with the names they were given", async () => {
  const numbers = lab.own(20);
  lab.numbers({ own: [{ e164: "+14155552000", country: "US", alias: "Front desk" }] });
  const listed = await (await lab.connect()).list();
  expect(listed).toHaveLength(numbers.length + 1);
  expect(listed.filter(({ alias }) => alias !== null).map(({ e164, alias }) => [e164, alias])).toEqual([
    ["+14155552000", "Front desk"],
  ]);
});

it("what Ravan's API does not have is said so", async () => {
  const vendor = await lab.connect();
  const now = there(await vendor.get({ e164: lab.ownOne(), vendorId: null }));
  await refusal(UnsupportedError, vendor.update(now, { alias: "Support" }));
  await refusal(UnsupportedError, vendor.checkAgent("an-agent"));
  await refusal(UnsupportedError, vendor.checkSubaccount("a-subaccount"));
  expect(lab.writes).toEqual([]);
});
