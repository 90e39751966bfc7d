import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { repository } from "./repository";
import { runOrThrow } from "./run";

/** Ways in which a package comes to lie in, or to be reached from, a `node_modules`. */
export type Layout =
  /** As npm installs it, in a folder whose own name holds the package's. */
  | "named like the package"
  /** As pnpm installs it: a link to a folder deep inside `node_modules`. */
  | "pnpm"
  /** As workspaces have it: a link to a folder outside of `node_modules`. */
  | "workspaces"
  /** As pnpm has it where a library, here `numbers`, depends on the package, and the project on the library only. */
  | "behind a library";

/** Gives a folder in which the packed package is installed in that way, and removes it afterwards. */
export async function withLayout<T>(layout: Layout, work: (folder: string) => Promise<T>): Promise<T> {
  const prefix = layout === "named like the package" ? "pulumi-phone-project-" : "project-";
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  try {
    // Hard links: each layout is a full installation, and costs no copy of one.
    await runOrThrow("cp", ["-al", path.join(inject("projectFolder"), "node_modules"), folder]);
    if (layout === "behind a library") await hide(folder);
    else if (layout !== "named like the package") await link(folder, places[layout]);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const places = {
  pnpm: "node_modules/.pnpm/pulumi-phone@0.1.0/node_modules/pulumi-phone",
  workspaces: "packages/pulumi-phone",
};

async function hide(folder: string): Promise<void> {
  await link(folder, places.pnpm);
  const library = path.join(folder, "packages/numbers");
  await mkdir(path.join(library, "node_modules"), { recursive: true });
  await rename(
    path.join(folder, "node_modules/pulumi-phone"),
    path.join(library, "node_modules/pulumi-phone"),
  );
  await writeFile(path.join(library, "package.json"), '{ "name": "numbers", "main": "index.js" }');
  await writeFile(path.join(library, "index.js"), 'module.exports = require("pulumi-phone");');
  await symlink(library, path.join(folder, "node_modules/numbers"));
}

async function link(folder: string, place: string): Promise<void> {
  const installed = path.join(folder, "node_modules/pulumi-phone");
  const moved = path.join(folder, place);
  await mkdir(path.dirname(moved), { recursive: true });
  await rename(installed, moved);
  await symlink(moved, installed);
}

/** Gives a folder from which the package is reached by a link to the repository, as `npm link` makes it. */
export async function withLinkedRepository<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "project-"));
  try {
    await mkdir(path.join(folder, "node_modules"));
    await symlink(repository, path.join(folder, "node_modules/pulumi-phone"));
    await symlink(path.join(repository, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"));
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
