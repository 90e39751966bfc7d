import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { runOrThrow } from "../support/run";
import { pages } from "./markdown";

const site = mkdtempSync(path.join(os.tmpdir(), "site-"));
let files: readonly string[] = [];

beforeAll(async () => {
  const command = path.join(repository, "node_modules/vitepress/bin/vitepress.js");
  await runOrThrow(process.execPath, [command, "build", "docs", "--outDir", site], {
    env: childEnvironment(),
  });
  files = readdirSync(site, { recursive: true, encoding: "utf8" });
}, 300_000);

afterAll(() => rmSync(site, { recursive: true, force: true }));

const hrefs = (file: string) =>
  [
    ...readFileSync(path.join(site, file), "utf8").matchAll(
      /<(?:a|link|script)\b[^>]* (?:href|src)="([^"#?]+)/g,
    ),
  ].map(([, href = ""]) => href);

test("the site has every page of docs/, and a search of its own", () => {
  const expected = pages("docs").map(({ file }) =>
    path
      .relative("docs", file)
      .replace(/README\.md$/, "index.html")
      .replace(/\.md$/, ".html"),
  );
  expect(files).toEqual(expect.arrayContaining(expected));
  expect(files.some((file) => /localSearchIndex/.test(file))).toBe(true);
});

test("every link of its pages leads to a file of it, or to another site", () => {
  const html = files.filter((file) => file.endsWith(".html"));
  const dead = html.flatMap((file) =>
    hrefs(file)
      .filter((href) => !/^[a-z]+:/.test(href))
      .map((href) => (href.startsWith("/") ? href : path.posix.join("/", path.posix.dirname(file), href)))
      .map((href) => (href.endsWith("/") ? `${href}index.html` : href))
      .filter((href) => !existsSync(path.join(site, href)))
      .map((href) => `${file}: ${href}`),
  );
  expect(html.flatMap(hrefs).length).toBeGreaterThan(500);
  expect(dead).toEqual([]);
});

test("nothing of it is loaded from elsewhere", () => {
  const html = files.filter((file) => file.endsWith(".html"));
  const loaded = html.flatMap((file) => [
    ...readFileSync(path.join(site, file), "utf8").matchAll(
      /<(?:link|script|img)\b[^>]*(?:href|src)="https?:[^"]*"/g,
    ),
  ]);
  expect(loaded.map(([tag]) => tag)).toEqual([]);
});
