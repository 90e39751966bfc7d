import path from "node:path";

/** Where npm puts the plugin: a program beside it has the plugin's class as `pulumi-phone/plugin`. */
const installed = path.join("node_modules", "pulumi-phone", "plugin");

/**
 * The schema that the engine is answered. Of a plugin in `node_modules` it names the package of its class, so that what `pulumi import` prints
 * in TypeScript runs as it is. Elsewhere that name is left out: Pulumi would give it to the SDKs that it generates, and npm takes none with
 * a folder in it.
 *
 * @param schema The package's schema, as JSON.
 * @param folder The folder that the plugin runs from.
 */
export function servedSchema(schema: string, folder: string): string {
  if (!folder.endsWith(installed)) return schema;
  const { language, ...rest } = JSON.parse(schema) as { readonly language: object };
  return JSON.stringify({
    ...rest,
    language: { ...language, nodejs: { packageName: "pulumi-phone/plugin" } },
  });
}
