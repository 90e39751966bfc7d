import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { type Properties, withPlugin } from "../support/plugin";
import { testNumber, testNumbers, useSandbox } from "../support/sandbox";
import { asked as askedOf, bought, checked, servedBy, usePlugin } from "./support";

const bench = useSandbox();

describe.each(fronts)("with the front %s", (front) => {
  const running = usePlugin(bench, front);
  const asked = (args: Properties = {}) => askedOf(args, "line", front);

  test("three first calls at once are all configured", async () => {
    await withPlugin(servedBy(front), async (plugin) => {
      await plugin.configure({ "phone:sandbox": bench.sandbox.url });
      const names = ["a", "b", "c"];
      const picked = await Promise.all(names.map((name) => checked(plugin, {}, name)));
      expect(picked.map(({ candidates }) => candidates)).toEqual(names.map(() => expect.any(Array)));
    });
  });

  test("check pins candidates with their price, in normal form, and asks nothing that changes anything", async () => {
    const plugin = running();
    const inputs = await checked(plugin, { country: "us", search: { areaCode: "415" } });
    const phone = expect.stringMatching(/^\+1415\d{7}$/);
    expect(inputs).toEqual({
      ...asked({ search: [{ areaCode: "415" }] }),
      candidates: [phone, phone, phone, phone],
      quote: {
        matched: 0,
        monthlyPrice: { amount: "0.80", currency: "USD" },
        setupPrice: { amount: "0.00", currency: "USD" },
        restriction: null,
        terms: null,
      },
      vendorAccount: bench.authId,
      lastUpdate: "",
    });
    expect(plugin.output).toContain("line: picked +1415");
    expect(bench.writes).toEqual([]);
  });

  test("check of a number that exists carries over what was pinned, and asks the vendor nothing", async () => {
    const plugin = running();
    const olds = await checked(plugin);
    bench.control.clearCalls();
    const { inputs, failures } = await plugin.check(asked({ alias: "front desk" }), olds);
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ ...olds, alias: "front desk" });
    expect(bench.calls).toEqual([]);
  });

  test.each(["country", "type", "search", "number", "agent", "subaccount", "alias", "maxMonthlyPrice"])(
    "check lets an unknown %s of a preview pass",
    async (name) => {
      const plugin = running();
      const { inputs, failures } = await plugin.check(asked({ [name]: unknownValue }));
      expect(failures).toEqual([]);
      expect(inputs[name]).toBe(unknownValue);
    },
  );

  test("check picks nothing while a part of the search is unknown, and says for what it waits; what it would pin is unknown, too", async () => {
    const plugin = running();
    const search = [{ areaCode: "415" }, { region: unknownValue }];
    const { inputs, failures } = await plugin.check(asked({ search }));
    expect(failures).toEqual([]);
    const pins = ["candidates", "quote", "vendorAccount", "lastUpdate"];
    expect(inputs).toEqual(
      asked({ search, ...Object.fromEntries(pins.map((name) => [name, unknownValue])) }),
    );
    expect(plugin.output).toContain("line: a number is picked once search is known");
    expect(bench.calls).toEqual([]);
  });

  test.each<[string, Properties]>([
    ["vendor", { vendor: "acme" }],
    ["vendor", { vendor: "twilio" }],
    ["areacode", { areacode: "415" }],
    ["search[1].zip", { search: [{}, { zip: "94103" }] }],
    ["country", { country: "UK" }],
    ["number", { number: "12" }],
    ["adopt", { adopt: "+14155550123" }],
    ["maxMonthlyPrice", { maxMonthlyPrice: 0.01 }],
    ["agent", { agent: "1234567890123456" }],
  ])("what is wrong with %s comes from check as a failure, not as an error: %j", async (property, args) => {
    const { failures } = await running().check(asked(args));
    expect(failures).toEqual([{ property, reason: expect.stringMatching(/\S\.$/) }]);
  });

  test.each(["http://phones.example.com", "http://127.0.0.1:1"])(
    "so does what is wrong with the configuration: a sandbox at %s",
    async (url) => {
      await withPlugin(servedBy(front), async (plugin) => {
        await plugin.configure({ "phone:sandbox": url });
        const { failures } = await plugin.check(asked());
        expect(failures).toEqual([{ property: "vendor", reason: expect.stringContaining("phone:sandbox") }]);
      });
    },
  );

  test("diff knows none and some, and never a replacement", async () => {
    const plugin = running();
    const inputs = await checked(plugin);
    const { id, properties } = await plugin.create(inputs);
    const none = { changes: "none", replaces: [], differing: [], deleteBeforeReplace: false };
    expect(await plugin.diff(id, properties, inputs)).toEqual(none);
    const changes: readonly [string, unknown][] = [
      ["search", [{ region: "Texas" }]],
      ["alias", "front desk"],
      ["agent", unknownValue],
      ["maxMonthlyPrice", 3],
    ];
    for (const [name, value] of changes) {
      // By one whose value is not known the engine would take a number for replaced that has replaceOnChanges for it.
      const differing = front === "plugin" && value !== unknownValue ? [name] : [];
      expect(await plugin.diff(id, properties, { ...inputs, [name]: value })).toEqual({
        ...none,
        changes: "some",
        differing,
      });
    }
  });

  test("update changes the number in place", async () => {
    const [agent] = bench.agents;
    const plugin = running();
    const inputs = await checked(plugin);
    const { id, properties } = await plugin.create(inputs);
    const updated = await plugin.update(id, properties, { ...inputs, agent, alias: "front desk" });
    expect(updated).toEqual({
      ...properties,
      agent,
      alias: "front desk",
      boundAgent: agent,
      label: "front desk",
    });
    expect(bench.state).toMatchObject({ owned: [{ e164: id, agent, alias: "front desk" }], purchases: 1 });
  });

  test("read gives the inputs too, so that nothing differs after a refresh", async () => {
    const plugin = running();
    const inputs = await checked(plugin, { alias: "front desk", agent: bench.agents[0] });
    const { id, properties } = await plugin.create(inputs);
    // What was pinned matters until the purchase only.
    const { candidates: _, quote: __, vendorAccount: ___, lastUpdate: ____, ...asked } = inputs;
    expect(await plugin.read(id, properties)).toEqual({ id, properties, inputs: asked });
  });

  test("read gives an empty id for a number that is gone", async () => {
    const plugin = running();
    const { id, properties } = await bought(plugin);
    bench.numbers({ drop: [id] });
    expect((await plugin.read(id, properties)).id).toBe("");
    await expect.poll(() => plugin.output).toContain(`line: ${id} is not in the account any more`);
  });

  test("delete releases the number, and is content when it is gone", async () => {
    const plugin = running();
    const { id, properties } = await bought(plugin);
    await plugin.delete(id, properties);
    await plugin.delete(id, properties);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  test("state that holds no more than version 1 must have is read, updated and deleted", async () => {
    bench.numbers({ own: [defined(testNumbers(1)[0])] });
    const [id, [agent]] = [testNumber(0), bench.agents];
    const oldest = { ...asked(), e164: id, status: "active", stateVersion: 1 };
    const plugin = running();
    expect(await plugin.read(id, oldest)).toMatchObject({
      id,
      properties: { e164: id, vendorId: id.slice(1) },
    });
    expect(await plugin.diff(id, oldest, { ...asked(), agent })).toMatchObject({ changes: "some" });
    expect(await plugin.update(id, oldest, { ...asked(), agent })).toMatchObject({ boundAgent: agent });
    await plugin.delete(id, oldest);
    expect(bench.state).toMatchObject({ owned: [], purchases: 0, releases: 1 });
  });
});
