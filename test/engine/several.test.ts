import { expect, test } from "vitest";
import { withPhoneStack } from "./support";

const names = Array.from({ length: 8 }, (_, index) => `line-${index}`);
const plain = { vendor: "plivo", country: "US", search: [{ areaCode: "415" }] };

/** The number that was picked for each resource, by its name. */
function picks(printed: string): Record<string, string> {
  return Object.fromEntries(
    [...printed.matchAll(/^ *(line-\d): picked (\+\d+)/gm)].map(([, name, number]) => [name, number]),
  );
}

test("several numbers of one stack are different ones, and up buys those of the preview", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare(Object.fromEntries(names.map((name) => [name, plain])));
    const picked = picks(await phones.preview());
    expect(Object.keys(picked).sort()).toEqual(names);
    expect(new Set(Object.values(picked)).size).toBe(8);

    await phones.up();
    expect(await phones.stack.outputs()).toEqual(picked);
    expect(phones.owned.sort()).toEqual(Object.values(picked).sort());
    expect(phones.state.purchases).toBe(8);

    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 8, releases: 8 });
  });
});

test("a number taken away from the program is released, and its neighbours stay", async () => {
  await withPhoneStack({}, async (phones) => {
    await phones.declare({ kept: plain, dropped: plain });
    await phones.up();
    const { kept, dropped } = await phones.numbersInState();
    await phones.declare({ kept: plain });
    expect(await phones.up()).toContain(`dropped: released ${dropped?.id}, for good`);
    expect(phones.only.e164).toBe(kept?.id);
    expect(phones.state).toMatchObject({ purchases: 2, releases: 1 });
  });
});
