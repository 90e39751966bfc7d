import { describe, expect, it } from "vitest";
import { NumberTakenError } from "../../../provider/domain/errors";
import { type Lab, refusal, there } from "../support/lab";

const plain = { agent: undefined, subaccount: undefined };

/** Buying exactly this number. */
export function purchaseRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  if (!capabilities.exactNumber) return;

  describe("buy", () => {
    it("buys exactly this number with one call, and nothing else", async () => {
      const [, e164] = lab.offer(3);
      const receipt = await (await lab.connect()).buy({ ...plain, e164: there(e164) });
      expect(receipt).toMatchObject({ status: "active", statusReason: null });
      expect(lab.state).toMatchObject({
        owned: [{ e164, id: receipt.vendorId, agent: null, alias: null }],
        purchases: 1,
      });
      expect(lab.writes).toHaveLength(1);
    });

    if (capabilities.agent?.atPurchase) {
      it("binds the agent by the same call", async () => {
        const [agent] = lab.access.agents;
        await (await lab.connect()).buy({ ...plain, e164: lab.offerOne(), agent });
        expect(lab.state.owned).toMatchObject([{ agent }]);
        expect(lab.writes).toHaveLength(1);
      });
    }

    if (capabilities.agent?.atPurchase && capabilities.subaccount) {
      it("gives the number to a subaccount and an agent by the same call", async () => {
        const [agent] = lab.access.agents;
        const subaccount = lab.access.subaccounts?.[0];
        await (await lab.connect()).buy({ e164: lab.offerOne(), agent, subaccount });
        expect(lab.state.owned).toMatchObject([{ agent, subaccount }]);
        expect(lab.writes).toHaveLength(1);
      });
    }

    it("of a number that is not for sale is refused as taken", async () => {
      await refusal(NumberTakenError, (await lab.connect()).buy({ ...plain, e164: fixture.testNumber(0) }));
      expect(lab.state.purchases).toBe(0);
    });

    it("of a number that was bought already is refused as taken, and buys no second one", async () => {
      const e164 = lab.offerOne();
      const vendor = await lab.connect();
      await vendor.buy({ ...plain, e164 });
      await refusal(NumberTakenError, vendor.buy({ ...plain, e164 }));
      expect(lab.state).toMatchObject({ owned: [{ e164 }], purchases: 1 });
    });

    it("of many numbers at once buys each once", async () => {
      const numbers = lab.offer(30);
      const vendor = await lab.connect();
      await Promise.all(numbers.map((e164) => vendor.buy({ ...plain, e164 })));
      expect(lab.state.owned.map(({ e164 }) => e164).toSorted()).toEqual(numbers);
      expect(lab.state.purchases).toBe(30);
    });
  });
}
