import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository";
import { anchorsOf, linksOf, type Page, pages } from "./markdown";

const all = pages();
const own = /^https:\/\/github\.com\/pulumi-phone\/pulumi-phone\/(?:blob|tree)\/main\/(.*)$/;

/** Why a link of a page leads nowhere. Addresses of others are not asked for. */
function faultOf(page: Page, link: string): string | undefined {
  const [, inRepository] = own.exec(link) ?? [];
  if (inRepository === undefined && /^[a-z]+:/.test(link)) return undefined;
  const [target = "", anchor] = (inRepository ?? link).split("#");
  const folder = inRepository === undefined ? path.posix.dirname(page.file) : "";
  const file = target === "" ? page.file : path.posix.join(folder, decodeURIComponent(target));
  if (!existsSync(path.join(repository, file))) return `${link}: there is no ${file}`;
  if (anchor === undefined) return undefined;
  const named = all.find((each) => each.file === file);
  if (named === undefined) return `${link}: an anchor of what is no page`;
  return anchorsOf(named).includes(anchor) ? undefined : `${link}: ${file} has no heading #${anchor}`;
}

test("there are pages with links", () => {
  expect(all.length).toBeGreaterThan(30);
  expect(all.flatMap(linksOf).length).toBeGreaterThan(100);
});

test.each(all)("every link of $file leads to what is there, and to a heading that is there", (page) => {
  expect(linksOf(page).flatMap((link) => faultOf(page, link) ?? [])).toEqual([]);
});

test("a link that leads nowhere is found", () => {
  const page = {
    file: "docs/README.md",
    text: "# One thing: `a --b`\n[a](no.md) [b](lifecycle.md#nowhere) [c](#one-thing-a---b) [d](lifecycle.md#edits)\n`[e](x.md)`",
  };
  const faults = linksOf(page).flatMap((link) => faultOf(page, link) ?? []);
  expect(faults).toEqual([
    "no.md: there is no docs/no.md",
    "lifecycle.md#nowhere: docs/lifecycle.md has no heading #nowhere",
    "#one-thing-a---b: docs/README.md has no heading #one-thing-a---b",
  ]);
});

test("every page under docs is named by docs/README.md, or by a page that it names", () => {
  const reached = new Set(["docs/README.md"]);
  for (const file of reached) {
    const page = all.find((each) => each.file === file);
    for (const link of page ? linksOf(page) : []) {
      const target = path.posix.join(path.posix.dirname(file), link.split("#")[0] ?? "");
      if (target.startsWith("docs/")) reached.add(target);
    }
  }
  const under = all.map(({ file }) => file).filter((file) => file.startsWith("docs/"));
  expect(under.filter((file) => !reached.has(file))).toEqual([]);
});
