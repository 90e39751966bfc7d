import { describe, expect, it } from "vitest";
import * as manifest from "../../../../package.json";
import { servedSchema } from "../../../../provider/pulumi/plugin/served-schema";

const schema = JSON.stringify({ name: "phone", language: { python: { packageName: "pulumi_phone" } } });

describe("the schema that the engine is answered", () => {
  it.each([
    "/app/node_modules/pulumi-phone/plugin",
    "/app/node_modules/.pnpm/x/node_modules/pulumi-phone/plugin",
  ])("names the package of the class where the plugin is beside it: %s", (folder) => {
    const { language, name } = JSON.parse(servedSchema(schema, folder));
    expect(name).toBe("phone");
    expect(language.python).toEqual({ packageName: "pulumi_phone" });
    const { packageName } = language.nodejs;
    expect(Object.keys(manifest.exports)).toContain(packageName.replace(/^pulumi-phone/, "."));
  });

  it.each([
    "/home/ada/.pulumi/plugins/resource-phone-v1.0.0",
    "/home/ada/.pulumi/plugins/github.com_x.git/plugin",
    "/checkout/pulumi-phone/plugin",
  ])("is the package's own elsewhere, as SDKs are generated from it: %s", (folder) => {
    expect(servedSchema(schema, folder)).toBe(schema);
  });
});
