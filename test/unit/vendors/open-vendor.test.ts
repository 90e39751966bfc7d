import { expect, it } from "vitest";
import { UnclearError } from "../../../provider/domain/errors";
import { openVendor } from "../../../provider/vendors/open-vendor";
import { plivo } from "../../../provider/vendors/plivo";
import type { Vendor } from "../../../provider/vendors/vendor";
import { errorOfClass } from "../../support/expect";

/** A vendor of somebody else's module, whose list is this. */
function listing(rows: readonly unknown[]): Vendor {
  const names = ["search", "find", "buy", "get", "update", "release", "checkAgent", "checkSubaccount"];
  const others = Object.fromEntries(names.map((name) => [name, () => undefined]));
  const vendor = { account: "acme", ...others, list: async () => rows } as unknown as Vendor;
  const definition = { ...plivo, name: "acme", connect: () => vendor };
  return openVendor(definition, { baseUrl: "", keys: {} }, { createClient: () => ({}) as never });
}

const row = { e164: "+14155550100", vendorId: "1", agent: "a", alias: "desk", status: "active" };

it("shows a number whose description is odd, without what cannot be read, and all the others of the list", async () => {
  const odd = { ...row, e164: "+14155550101", agent: { id: 1 }, alias: 7, status: "new", capabilities: null };
  const rows = await listing([row, odd]).list();
  expect(rows[0]).toMatchObject({ e164: "+14155550100", agent: "a", alias: "desk", status: "active" });
  expect(rows[0]).not.toHaveProperty("untold");
  expect(rows[1]).toMatchObject({ e164: "+14155550101", agent: null, alias: null, status: null });
  // Null because it could not be read, and not because there is none.
  expect(rows[1]?.untold).toEqual(["agent", "alias"]);
});

it.each([
  ["e164", "4155550100"],
  ["vendorId", 7],
])("names the row whose %s is none", async (name, value) => {
  const error = await errorOfClass(
    UnclearError,
    Promise.resolve(listing([row, { ...row, [name]: value }]).list()),
  );
  expect(error.message).toContain(`answer.1.${name}: `);
});
