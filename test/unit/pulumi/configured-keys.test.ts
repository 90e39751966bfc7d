import { expect, it } from "vitest";
import { configuredKeys, projectOf } from "../../../provider/pulumi/configured-keys";

const variable = { PULUMI_CONFIG: JSON.stringify({ "phone:config:sandbx": "x", "aws:region": "y" }) };

it("are those that the SDK's configuration of a provider has", () => {
  const config = { get: () => undefined, rawConfig: { "phone:vendor": "plivo" }, projectName: "shop" };
  expect(configuredKeys(config, variable)).toEqual(["phone:vendor"]);
  expect(projectOf(config, { PULUMI_PROJECT: "other" })).toBe("shop");
});

it("are those of the engine's variable where that configuration has another form", () => {
  expect(configuredKeys({ get: () => undefined }, variable)).toEqual(["phone:sandbx", "aws:region"]);
  expect(projectOf({}, { PULUMI_PROJECT: "other" })).toBe("other");
});

it.each([{}, { PULUMI_CONFIG: "" }, { PULUMI_CONFIG: "{" }])(
  "are not known without both: %j",
  (environment) => {
    expect(configuredKeys({ get: () => undefined }, environment)).toEqual([]);
  },
);
