import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { vendorNames } from "../../../provider/vendors";
import { repository } from "../../support/repository";

const folders = ["provider", "fleet", "sandbox", "cli"];
const entries = folders.flatMap((folder) =>
  readdirSync(path.join(repository, folder), { recursive: true, withFileTypes: true }).map((entry) => ({
    isFolder: entry.isDirectory(),
    folder: path.relative(repository, entry.parentPath).split(path.sep).join("/"),
    name: path.basename(entry.name, ".ts"),
  })),
);

/** Vendors have the same files with the same jobs; an index.ts is named by its folder. */
const files = entries.filter(
  ({ isFolder, folder, name }) => !isFolder && name !== "index" && !isOfVendor(folder),
);
const subfolders = entries.filter(({ isFolder }) => isFolder);

function isOfVendor(folder: string): boolean {
  const [, vendors, vendor = ""] = folder.split("/");
  return vendors === "vendors" && vendorNames.some((name) => name === vendor);
}

/** What a reader who looks for a file takes for the same name: an `s` more or less makes no difference. */
function key(name: string): string {
  return name.replace(/s$/, "");
}

/** The files that cannot be told apart by their names. */
function alike(all: readonly { readonly folder: string; readonly name: string }[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { folder, name } of all) {
    const group = groups.get(key(name)) ?? [];
    groups.set(key(name), [...group, `${folder}/${name}.ts`]);
  }
  return [...groups].filter(([, group]) => group.length > 1).map(([, group]) => group.join(" and "));
}

describe("the names of source files", () => {
  it("differ by more than an s or their folder", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(alike(files)).toEqual([]);
  });

  it("are not those of a folder beside the file", () => {
    const beside = subfolders.filter(({ folder, name }) =>
      files.some((file) => file.folder === folder && key(file.name) === key(name)),
    );
    expect(beside).toEqual([]);
  });
});

describe("the rule of names", () => {
  it("finds names that are equal, or differ by an s", () => {
    const at = (folder: string, name: string) => ({ folder, name });
    expect(alike([at("cli", "account"), at("provider/host", "accounts"), at("cli", "plan")])).toEqual([
      "cli/account.ts and provider/host/accounts.ts",
    ]);
    expect(alike([at("a", "parse"), at("b", "parse")])).toEqual(["a/parse.ts and b/parse.ts"]);
  });
});
