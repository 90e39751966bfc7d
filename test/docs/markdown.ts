import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../support/repository";

/** A page in Markdown of the repository. */
export interface Page {
  /** Its path from the top of the repository. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Where its first line of code stands. */
  readonly line: number;
  readonly language: string;
  /** The file that it is, where the fence names one: `ts [index.ts]`. */
  readonly name: string | undefined;
  readonly code: string;
  /** What a reader has around it: the comment `<!-- with: … -->` right before the block. */
  readonly around: string;
}

const left = ["node_modules", "dist", ".git", ".cache", ".vitepress"];

/** Every page of the repository. */
export function pages(folder = ""): readonly Page[] {
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap(
    (entry): readonly Page[] => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return left.includes(entry.name) ? [] : pages(file);
      if (!file.endsWith(".md")) return [];
      return [{ file, text: readFileSync(path.join(repository, file), "utf8") }];
    },
  );
}

/** The fenced blocks of a page, in their order. */
export function blocksOf({ file, text }: Page): readonly Block[] {
  const fences = /(?:<!-- with: ([\s\S]*?) -->\n)?^( *)(`{3,})([^\n`]*)\n([\s\S]*?)^\2\3$/gm;
  return [...text.matchAll(fences)].map((match) => {
    const [whole, around = "", indent = "", , info = "", code = ""] = match;
    const [, language = "", name] = /^(\S*)(?: \[(.*)\])?/.exec(info.trim()) ?? [];
    const before = text.slice(0, match.index + whole.length - code.length).split("\n").length;
    return {
      page: file,
      line: before - 1,
      language,
      name,
      code: code.replace(new RegExp(`^${indent}`, "gm"), ""),
      around,
    };
  });
}

/** The text of a page without its blocks, code spans and comments: what is read as Markdown. */
export function prose(text: string): string {
  return text
    .replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gm, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/(`+)[^\n]*?[^`]\1(?!`)/g, (span) => "x".repeat(span.length));
}

/** What the links of a page lead to: addresses, paths and anchors. */
export function linksOf({ text }: Page): readonly string[] {
  const inline = [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?\)/g)];
  const referenced = [...prose(text).matchAll(/^ *\[[^\]]+\]: *(\S+)/gm)];
  return [...inline, ...referenced].map(([, target = ""]) => target);
}

/** The anchors of a page, as GitHub makes them of its headings. */
export function anchorsOf({ text }: Page): readonly string[] {
  const headings = text.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gm, "").matchAll(/^#{1,6} +(.*)$/gm);
  const seen = new Map<string, number>();
  return [...headings].map(([, heading = ""]) => {
    const slug = slugOf(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}
