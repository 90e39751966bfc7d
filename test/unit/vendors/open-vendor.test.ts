import { inspect } from "node:util";
import { expect, it } from "vitest";
import { ConfigurationError, UnclearError } from "../../../provider/domain/errors";
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
  ["2026-12-07", "2026-12-07"],
  ["2026-12-07T10:30:00+05:30", "2026-12-07T05:00:00.000Z"],
  ["01/12/2026", null],
  ["in 3 days", null],
  [null, null],
  [1764547200, null],
])("shows %j as the date of renewal %j: an ISO date, or none", async (renewsAt, shown) => {
  const rows = await listing([{ ...row, renewsAt }]).list();
  expect(rows[0]?.renewsAt).toBe(shown);
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

it("hides the module's keys in whatever it throws", async () => {
  const key = "marked-0123456789-key";
  const cause = Object.assign(new Error(`cause ${key}`), { headers: { authorization: `Bearer ${key}` } });
  const failure = new UnclearError(`said ${key}`, { vendor: "acme", nextStep: `Leave out ${key}.` });
  const definition = {
    ...plivo,
    name: "acme",
    connect: () =>
      ({ ...listing([]), list: () => Promise.reject(failure), get: () => Promise.reject(key) }) as Vendor,
  };
  failure.cause = cause;
  const settings = { baseUrl: "", keys: { authId: "", authToken: key } };
  const vendor = openVendor(definition, settings, { createClient: () => ({}) as never });
  const listed = await errorOfClass(UnclearError, Promise.resolve(vendor.list()));
  expect(listed.message).toContain("said [redacted]");
  const got = await errorOfClass(
    UnclearError,
    Promise.resolve(vendor.get({ e164: "+14155550100" } as never)),
  );
  expect(got.message).toContain("the module failed: [redacted]");
  expect(inspect([listed, got], { depth: 9, showHidden: true })).not.toContain(key);

  const connect = () => {
    throw cause;
  };
  expect(() =>
    openVendor({ ...definition, connect }, settings, { createClient: () => ({}) as never }),
  ).toThrow(
    new ConfigurationError("the module of acme opens no account: cause [redacted]", {
      vendor: "acme",
      argument: "phone:vendorModules",
      nextStep: "Nothing was done. Correct connect in the module.",
    }),
  );
});
