import { expect, test } from "vitest";
import { refused, succeeded, usePhoneStack, withPhoneStack } from "./support";

const stack = usePhoneStack();
const numbers = {
  main: { vendor: "plivo", country: "US" },
  other: { vendor: "bolna", country: "US" },
};

/** How many such lines are among the messages that the CLI sums up; on its way it shows the newest of them once more. */
function linesOf(printed: string): number {
  const [, messages = ""] = printed.split("Diagnostics:");
  return messages.split("this run is on the sandbox at").length - 1;
}

test("every run on a sandbox says so in one line", async () => {
  const phones = stack();
  await phones.declare(numbers);
  const printed = await phones.preview();
  expect(linesOf(printed)).toBe(1);
  expect(printed).toContain(`this run is on the sandbox at ${phones.sandbox.url}`);
  expect(linesOf(await phones.up())).toBe(1);
  expect(linesOf(await phones.refresh())).toBe(1);
});

test("an up with its preview says it in each of the two", async () => {
  const phones = stack();
  await phones.declare({ ...numbers, third: { vendor: "plivo", country: "US" } });
  const printed = succeeded(await phones.stack.pulumi(["up", "--yes"]));
  const [preview = "", up = ""] = printed.split("Updating (dev)");
  expect([linesOf(preview), linesOf(up)]).toEqual([1, 1]);
  expect(linesOf(await phones.destroy())).toBe(1);
});

test("a run on the vendor's own address says nothing of it", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main: numbers.main });
    expect(linesOf(await phones.preview())).toBe(0);
  });
});

test("a sandbox in another container is refused with the ways to it, and nothing is sent", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main: numbers.main });
    const environment = { PHONE_SANDBOX: "http://sandbox:4999" };
    const printed = refused(await phones.stack.preview([], { environment }));
    expect(printed).toContain("phone:sandbox (or PHONE_SANDBOX): plain http to sandbox");
    expect(printed).toContain('network_mode: "service:sandbox"');
    expect(phones.calls).toEqual([]);
  });
});
