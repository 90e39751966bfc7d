import { expect, test } from "vitest";
import { refused, withPhoneStack } from "./support";

test("phone:sandbox and phone:vendor make a number that names no vendor", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    await phones.declare({ main: { country: "US" } });
    await phones.stack.setConfig("phone:sandbox", phones.sandbox.url);
    expect(refused(await phones.stack.preview())).toContain("vendor: is missing");
    await phones.stack.setConfig("phone:vendor", "plivo");
    await phones.up();
    expect((await phones.inState()).outputs).toMatchObject({ vendor: "plivo", status: "active" });
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("configuration wins over the environment", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main: { vendor: "plivo", country: "US" } });
    await phones.stack.setConfig("phone:plivoAuthToken", "no-such-token", { secret: true });
    expect(refused(await phones.stack.preview())).toContain("the key was refused (HTTP 401");
    expect(phones.state.purchases).toBe(0);
  });
});
