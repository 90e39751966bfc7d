import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { CommanderError } from "commander";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { createProgram } from "../../cli/program";
import { repository } from "../support/repository";
import { blocksOf, pages } from "./markdown";
import { type Command, commandsOf } from "./shell";

const all = pages();
const blocks = all.flatMap(blocksOf);
const placed = ({ page, line }: { page: string; line: number }) => `${page}:${line}`;

/** Why a block is not of its language; undefined where it is. What is compiled or run is so in test/package. */
const checks: Readonly<Record<string, (code: string) => string | undefined>> = {
  json: (code) => thrownBy(() => JSON.parse(code)),
  yaml: (code) => parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => message))[0],
  js: (code) => syntaxError(code, "block.js"),
  ts: (code) => syntaxError(code, "block.ts"),
};

/** Programs in other languages, which stand somewhere else, too, where they are run or compiled; what no test has a compiler for has none. */
const programs = {
  python: "examples/python/__main__.py",
  go: "test/fixtures/sdk/plugin-go/main.go",
  csharp: undefined,
};

test.each(Object.entries(programs))(
  "the program in %s is one, and stands where it is tried: %s",
  (language, file) => {
    const code = blocks.filter((block) => block.language === language).map((block) => block.code.trim());
    expect(code).toHaveLength(1);
    if (file !== undefined) expect(code).toEqual([readFileSync(path.join(repository, file), "utf8").trim()]);
  },
);

test("the program in YAML is that of the example", () => {
  const program = readFileSync(path.join(repository, "examples/yaml/Main.yaml"), "utf8").trim();
  const code = blocks.filter(({ page }) => page === "docs/languages.md").map((block) => block.code.trim());
  expect(code).toContain(program);
});

function thrownBy(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function syntaxError(code: string, fileName: string): string | undefined {
  const { diagnostics = [] } = ts.transpileModule(code, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))[0];
}

test("every block names a language that is checked", () => {
  expect(blocks.length).toBeGreaterThan(60);
  const known = [...Object.keys(checks), ...Object.keys(programs), "sh", "console", "text"];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(placed)).toEqual([]);
});

test.each(Object.keys(checks))("the %s blocks can be parsed", (language) => {
  const faults = blocks
    .filter((block) => block.language === language)
    .flatMap((block) => {
      const fault = checks[language]?.(block.code);
      return fault === undefined ? [] : [`${placed(block)}: ${fault}`];
    });
  expect(faults).toEqual([]);
});

/** Why `pulumi-phone` would not understand these words. Nothing is run. */
function misunderstood(words: readonly string[]): string | undefined {
  const program = createProgram("0.0.0");
  const [name = "", ...args] = words.filter((word) => !/^2?>|^<$/.test(word));
  if (/^(-|…|<command>)/.test(name)) return undefined;
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return `no command ${name}`;
  command.exitOverride().configureOutput({ writeErr: () => {} });
  try {
    const { operands, unknown } = command.parseOptions([...args]);
    if (unknown.length > 0 && unknown[0] !== "--help") return `no option ${unknown.join(" ")}`;
    const { registeredArguments } = command;
    const most = registeredArguments.some(({ variadic }) => variadic) ? Infinity : registeredArguments.length;
    return operands.length > most ? `too many arguments: ${operands.join(" ")}` : undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

/** The projects whose commands pages have: this one, and the examples. */
const projects = [
  ".",
  ...readdirSync(path.join(repository, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join("examples", name)),
];

const scripts = projects.flatMap((project) => {
  const file = path.join(repository, project, "package.json");
  if (!existsSync(file)) return [];
  return Object.keys(JSON.parse(readFileSync(file, "utf8")).scripts ?? {});
});

function unknownScript([verb = "", name = "", ...args]: readonly string[]): string | undefined {
  if (verb === "run" && !scripts.includes(name)) return `no script ${name}`;
  return missingFile([name, ...args].filter((word) => word.startsWith("test/")));
}

function missingFile(files: readonly string[]): string | undefined {
  const isThere = (file: string) => projects.some((each) => existsSync(path.join(repository, each, file)));
  const missing = files.find((file) => !isThere(file));
  return missing === undefined ? undefined : `no ${missing}`;
}

/** What else a page may have its reader run. */
const others =
  /^([A-Z_]+=|bash|cat|cd|cp|curl|docker|dotnet|echo|esbuild|export|git|go|kubectl|mkdir|pip|pnpm|pulumi|python3|source|ssh|yarn)/;

function faultOf({ words }: Command): string | undefined {
  const [first = "", second = "", ...rest] = words;
  if (first === "pulumi-phone") return misunderstood([second, ...rest]);
  if (first === "npx") return second === "pulumi-phone" ? misunderstood(rest) : undefined;
  if (first === "yarn" && second === "pulumi-phone") return misunderstood(rest);
  if (first === "pnpm" && second === "exec" && rest[0] === "pulumi-phone")
    return misunderstood(rest.slice(1));
  if (first === "npm") return unknownScript([second, ...rest]);
  if (first === "node") return missingFile([second]);
  return others.test(first) ? undefined : `unknown: ${first}`;
}

describe("the commands", () => {
  const commands = all.flatMap(commandsOf);

  test("of every page are understood by what they are for", () => {
    expect(commands.length).toBeGreaterThan(60);
    const faults = commands.map((command) => ({ command, fault: faultOf(command) }));
    expect(
      faults.flatMap(({ command: { page, words }, fault }) =>
        fault ? [`${page}: ${words.join(" ")}: ${fault}`] : [],
      ),
    ).toEqual([]);
  });

  test.each([
    ["npx pulumi-phone lst", "no command lst"],
    ["npx pulumi-phone list --htm fleet.html", "no option --htm fleet.html"],
    ["PHONE_SANDBOX=http://127.0.0.1:1 npx pulumi-phone search --type pager", "is invalid"],
    ["npm run vendor-tables", "no script vendor-tables"],
    ["npm test -- test/nothing.test.ts", "no test/nothing.test.ts"],
    ["cat preview.json | npx pulumi-phone plan - more", "too many arguments"],
    ["rm -rf /", "unknown: rm"],
  ])("%s is not", (line, fault) => {
    const page = { file: "page.md", text: `\`\`\`sh\n${line}\n\`\`\`\n` };
    const found = commandsOf(page).flatMap((command) => faultOf(command) ?? []);
    expect(found).toEqual([expect.stringContaining(fault)]);
  });
});
