import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The option that asks for the plugin of this package's version; none in a program that was bundled, where that is not known. */
export function pluginVersion(): { version?: string } {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const manifest = path.join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as {
      name?: string;
      version: string;
    };
    return name === "pulumi-phone" ? { version } : {};
  }
  return {};
}
