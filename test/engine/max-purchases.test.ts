import { expect, test } from "vitest";
import { refused, withPhoneStack } from "./support";

const local = { vendor: "plivo", country: "US", search: { areaCode: "415" } };
const tooMany = { one: local, two: local, three: local };

test("phone:maxPurchases stops a run in its preview, before the first purchase", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare(tooMany);
    await phones.stack.setConfig("phone:maxPurchases", "2");
    expect(refused(await phones.stack.preview())).toContain("this run would buy more than 2 numbers");
    const printed = refused(await phones.stack.pulumi(["up", "--yes"]));
    expect(printed).toContain("phone:maxPurchases");
    expect(phones.state).toMatchObject({ purchases: 0, owned: [] });
    expect(phones.writes).toEqual([]);
  });
});

test("phone:maxPurchases is never exceeded without a preview, and what is there does not count in the next run", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare(tooMany);
    await phones.stack.setConfig("phone:maxPurchases", "2");
    expect(refused(await phones.stack.up())).toContain("this run would buy more than 2 numbers");
    const bought = phones.state.purchases;
    expect(bought).toBeLessThanOrEqual(2);
    expect(
      Object.values(await phones.numbersInState())
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(phones.owned.toSorted());
    // Those that were bought are there: the limit is one of a run, not of a stack.
    await phones.up(["--target", "**one", "--target", "**two"]);
    await phones.up();
    expect(phones.state.purchases).toBe(3);
    expect(Object.keys(await phones.numbersInState()).toSorted()).toEqual(Object.keys(tooMany).toSorted());
  });
});
