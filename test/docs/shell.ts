import { blocksOf, type Page } from "./markdown";

/** One command of a page, as words without quotes; variables set before it and what comes after a pipe are commands of their own. */
export interface Command {
  readonly page: string;
  readonly words: readonly string[];
}

/** The commands of a page: of its shell blocks, of what its console blocks type in, and of code spans that are a command. */
export function commandsOf(page: Page): readonly Command[] {
  const blocks = blocksOf(page).flatMap(({ language, code }) => {
    if (language === "sh") return logicalLines(code);
    if (language !== "console" && language !== "text") return [];
    return code.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []));
  });
  const spans = [
    ...page.text.matchAll(/(?<!`)`((?:[A-Z_]+=\S+ )*(?:npx |npm |pnpm |yarn |pulumi )[^`\n]*)`(?!`)/g),
  ].map(([, span = ""]) => span);
  return [...blocks, ...spans]
    .flatMap(simpleCommands)
    .filter((words) => words.length > 0)
    .map((words) => ({ page: page.file, words }));
}

/** The lines without here documents and comments; what a quote or a backslash goes on with is joined. */
function logicalLines(code: string): readonly string[] {
  return code
    .replace(/(.*<<\s*'?(\w+)'?.*\n)[\s\S]*?^\2$/gm, "$1")
    .replace(/(^|\s)#.*$/gm, "")
    .replaceAll("\\\n", " ")
    .replace(/'[^']*'/g, (quoted) => quoted.replaceAll("\n", " "))
    .split("\n");
}

/** The simple commands of a line, as words. */
function simpleCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const tokens = line.matchAll(/\s+|#.*$|&&|\|\||[|;&]|(?:'[^']*'|"[^"]*"|[^\s'"|;&])+/g);
  for (const [token] of tokens) {
    if (token.startsWith("#")) break;
    if (/^(&&|\|\||[|;&])$/.test(token)) commands.push([]);
    else if (token.trim() !== "") commands.at(-1)?.push(token.replace(/'([^']*)'|"([^"]*)"/g, "$1$2"));
  }
  return commands.map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word))));
}
