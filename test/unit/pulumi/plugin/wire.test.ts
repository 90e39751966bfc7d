import { unknownValue as unknownOfSdk } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { expect, test } from "vitest";
import { secretSignature, signatureKey } from "../../../../provider/domain/secret-signature";
import { unknownValue } from "../../../../provider/domain/unknown-value";
import { received, sent } from "../../../../provider/pulumi/plugin/wire";

const secret = (value: unknown) => ({ [signatureKey]: secretSignature, value });

test("what is not known yet is marked as the SDK marks it", () => {
  expect(unknownValue).toBe(unknownOfSdk);
});

test("secrets are plain for the handlers, and secret again by their names", () => {
  const message = sent({ alias: secret("desk"), search: [{ areaCode: secret("415") }], country: "US" }, []);
  const { properties, secrets } = received(message);
  expect(properties).toEqual({ alias: "desk", search: [{ areaCode: "415" }], country: "US" });
  expect(secrets).toEqual(["alias", "search"]);
  const back = sent({ ...properties, label: null, status: undefined }, [...secrets, "label"]).toJavaScript();
  expect(back).toEqual({
    alias: secret("desk"),
    search: secret([{ areaCode: "415" }]),
    country: "US",
    label: null,
  });
});

test("no properties and a null are nothing", () => {
  expect(received(undefined)).toEqual({ properties: {}, secrets: [] });
  expect(received(sent({ alias: null }, [])).properties).toEqual({});
  const unset = Struct.fromJavaScript({ alias: secret(null) as never });
  expect(received(unset)).toEqual({ properties: {}, secrets: [] });
});
