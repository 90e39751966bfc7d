import { expect, it } from "vitest";
import { PhoneNumber, Provider, type ProviderArgs } from "../../../../provider/pulumi/plugin";

it.each([
  ["plivoAuthToken", null],
  ["plivoAuthToken", undefined],
  ["sandbox", null],
  ["maxPurchases", null],
  ["accounts", null],
])("a provider whose %s is %s is refused by name", (name, value) => {
  const args = { [name]: value } as ProviderArgs;
  expect(() => new Provider("second", args)).toThrow(`${name}: has no value`);
});

it.each([undefined, null, ""])("a number that is looked up by the id %j is refused by name", (id) => {
  expect(() => PhoneNumber.get("reception", id as never)).toThrow("reception: id: is missing");
});
