import { writeFile } from "node:fs/promises";
import path from "node:path";
import { cachedFolder } from "./cached-folder";
import { childEnvironment } from "./environment";
import { generateSdk } from "./generated-sdk";
import { brought } from "./not-on-this-machine";
import { lockedVersion } from "./packed-project";
import { runOrThrow } from "./run";

/**
 * A virtual environment with Pulumi and the plugin's generated SDK, in a project's folder. It gives the folder to put first on PATH,
 * which is what activating it does.
 */
export async function pythonEnvironment(project: string): Promise<string> {
  const shared = await brought("Python with Pulumi", sharedEnvironment());
  const [sdk, own] = [path.join(project, "sdk/python"), path.join(project, "venv")];
  await generateSdk("python", sdk);
  const env = childEnvironment();
  const python = path.join(own, "bin/python");
  await runOrThrow("python3", ["-m", "venv", "--without-pip", own], { env });
  await writeFile(path.join(await packagesOf(python), "shared.pth"), await packagesOf(shared));
  await runOrThrow(python, ["-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", sdk], {
    env,
  });
  return path.join(own, "bin");
}

/** The Python of an environment with all that comes from PyPI, which is made once. */
async function sharedEnvironment(): Promise<string> {
  const sdk = `pulumi==${await lockedVersion("@pulumi/pulumi")}`;
  const folder = await cachedFolder(`python-${sdk}`, async (target) => {
    // How this machine reaches a registry is for its own variables to say.
    const env = process.env as Record<string, string>;
    await runOrThrow("python3", ["-m", "venv", target], { env });
    // The generated SDK is built by setuptools, and takes parver.
    const packages = [sdk, "parver", "setuptools>=61", "wheel"];
    const pip = ["-m", "pip", "install", "--quiet", "--retries", "1", ...packages];
    await runOrThrow(path.join(target, "bin/python"), pip, { env });
  });
  return path.join(folder, "bin/python");
}

async function packagesOf(python: string): Promise<string> {
  const print = "import sysconfig; print(sysconfig.get_path('purelib'))";
  return (await runOrThrow(python, ["-c", print], { env: childEnvironment() })).stdout.trim();
}
