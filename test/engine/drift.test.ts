import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { testNumber } from "../support/sandbox";
import { refused, usePhoneStack, withPhoneStack } from "./support";

describe.each(fronts)("with the front %s", (front) => {
  const stack = usePhoneStack({ access: "variables", front });

  test("refresh shows another agent, another subaccount and another alias, and the next up puts them right", async () => {
    const phones = stack();
    const [agent, other] = phones.agents;
    const [subaccount, otherSubaccount] = phones.subaccounts;
    const asked = { vendor: "plivo", country: "US", agent, alias: "front desk" };
    await phones.declare({ main: { ...asked, subaccount } });
    await phones.up();
    const { e164 } = phones.only;
    await phones.changeAtVendor(e164, { app_id: other, alias: "stolen", subaccount: otherSubaccount });

    await phones.refresh();
    expect((await phones.inState()).outputs).toMatchObject({
      boundAgent: other,
      label: "stolen",
      heldBy: otherSubaccount,
      agent,
      alias: "front desk",
      subaccount,
    });
    const shown = await phones.preview(["--diff"]);
    expect(shown).toMatch(new RegExp(`~ agent *: "${other}" => "${agent}"`));
    expect(shown).toMatch(/~ alias *: "stolen" => "front desk"/);

    expect(shown).toMatch(new RegExp(`~ subaccount *: "${otherSubaccount}" => "${subaccount}"`));

    expect(await phones.up()).toContain(phones.line(`changed ${e164}: agent, subaccount, alias`));
    expect(phones.only).toMatchObject({ e164, agent, subaccount, alias: "front desk" });
    await phones.preview(["--expect-no-changes"]);
    await phones.declare({ main: asked });
    await phones.up();
  });

  test("what nobody asked for is left alone: another subaccount is shown, and is no change", async () => {
    const phones = stack();
    const [subaccount] = phones.subaccounts;
    const { e164, agent } = phones.only;
    await phones.changeAtVendor(e164, { app_id: agent, subaccount });
    await phones.refresh();
    expect((await phones.inState()).outputs).toMatchObject({ heldBy: subaccount });
    await phones.preview(["--expect-no-changes"]);
  });

  test("a refused key, a fault and half a list prove nothing: refresh fails, and the state stays", async () => {
    const phones = stack();
    // More than one page of them.
    phones.numbers({
      own: Array.from({ length: 25 }, (_, index) => ({ e164: testNumber(index), country: "US" })),
    });
    phones.numbers({ drop: [phones.state.owned[0]?.e164 ?? ""] });
    const before = await phones.numbersInState();

    const wrongKey = { environment: { PLIVO_AUTH_TOKEN: "no-such-token" } };
    const unauthorized = refused(await phones.stack.refresh([], wrongKey));
    expect(unauthorized).toContain("the key was refused (HTTP 401");
    expect(unauthorized).toContain("--run-program");
    expect(unauthorized).not.toContain("no-such-token");
    expect(await phones.numbersInState()).toEqual(before);

    phones.fault("list", "500-before", { times: 5 });
    expect(refused(await phones.stack.refresh())).toContain("plivo list: the vendor failed (HTTP 500");
    expect(await phones.numbersInState()).toEqual(before);

    phones.fault("list", "delay", { delayMs: 0 });
    phones.fault("list", "malformed-after");
    expect(refused(await phones.stack.refresh())).toContain("plivo list: the answer is not JSON");
    expect(await phones.numbersInState()).toEqual(before);
  });

  test("refresh takes a number that is gone out of the state and says which; preview then shows another purchase", async () => {
    const phones = stack();
    const { id } = await phones.inState();
    expect(await phones.refresh()).toContain(
      phones.line(`${id} is not in the account any more, and leaves the state`),
    );
    expect(await phones.numbersInState()).toEqual({});
    const printed = await phones.preview();
    expect(printed).toMatch(/picked \+1\d{10} from plivo/);
    expect(printed).toContain("1 to create");
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  });

  test("an end that somebody has given notice of is told, and can be answered by another number only", async () => {
    await withPhoneStack({ sandbox: { seed: "pulumi-phone" } }, async (phones) => {
      const plain = { vendor: "sondos", country: "US" };
      await phones.declare(Object.fromEntries(["a", "b", "c"].map((name) => [name, plain])));
      await phones.up();
      const { baseUrl, credentials } = defined(phones.control.vendors().sondos);
      for (const { id } of defined(phones.control.state().sondos).owned) {
        const headers = { authorization: `Bearer ${credentials.sondosApiKey}`, accept: "application/json" };
        const url = `${baseUrl}/api/user/phone-numbers/${id}`;
        expect((await fetch(url, { method: "DELETE", headers })).ok).toBe(true);
      }
      await phones.refresh();
      const ending = Object.values(await phones.numbersInState()).filter(
        ({ outputs }) => outputs?.status === "lapsing",
      );
      // Some of the vendor's rows tell it, and some do not.
      expect(ending.length).toBeGreaterThan(0);
      const printed = await phones.preview(["--expect-no-changes"]);
      for (const { id } of ending)
        expect(printed).toContain(`the vendor reports that ${id} ends with the period`);
      await phones.declare(
        Object.fromEntries(["a", "b", "c"].map((name) => [name, { ...plain, replaceable: true }])),
      );
      await phones.up();
      expect(phones.control.state().sondos?.purchases).toBe(3 + ending.length);
    });
  });
});
