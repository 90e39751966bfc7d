import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "./configuration";

const credentials = z.object({ current: z.string() });
const projectFile = z.object({
  name: z.string().optional().catch(undefined),
  backend: z
    .object({ url: z.string().min(1) })
    .optional()
    .catch(undefined),
});
const projectFileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The folder where Pulumi keeps what concerns this machine. */
export function pulumiHome(environment: Environment): string {
  return environment.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
}

/**
 * The backend in use, as far as it can be told without asking; the empty text otherwise. In the order of the CLI: the environment,
 * the project's file, the login. A relative folder is made absolute: it is another backend in another folder.
 */
export async function backendUrl(environment: Environment, home: string, folder: string): Promise<string> {
  if (environment.PULUMI_BACKEND_URL) return absolute(environment.PULUMI_BACKEND_URL, folder);
  const { backend } = await projectIn(folder);
  if (backend !== undefined) return backend;
  const login = environment.PULUMI_CREDENTIALS_PATH || home;
  const text = await readFile(path.join(login, "credentials.json"), "utf8").catch(() => "{}");
  return absolute(credentials.safeParse(parsed(text)).data?.current ?? "", folder);
}

/** What the file of the project says, which is in the folder or above it. */
export async function projectIn(
  folder: string,
): Promise<{ readonly name?: string; readonly backend?: string }> {
  for (const fileName of projectFileNames) {
    const text = await readFile(path.join(folder, fileName), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { name, backend } = projectFile.safeParse(parsed(text)).data ?? {};
    return {
      ...(name !== undefined && { name }),
      ...(backend !== undefined && { backend: absolute(backend.url, folder) }),
    };
  }
  const parent = path.dirname(folder);
  return parent === folder ? {} : projectIn(parent);
}

// The CLI refuses a file that it cannot parse before this process is started.
function parsed(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function absolute(url: string, folder: string): string {
  const [, place] = /^file:\/\/(.*)$/.exec(url) ?? [];
  if (place === undefined || place.startsWith("~")) return url;
  return `file://${path.resolve(folder, place)}`;
}
