import { describe, expect, it } from "vitest";
import { type NumberReference, showsNumbers } from "../../../provider/vendors/vendor";
import { forms, type Lab, there } from "../lab";

/** What the account has, and giving it back. */
export function ownedRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  // Where there are no pages, many rows in one.
  const pageSize = fixture.pageSize.list ?? 40;
  /** When the sandbox renews its only number, as the vendor has to tell it. */
  const renewal = () => (capabilities.renewalDate ? there(lab.state.owned[0]).renewsAt : null);

  if (capabilities.list) {
    describe("list", () => {
      it("of an account without numbers is empty", async () => {
        expect(await (await lab.connect()).list()).toEqual([]);
      });

      it.each([1, 2, 3])("is complete over %i full pages", async (pages) => {
        const numbers = lab.own(pageSize * pages);
        const listed = await (await lab.connect()).list();
        expect(listed.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
        if (fixture.pageSize.list !== null) expect(lab.calls).toHaveLength(pages);
      });

      it("is complete where the last page holds one row", async () => {
        const numbers = lab.own(pageSize * 2 + 1);
        const listed = await (await lab.connect()).list();
        expect(listed.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
      });

      it("shows what get shows", async () => {
        const vendor = await lab.connect();
        for (const e164 of lab.own(8)) {
          expect((await vendor.list()).find((row) => row.e164 === e164)).toEqual(
            await vendor.get(lab.reference(e164)),
          );
        }
      });
    });
  }

  if (showsNumbers(capabilities)) {
    describe("get", () => {
      it("shows the number as it is: nothing bound, held by nobody else, without label", async () => {
        const e164 = lab.ownOne();
        const number = there(await (await lab.connect()).get(lab.reference(e164)));
        // Null where the vendor's row does not tell.
        expect(["active", null]).toContain(number.status);
        expect(number).toMatchObject({
          e164,
          vendorId: String(there(lab.state.owned[0]).id),
          statusReason: null,
          agent: null,
          subaccount: null,
          alias: null,
          renewsAt: renewal(),
        });
      });

      if (capabilities.renewalDate) {
        it("shows when a number renews that has been renewed meanwhile", async () => {
          const e164 = lab.ownOne();
          const vendor = await lab.connect();
          await vendor.get(lab.reference(e164));
          lab.advance("31d");
          expect((await vendor.get(lab.reference(e164)))?.renewsAt).toBe(renewal());
        });
      }

      it("of a number that the account does not own is undefined, every time", async () => {
        const vendor = await lab.connect();
        for (let time = 0; time < forms; time++)
          expect(await vendor.get(lab.reference(fixture.testNumber(0)))).toBeUndefined();
      });

      it("does not show a number that is only for sale", async () => {
        expect(await (await lab.connect()).get(lab.reference(lab.offerOne()))).toBeUndefined();
      });

      it("shows a purchase", async () => {
        const vendor = await lab.connect();
        const e164 = lab.offerOne("3.20");
        await vendor.buy(await lab.order(vendor, e164));
        const shown = await vendor.get(lab.reference(e164));
        expect(shown).toMatchObject({ e164, statusReason: null, renewsAt: renewal() });
      });
    });
  }

  const atOnce = capabilities.release.when === "at-once";
  const outcome = atOnce ? "released" : "scheduled";
  const unknown: NumberReference = { e164: fixture.testNumber(0), vendorId: fixture.unknownId ?? null };

  describe("release", () => {
    it("gives back this number and no other", async () => {
      const [gone, kept] = lab.own(2);
      expect(await (await lab.connect()).release(lab.reference(there(gone)))).toBe(outcome);
      expect(lab.state.releases).toBe(1);
      const still = atOnce ? [kept] : [gone, kept];
      expect(lab.state.owned.map(({ e164 }) => e164)).toEqual(still);
    });

    it("of a number that the account does not own is no error", async () => {
      const vendor = await lab.connect();
      for (let time = 0; time < forms; time++) expect(await vendor.release(unknown)).toBe("gone");
      expect(lab.state.releases).toBe(0);
    });

    if (!atOnce && showsNumbers(capabilities)) {
      it("at the end of the period shows that the number lapses until then", async () => {
        const reference = lab.reference(lab.ownOne());
        const vendor = await lab.connect();
        expect(await vendor.release(reference)).toBe("scheduled");
        const shown = there(await vendor.get(reference));
        // Where the vendor goes on to show some as active, there is nothing to tell them from others.
        expect(fixture.hidesNotice ? ["lapsing", "active", null] : ["lapsing"]).toContain(shown.status);
      });
    }

    it("asked for twice releases once", async () => {
      const reference = lab.reference(lab.ownOne());
      const vendor = await lab.connect();
      const outcomes = [await vendor.release(reference), await vendor.release(reference)];
      expect(outcomes).toEqual([outcome, atOnce ? "gone" : outcome]);
      expect(lab.state.releases).toBe(1);
    });
  });

  it("the account's public name is none of its secrets", async () => {
    const { account, definition } = await lab.connect();
    const secret = Object.values(definition.keys).filter((key) => key.secret);
    expect(secret.map(({ config }) => lab.access.credentials[config])).not.toContain(account);
  });
}
