import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../support/repository";

/** A case that was found to break something once, and must not again. */
export interface Entry {
  readonly name: string;
  /** What it broke. */
  readonly broke: string;
  readonly case: unknown;
}

const corpus = path.join(__dirname, "corpus");

/** The findings of a target that are kept, by name. */
export function entriesOf(target: string): Entry[] {
  const folder = path.join(corpus, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const kept = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Omit<Entry, "name">;
      return { ...kept, name: path.basename(file, ".json") };
    });
}

/** Keeps a finding: from now on `npm test` plays it. Returns the name of its file. */
export function keep(target: string, broke: string, found: unknown): string {
  // A trace names files by where this checkout is, which is nobody else's business.
  const inCheckout = broke.replaceAll(`file://${repository}/`, "").replaceAll(`${repository}/`, "");
  const text = JSON.stringify({ broke: inCheckout, case: found }, null, 2);
  const digest = createHash("sha256").update(JSON.stringify(found)).digest("hex").slice(0, 12);
  const file = path.join(corpus, target, `found-${digest}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  return path.relative(repository, file);
}
