import { expect, test } from "vitest";
import { refused, withPhoneStack } from "./support";

const main = { vendor: "plivo", country: "US" };

test.each([
  ["phone:sandbx", "phone:sandbox"],
  ["phone:maxPurchase", "phone:maxPurchases"],
])("%s stops preview and up with the nearest name, and nothing is bought", async (key, meant) => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main });
    await phones.stack.setConfig(key, "1");
    const told = `${key} (did you mean ${meant}?) is no key of pulumi-phone`;
    expect(refused(await phones.stack.preview())).toContain(told);
    expect(refused(await phones.stack.up())).toContain(told);
    expect(phones.state).toMatchObject({ owned: [], purchases: 0 });
  });
});

test("what was bought before is still looked at and released, and other namespaces are left alone", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main });
    await phones.stack.setConfig("harness:sandbx", "1");
    await phones.stack.setConfig("aws:region", "us-east-1");
    await phones.up();
    await phones.stack.setConfig("phone:sandbx", "1");
    expect(refused(await phones.stack.up())).toContain("phone:sandbx");
    await phones.refresh();
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("searchNumbers in a program is stopped as well", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.project.writeProgram(
      'require("pulumi-phone").searchNumbers({ vendor: "plivo", country: "US", limit: 1 });',
    );
    await phones.preview();
    await phones.stack.setConfig("phone:plivoBaseURL", "x");
    expect(refused(await phones.stack.preview())).toContain("did you mean phone:plivoBaseUrl?");
  });
});
