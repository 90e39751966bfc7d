import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import type { Environment } from "./configuration";

const credentials = z.object({ current: z.string() });

/** The folder where Pulumi keeps what concerns this machine. */
export function pulumiHome(environment: Environment): string {
  return environment.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
}

/** The backend that this machine is logged in to, as far as it can be told without asking; the empty text otherwise. */
export async function backendUrl(environment: Environment, home: string): Promise<string> {
  if (environment.PULUMI_BACKEND_URL) return environment.PULUMI_BACKEND_URL;
  const text = await readFile(path.join(home, "credentials.json"), "utf8").catch(() => "{}");
  return credentials.safeParse(JSON.parse(text)).data?.current ?? "";
}
