import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { cachedFolder } from "./cached-folder";
import { brought } from "./not-on-this-machine";
import { repository } from "./repository";
import { run, runOrThrow } from "./run";

/** A Go program of a folder of scripts/pulumi, whose go.mod and go.sum pin every version. */
export interface GoProgram {
  readonly module: string;
  /** What is built of it, and the program's file. */
  readonly source: string;
  readonly name: string;
  /** What lies beside the program, by name, from modules that it is built from. */
  readonly beside?: Readonly<Record<string, { readonly of: string; readonly path: string }>>;
}

/** The folder of a Go program, which is built where it is missing. */
export function goProgram({ module, source, name, beside = {} }: GoProgram): Promise<string> {
  const cwd = path.join(repository, "scripts/pulumi", module);
  const options = { cwd, env: goSettings() };
  const go = (...args: string[]) => runOrThrow("go", args, options);
  return cachedFolder(`${module}-${digestOf(cwd)}`, async (folder) => {
    await brought("Go", run("go", ["version"], options));
    await brought(name, go("list", "-deps", source));
    await go("build", "-trimpath", "-ldflags", "-s -w", "-o", path.join(folder, name), source);
    for (const [file, { of, path: within }] of Object.entries(beside)) {
      const { stdout } = await go("list", "-m", "-f", "{{.Dir}}", of);
      await runOrThrow("install", [path.join(stdout.trim(), within), path.join(folder, file)]);
    }
  });
}

/** The environment of Go: go.mod and go.sum are complete, so a build never edits them and asks no checksum database. */
export function goSettings(): Record<string, string> {
  const settings = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
  return { ...(process.env as Record<string, string>), ...settings };
}

/** Another program has another folder: nobody runs what was built of an older one. */
function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(path.join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}
