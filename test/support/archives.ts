import { mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "./environment";
import { runOrThrow } from "./run";
import { type FakeServer, serve } from "./server";

/** Makes the archives of the plugin, as a release does, and gives their folder. */
export async function makeArchives(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "archives-"));
  await runOrThrow(process.execPath, ["scripts/archives.mjs", folder], { env: childEnvironment() });
  return folder;
}

/** Serves the files of a folder, as the page of a release does. */
export function serveFolder(folder: string): Promise<FakeServer> {
  return serve(async ({ url }) => {
    const body = await readFile(path.join(folder, path.basename(url))).catch(() => undefined);
    if (body === undefined) return { status: 404 };
    // Pulumi takes no archive of an unknown length.
    return { headers: { "content-length": String(body.length) }, body };
  });
}
