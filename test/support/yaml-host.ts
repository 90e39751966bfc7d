import path from "node:path";
import { cachedFolder } from "./cached-folder";
import { repository } from "./repository";
import { runOrThrow } from "./run";

/** The folder of Pulumi's host for programs in YAML, which is built with Go where it is missing. */
export function yamlHost(): Promise<string> {
  return cachedFolder("language-yaml-1.25.0", async (folder) => {
    const target = path.join(folder, "pulumi-language-yaml");
    const source = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
    // go.mod and go.sum are complete, so a build never edits them and asks no checksum database.
    const go = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
    await runOrThrow("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", target, source], {
      cwd: path.join(repository, "scripts/pulumi/language-yaml"),
      env: { ...(process.env as Record<string, string>), ...go },
    });
  });
}
