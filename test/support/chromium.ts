import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { cachedFolder } from "./cached-folder";
import { downloadPackages, libraryFolders, unpackPackages } from "./debian-packages";

interface Chromium {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/** Debian's Chromium, of this machine or unpacked beside the other downloads of the tests. Whatever prevents it is an error. */
export async function startChromium(): Promise<Browser> {
  const { executablePath, env } = ofThisMachine() ?? (await unpacked());
  // Its own cage needs rights that a container does not give; the pages here are our own.
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox"],
    env: { ...definedEnvironment(), ...env },
  });
}

function ofThisMachine(): Chromium | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, "chromium")).find((file) => existsSync(file));
  return found === undefined ? undefined : { executablePath: found, env: {} };
}

async function unpacked(): Promise<Chromium> {
  const root = await cachedFolder("chromium", async (folder) => {
    const packages = await mkdtemp(path.join(os.tmpdir(), "chromium-packages-"));
    try {
      await downloadPackages("chromium", packages);
      await unpackPackages(packages, folder);
    } finally {
      await rm(packages, { recursive: true, force: true });
    }
  });
  // The letters that came along, besides those of the machine.
  const fonts = path.join(await mkdtemp(path.join(os.tmpdir(), "fonts-")), "fonts.conf");
  await writeFile(
    fonts,
    `<fontconfig><dir>${root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir></fontconfig>\n`,
  );
  const libraries = await libraryFolders(root);
  return {
    executablePath: path.join(root, "usr/lib/chromium/chromium"),
    env: { LD_LIBRARY_PATH: libraries.join(":"), FONTCONFIG_FILE: fonts },
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
