import { describe, expect, it } from "vitest";
import { NumberTakenError } from "../../../provider/domain/errors";
import { isLacking } from "../../../provider/vendors/vendor";
import { forms, type Lab, refusal, there } from "../lab";

/** Buying exactly this number. */
export function purchaseRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  if (capabilities.purchase !== "number") return;
  const plain = { country: fixture.country, agent: undefined, subaccount: undefined, terms: null };
  const bindsAtPurchase = !isLacking(capabilities.agent) && capabilities.agent.atPurchase;

  describe("buy", () => {
    it("buys exactly this number with one call, and nothing else", async () => {
      const [, e164] = lab.offer(3);
      const vendor = await lab.connect();
      const receipt = await vendor.buy(await lab.order(vendor, there(e164)));
      expect(receipt).toMatchObject({ e164, status: "active", statusReason: null });
      expect(lab.state).toMatchObject({ owned: [{ e164, agent: null }], purchases: 1 });
      if (receipt.vendorId !== null) {
        expect(plainId(receipt.vendorId)).toBe(plainId(String(there(lab.state.owned[0]).id)));
      }
      expect(lab.writes).toHaveLength(1);
    });

    if (bindsAtPurchase) {
      it("binds the agent by the same call", async () => {
        const [agent] = lab.access.agents;
        const vendor = await lab.connect();
        await vendor.buy(await lab.order(vendor, lab.offerOne(), { agent }));
        expect(lab.state.owned).toMatchObject([{ agent }]);
        expect(lab.writes).toHaveLength(1);
      });
    }

    if (bindsAtPurchase && !isLacking(capabilities.subaccount)) {
      it("gives the number to a subaccount and an agent by the same call", async () => {
        const [agent] = lab.access.agents;
        const subaccount = lab.access.subaccounts?.[0];
        const vendor = await lab.connect();
        await vendor.buy(await lab.order(vendor, lab.offerOne(), { agent, subaccount }));
        expect(lab.state.owned).toMatchObject([{ agent, subaccount }]);
        expect(lab.writes).toHaveLength(1);
      });
    }

    it("of a number that is not for sale is refused as taken", async () => {
      const vendor = await lab.connect();
      for (let time = 0; time < forms; time++) {
        await refusal(NumberTakenError, vendor.buy({ ...plain, e164: fixture.testNumber(0) }));
      }
      expect(lab.state.purchases).toBe(0);
    });

    it("of a number that was bought already is refused as taken, and buys no second one", async () => {
      const e164 = lab.offerOne();
      const vendor = await lab.connect();
      const order = await lab.order(vendor, e164);
      await vendor.buy(order);
      await refusal(NumberTakenError, vendor.buy(order));
      expect(lab.state).toMatchObject({ owned: [{ e164 }], purchases: 1 });
    });

    it("of many numbers at once buys each once", async () => {
      const numbers = lab.offer(30);
      const vendor = await lab.connect();
      await Promise.all(numbers.map(async (e164) => vendor.buy(await lab.order(vendor, e164))));
      expect(lab.state.owned.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
      expect(lab.state.purchases).toBe(30);
    });
  });
}

// Some vendors write the same id with hyphens and without.
function plainId(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}
