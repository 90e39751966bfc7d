import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as errors from "../../provider/domain/errors";
import { numberOutputs } from "../../provider/lifecycle/observed";
import { repository } from "../support/repository";
import { madeParts } from "./made-parts";

const parts = Object.entries(madeParts).flatMap(([page, named]) =>
  Object.entries(named).map(([name, make]) => ({ page, name, make })),
);

test.each(parts)(
  "$page has the $name as the sources have them: npm run docs:made writes it",
  ({ page, name, make }) => {
    const file = path.join(repository, page);
    const text = readFileSync(file, "utf8");
    const [begin, end] = [`<!-- ${name}, made from the sources -->\n`, `\n<!-- end of ${name} -->`];
    const [head = "", rest] = text.split(begin);
    if (rest === undefined) throw new Error(`${page} has no mark ${begin}`);
    const made = `${head}${begin}${make()}${rest.slice(rest.indexOf(end))}`;
    if (process.env.PHONE_WRITE_DOCS) writeFileSync(file, made);
    expect(readFileSync(file, "utf8")).toBe(made);
  },
);

const made = (page: string, name: string) => madeParts[page]?.[name]?.() ?? "";

test("no output is left out", () => {
  const rows = made("docs/reference.md", "outputs").matchAll(/^\| `(\w+)`/gm);
  expect([...rows].map(([, name]) => name).toSorted()).toEqual(
    [...Object.keys(numberOutputs), "stateVersion"].toSorted(),
  );
});

test("no error that can be thrown is left out, and each has a cause and a way out", () => {
  const isThrown = (name: string) => name.endsWith("Error") && name !== "PhoneError";
  const text = made("docs/errors.md", "errors");
  const named = [...text.matchAll(/^## (\w+)\n\n`code` is `"[a-z-]+"`.*\. .+\n\n\*\*Way out\.\*\* .+/gm)];
  expect(named.map(([, name]) => name).toSorted()).toEqual(Object.keys(errors).filter(isThrown).toSorted());
});

test("the table of vendors has a column for each, and says what each lacks", () => {
  const text = made("docs/vendors/README.md", "vendors");
  expect(text).toMatch(/`agent` \|.*\| no \|/);
  expect(text.split("\n")[0]).toContain("[Plivo](plivo.md)");
});
