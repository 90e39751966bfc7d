import { expect, test } from "vitest";
import { type Args, refused, succeeded, usePhoneStack } from "./support";

const stack = usePhoneStack();
const plain = { vendor: "plivo", country: "US" };
const kept = "that is another number, and this one would be given up";

test("a number is bought", async () => {
  const phones = stack();
  await phones.declare({ main: { ...plain, type: "local" } });
  await phones.up();
  expect(phones.state.purchases).toBe(1);
});

test.each<[string, Args, string]>([
  ["country", { country: "GB", type: "local" }, `country: cannot change from "US" to "GB": ${kept}`],
  ["type", { type: "tollfree" }, `type: cannot change from "local" to "tollfree": ${kept}`],
  ["number", { type: "local", number: "+1 907 234 0000" }, "number: plivo: the resource has +1"],
  ["vendor", { vendor: "bolna", type: "local" }, `vendor: cannot change from "plivo" to "bolna": ${kept}`],
])(
  "preview refuses another %s by name; nothing is bought, changed or released",
  async (name, args, message) => {
    const phones = stack();
    phones.control.clearCalls();
    await phones.declare({ main: { ...plain, ...args } });
    const printed = refused(await phones.stack.preview());
    expect(printed).toContain(message);
    expect(printed, "names the property").toContain(name);
    expect(phones.calls).toEqual([]);
    expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
  },
);

test("up refuses it too, and leaves the number alone", async () => {
  const phones = stack();
  const before = await phones.inState();
  await phones.declare({ main: { ...plain, type: "mobile" } });
  expect(refused(await phones.stack.up())).toContain("type: cannot change");
  expect(await phones.inState()).toEqual(before);
  expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
});

test("naming the number that the resource has changes nothing at the vendor", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  phones.control.clearCalls();
  await phones.declare({ main: { ...plain, type: "local", number: e164 } });
  succeeded(await phones.stack.up());
  expect(phones.writes).toEqual([]);
  expect(phones.only.e164).toBe(e164);
  await phones.preview(["--expect-no-changes"]);
});

test("a protected number survives even a replacement that Pulumi is told to make", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  const { urn } = await phones.inState();
  succeeded(await phones.stack.pulumi(["state", "protect", urn, "--yes"]));
  refused(await phones.stack.up(["--skip-preview", "--replace", urn]));
  expect(phones.only.e164).toBe(e164);
  expect(phones.state.releases).toBe(0);
  succeeded(await phones.stack.pulumi(["state", "unprotect", urn, "--yes"]));
});

test("without protection it buys the new number before it gives up the old one", async () => {
  const phones = stack();
  const { e164 } = phones.only;
  const { purchases } = phones.state;
  phones.control.clearCalls();
  await phones.declare({ main: { ...plain, type: "local" } });
  const { urn } = await phones.inState();
  succeeded(await phones.stack.up(["--skip-preview", "--replace", urn]));
  expect(phones.only.e164).not.toBe(e164);
  expect(phones.state).toMatchObject({ purchases: purchases + 1, releases: 1 });
  expect(phones.writes.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
});
