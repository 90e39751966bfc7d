import { describe, expect, it } from "vitest";
import { ArgumentError, NotFoundError } from "../../../provider/domain/errors";
import { isLacking } from "../../../provider/vendors/vendor";
import { type Lab, refusal, there } from "../lab";

/** What changes in place. */
export function changeRules(lab: Lab): void {
  const { fixture } = lab;
  const { agent, subaccount, label } = lab.definition.capabilities;
  const [hasAgent, hasSubaccount, hasLabel] = [agent, subaccount, label].map((each) => !isLacking(each));
  const agents = () => lab.access.agents as unknown as [string, string];
  const subaccounts = () => lab.access.subaccounts as unknown as [string, string];

  if (hasAgent) {
    describe("an agent", () => {
      it("is bound, bound anew and taken away, and each time read back", async () => {
        const e164 = lab.ownOne();
        const vendor = await lab.connect();
        const [first, second] = agents();
        for (const agent of [first, second, null]) {
          expect(await lab.change(vendor, e164, { agent })).toMatchObject({ e164, agent });
          expect(lab.state.owned).toMatchObject([{ agent }]);
        }
      });

      it("of one number is none of another's", async () => {
        const [first, second] = lab.own(2);
        await lab.change(await lab.connect(), there(first), { agent: agents()[0] });
        expect(lab.state.owned.find(({ e164 }) => e164 === second)?.agent).toBeNull();
      });
    });
  }

  if (hasAgent) {
    describe("an agent's id", () => {
      it("that exists is good, and asked about once per process", async () => {
        const vendor = await lab.connect();
        await Promise.all([1, 2, 3].map(() => vendor.checkAgent(agents()[0])));
        await vendor.checkAgent(agents()[0]);
        expect(lab.calls.length).toBeLessThanOrEqual(1);
      });

      it("that is unknown is a fault of the argument, and nothing is changed", async () => {
        const vendor = await lab.connect();
        const error = await refusal(ArgumentError, vendor.checkAgent(there(fixture.unknownAgent)));
        expect(error.details.argument).toBe("agent");
        expect(error.message).toContain(fixture.unknownAgent);
        expect(lab.writes).toEqual([]);
      });
    });
  }

  if (hasSubaccount) {
    describe("a subaccount", () => {
      it("gets the number, another gets it, and the main account gets it back", async () => {
        const e164 = lab.ownOne();
        const vendor = await lab.connect();
        for (const subaccount of [...subaccounts(), null]) {
          expect(await lab.change(vendor, e164, { subaccount })).toMatchObject({ e164, subaccount });
          expect(lab.state.owned).toMatchObject([{ subaccount }]);
        }
      });

      it("that exists is good, and one that is unknown is a fault of the argument", async () => {
        const vendor = await lab.connect();
        await vendor.checkSubaccount(subaccounts()[1]);
        const error = await refusal(ArgumentError, vendor.checkSubaccount(there(fixture.unknownSubaccount)));
        expect(error.details.argument).toBe("subaccount");
      });
    });
  }

  if (hasLabel) {
    describe("a label", () => {
      it("is set, changed and taken away", async () => {
        const e164 = lab.ownOne();
        const vendor = await lab.connect();
        for (const alias of ["Support", "Ünïcødé & <b>", null]) {
          expect(await lab.change(vendor, e164, { alias })).toMatchObject({ alias });
          expect(lab.state.owned).toMatchObject([{ alias }]);
        }
      });

      if (hasAgent) {
        it("is set and taken away without losing the agent", async () => {
          const e164 = lab.ownOne();
          const vendor = await lab.connect();
          const [agent] = agents();
          await lab.change(vendor, e164, { agent });
          for (const alias of ["Support", null]) {
            expect(await lab.change(vendor, e164, { alias })).toMatchObject({ agent, alias });
            expect(lab.state.owned).toMatchObject([{ agent, alias }]);
          }
        });
      }
    });
  }

  if (hasAgent && hasSubaccount && hasLabel) {
    it("one update changes all of it, and leaves alone what it does not name", async () => {
      const e164 = lab.ownOne();
      const vendor = await lab.connect();
      const all = { agent: agents()[0], subaccount: subaccounts()[0], alias: "Support" };
      expect(await lab.change(vendor, e164, all)).toMatchObject(all);
      expect(lab.writes).toHaveLength(1);
      expect(await lab.change(vendor, e164, { subaccount: subaccounts()[1] })).toMatchObject({
        ...all,
        subaccount: subaccounts()[1],
      });
      expect(await lab.change(vendor, e164, { agent: null })).toMatchObject({
        agent: null,
        alias: "Support",
      });
    });
  }

  if (hasAgent) {
    it("an update of a number that the account has lost meanwhile is an error", async () => {
      const vendor = await lab.connect();
      const read = await lab.current(vendor, lab.ownOne());
      lab.numbers({ drop: [read.e164] });
      await refusal(NotFoundError, vendor.update(read, { agent: agents()[0] }));
    });
  }
}
