import { describe, expect, it } from "vitest";
import { type Lab, there } from "../support/lab";

/** What the account has, and giving it back. */
export function ownedRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  const isoDate = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);

  if (capabilities.list) {
    describe("list", () => {
      it("of an account without numbers is empty", async () => {
        expect(await (await lab.connect()).list()).toEqual([]);
      });

      it.each([1, 2, 3])("is complete over %i full pages", async (pages) => {
        const numbers = lab.own(fixture.pageSize * pages);
        const listed = await (await lab.connect()).list();
        expect(listed.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
        expect(lab.calls).toHaveLength(pages);
      });

      it("is complete where the last page holds one row", async () => {
        const numbers = lab.own(fixture.pageSize * 2 + 1);
        const listed = await (await lab.connect()).list();
        expect(listed.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
      });

      it("shows what get shows", async () => {
        const vendor = await lab.connect();
        for (const e164 of lab.own(8)) {
          expect((await vendor.list()).find((row) => row.e164 === e164)).toEqual(await vendor.get(e164));
        }
      });
    });
  }

  if (capabilities.list || capabilities.get) {
    describe("get", () => {
      it("shows the number as it is: nothing bound, held by nobody else, without label", async () => {
        const e164 = lab.ownOne();
        const number = there(await (await lab.connect()).get(e164));
        // Null where the vendor's row does not tell.
        expect(["active", null]).toContain(number.status);
        expect(number).toMatchObject({
          e164,
          vendorId: there(lab.state.owned[0]).id,
          statusReason: null,
          agent: null,
          subaccount: null,
          alias: null,
          renewsAt: capabilities.renewalDate ? isoDate : null,
        });
      });

      it("of a number that the account does not own is undefined, every time", async () => {
        const vendor = await lab.connect();
        for (let time = 0; time < 4; time++) expect(await vendor.get(fixture.testNumber(0))).toBeUndefined();
      });

      it("does not show a number that is only for sale", async () => {
        expect(await (await lab.connect()).get(lab.offerOne())).toBeUndefined();
      });

      it("shows a purchase", async () => {
        const vendor = await lab.connect();
        const e164 = lab.offerOne("3.20");
        await vendor.buy({ e164, agent: undefined, subaccount: undefined });
        expect(await vendor.get(e164)).toMatchObject({ e164, statusReason: null });
      });
    });
  }

  describe("release", () => {
    it("gives back this number and no other", async () => {
      const [gone, kept] = lab.own(2);
      expect(await (await lab.connect()).release(there(gone))).toBe(true);
      expect(lab.state.releases).toBe(1);
      const still = capabilities.release === "at-once" ? [kept] : [gone, kept];
      expect(lab.state.owned.map(({ e164 }) => e164)).toEqual(still);
    });

    it("of a number that the account does not own is no error", async () => {
      const vendor = await lab.connect();
      expect(await vendor.release(fixture.testNumber(0))).toBe(false);
      expect(lab.state.releases).toBe(0);
    });

    if (capabilities.release === "at-once") {
      it("asked for twice releases once", async () => {
        const e164 = lab.ownOne();
        const vendor = await lab.connect();
        expect([await vendor.release(e164), await vendor.release(e164)]).toEqual([true, false]);
        expect(lab.state.releases).toBe(1);
      });
    }
  });

  it("the account's public name is none of its secrets", async () => {
    const { account, definition } = await lab.connect();
    const secret = Object.values(definition.keys).filter((key) => key.secret);
    expect(secret.map(({ config }) => lab.access.credentials[config])).not.toContain(account);
  });
}
