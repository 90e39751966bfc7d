import { describe, expect, test } from "vitest";
import { fronts } from "../support/fronts";
import { refused, usePhoneStack } from "./support";

const plain = { vendor: "plivo", country: "US" };

describe.each(fronts)("with the front %s", (front) => {
  const stack = usePhoneStack({ front });

  test("destroy does in one run what each number's policy says, and tells it, also when the code is gone", async () => {
    const phones = stack();
    const [agent] = phones.agents;
    await phones.declare({
      given: plain,
      bound: { ...plain, agent, deletionPolicy: "detach" },
      left: { ...plain, agent, deletionPolicy: "retain" },
      noticed: { vendor: "sondos", country: "US" },
      held: { ...plain, deletionProtection: true },
    });
    await phones.up();
    const numbers = await phones.numbersInState();
    const numberOf = (name: string) => numbers[name]?.id ?? "";

    await phones.declare({});
    const printed = refused(await phones.stack.up());
    expect(printed).toContain(
      phones.line(`released ${numberOf("given")}, for good; the rent ends with the running month`, "given"),
    );
    expect(printed).toContain(
      phones.line(
        `${numberOf("bound")} is unbound from ${agent} and left in the account; its rent goes on`,
        "bound",
      ),
    );
    expect(printed).toContain(
      phones.line(`${numberOf("left")} is left in the account as it is, and its rent goes on`, "left"),
    );
    const notice =
      "gave notice for \\+\\d+, which cannot be taken back; the rent ends with the billing period";
    expect(printed).toMatch(new RegExp(phones.line(notice, "noticed")));
    expect(printed).toContain(`${numberOf("held")} is protected`);
    expect(Object.keys(await phones.numbersInState())).toEqual(["held"]);
    expect(phones.state.releases).toBe(1);
    expect(phones.state.owned.map(({ e164, agent: bound }) => [e164, bound]).sort()).toEqual(
      [
        [numberOf("bound"), null],
        [numberOf("left"), agent],
        [numberOf("held"), null],
      ].sort(),
    );
  });

  test("protection is ended by an up of its own; then destroy gives the number back", async () => {
    const phones = stack();
    const { id } = await phones.inState("held");
    await phones.declare({ held: { ...plain, deletionProtection: true } });
    expect(refused(await phones.stack.destroy())).toContain(
      `${id} is protected. Nothing was done. Run pulumi up with deletionProtection: false first`,
    );
    expect((await phones.inState("held")).id).toBe(id);
    await phones.declare({ held: { ...plain, deletionProtection: false } });
    await phones.up();
    expect(await phones.destroy()).toContain(phones.line(`released ${id}, for good`, "held"));
    expect(phones.owned).not.toContain(id);
  });
});
