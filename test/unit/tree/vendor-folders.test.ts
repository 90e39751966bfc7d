import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { vendorNames } from "../../../provider/vendors";
import { repository } from "../../support/repository";

/** What every vendor's folder holds, so that to know one is to know them all. */
const always = ["account.ts", "capabilities.ts", "index.ts", "refusals.ts", "rows.ts", "shapes.ts"];
/** What a vendor's folder holds where the vendor has such a thing. */
const whereNeeded = ["options.ts", "search.ts"];
/** What only one vendor needs, and why. */
const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bolna: {
    "dates.ts": "its dates come in three notations",
    "ids.ts": "its ids come with and without hyphens",
    "regions.ts": "Indian regions are known by the digits of the number",
  },
  ravan: { "regions.ts": "it searches by numbered regions" },
  sondos: {
    "ask.ts": "it wraps its answers in one edition and not in the other",
    "assistant-pages.ts": "assistants come in pages, of which none may be missed",
    "assistants.ts": "a number is bound by a change of the assistant",
  },
};

describe("the folders of the vendors", () => {
  it.each(vendorNames)("%s has the files that all have, and no others without a reason", (vendor) => {
    const files = readdirSync(path.join(repository, "provider/vendors", vendor));
    expect(files).toEqual(expect.arrayContaining(always));
    const known = [...always, ...whereNeeded, ...Object.keys(own[vendor] ?? {})];
    expect(files.filter((file) => !known.includes(file))).toEqual([]);
  });

  it("are those of the registry", () => {
    const folders = readdirSync(path.join(repository, "provider/vendors"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "kit")
      .map(({ name }) => name);
    expect(folders.sort()).toEqual([...vendorNames].sort());
  });
});
