import { describe, expect, it } from "vitest";
import { nationalDigits, readNumber } from "../../../provider/domain/number";
import type { SearchCriteria } from "../../../provider/domain/number-arguments";
import type { Offer, SearchQuery, Vendor } from "../../../provider/vendors/vendor";
import { type Lab, take, there } from "../lab";

/** What is for sale, and for how much. */
export function searchRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  // Who buys by prefix shows nothing that is for sale.
  if (capabilities.purchase !== "number") return;
  // Where there are no pages, many rows in one.
  const pageSize = fixture.pageSize.search ?? 20;
  const pages = (count: number) => (fixture.pageSize.search === null ? 1 : count);

  const query = (criteria: SearchCriteria, more: Partial<SearchQuery> = {}): SearchQuery => ({
    country: fixture.country,
    type: undefined,
    criteria,
    options: {},
    ...more,
  });

  describe("search", () => {
    it.each([...capabilities.search])("by %s finds numbers, and only such", async (name) => {
      const criteria = there(fixture.criteria[name]);
      const offers = await take((await lab.connect()).search(query(criteria)));
      expect(offers).not.toHaveLength(0);
      expect(offers.filter((offer) => !fits(offer, criteria, fixture.country))).toEqual([]);
    });

    it("without criteria finds numbers of the country and no other", async () => {
      const offers = await take((await lab.connect()).search(query({})), 50);
      expect(offers).toHaveLength(50);
      expect(new Set(offers.map(({ e164 }) => readNumber(e164)?.country))).toEqual(
        new Set([fixture.country]),
      );
    });

    it.each([...capabilities.types])("for %s numbers finds no others", async (type) => {
      lab.numbers({ add: [{ e164: fixture.testNumber(0), country: fixture.country, type }] });
      const offers = await take((await lab.connect()).search(query({}, { type })));
      expect(offers).not.toHaveLength(0);
      expect(offers.filter((offer) => offer.type !== null && offer.type !== type)).toEqual([]);
    });

    it("that finds nothing is empty, not an error", async () => {
      expect(await take((await lab.connect()).search(query(fixture.testRange)))).toEqual([]);
    });

    it("never shows what was sold", async () => {
      const [gone, free] = lab.offer(2);
      lab.numbers({ take: [there(gone)] });
      const offers = await take((await lab.connect()).search(query(fixture.testRange)));
      expect(offers.map(({ e164 }) => e164)).toEqual([free]);
    });
  });

  describe("pages of a search", () => {
    it("are asked for as they are needed: one call for one number", async () => {
      lab.offer(pageSize * 3);
      await take((await lab.connect()).search(query(fixture.testRange)), 1);
      expect(lab.calls).toHaveLength(1);
    });

    it("are not asked for as long as the last one has rows", async () => {
      lab.offer(pageSize * 3);
      await take((await lab.connect()).search(query(fixture.testRange)), pageSize);
      expect(lab.calls).toHaveLength(1);
    });

    it("give every number once, to the last page", async () => {
      const numbers = lab.offer(pageSize * 2 + 3);
      const offers = await take((await lab.connect()).search(query(fixture.testRange)));
      expect(offers.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
      expect(lab.calls).toHaveLength(pages(3));
    });

    it("end where the last one is full", async () => {
      const numbers = lab.offer(pageSize * 2);
      expect(await take((await lab.connect()).search(query(fixture.testRange)))).toHaveLength(numbers.length);
      expect(lab.calls).toHaveLength(pages(2));
    });
  });

  describe("an offer", () => {
    it("has a number in E.164, whatever the vendor's own form", async () => {
      const offers = await take((await lab.connect()).search(query({})), 50);
      expect(offers.filter(({ e164 }) => !/^\+[1-9]\d{6,14}$/.test(e164))).toEqual([]);
    });

    it("has its price as a decimal text with a currency", async () => {
      lab.offerOne("3.20");
      const [offer] = await take((await lab.connect()).search(query(fixture.testRange)));
      expect(offer?.monthlyPrice?.amount).toBe(fixture.priceOfCountry ?? "3.20");
      expect(offer?.monthlyPrice?.currency).toMatch(/^[A-Z]{3}$/);
    });

    const find = (vendor: Vendor, index: number) => vendor.find(fixture.testNumber(index), fixture.country);

    it("of an exact number is found, and no other is", async () => {
      lab.offer(pageSize + 5);
      expect((await find(await lab.connect(), pageSize + 4))?.e164).toBe(fixture.testNumber(pageSize + 4));
    });

    it("of an exact number that is not for sale does not exist", async () => {
      lab.offer(1);
      lab.numbers({ take: [fixture.testNumber(0)] });
      expect(await find(await lab.connect(), 0)).toBeUndefined();
      expect(await find(await lab.connect(), 1)).toBeUndefined();
    });
  });
}

function fits({ e164, place, capabilities }: Offer, criteria: SearchCriteria, country: string): boolean {
  const national = nationalDigits(e164, country);
  const mentions = (name: string) => place?.toLowerCase().includes(name.toLowerCase()) ?? false;
  return (
    (criteria.areaCode === undefined || national.startsWith(criteria.areaCode)) &&
    (criteria.prefix === undefined || national.startsWith(criteria.prefix)) &&
    (criteria.contains === undefined || national.includes(criteria.contains)) &&
    (criteria.region === undefined || mentions(criteria.region)) &&
    (criteria.locality === undefined || mentions(criteria.locality)) &&
    (criteria.capabilities ?? []).every((each) => capabilities.includes(each))
  );
}
