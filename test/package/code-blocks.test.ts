import path from "node:path";
import ts from "typescript";
import { expect, inject, test } from "vitest";
import { type Block, blocksOf, pages } from "../docs/markdown";
import { repository } from "../support/repository";

/** As the documents tell a program to have it, but for modules: a block may await at its top. */
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ["node"],
  allowJs: true,
};

const subpaths = {
  "pulumi-phone": "provider/index",
  "pulumi-phone/sandbox": "sandbox/index",
  "pulumi-phone/vendor": "provider/vendors/kit/index",
};

/** What a block has around it, the class that every page is about included, and how many lines of that come before it. */
function programOf({ code, around }: Block): { readonly text: string; readonly before: number } {
  const isImported = /import .*\bPhoneNumber\b/.test(code + around) || !/\bPhoneNumber\b/.test(code);
  const head = isImported ? "" : 'import { PhoneNumber } from "pulumi-phone";\n';
  const [before = "", after = ""] = around.split("…");
  const prefix = `${head}${before}\n`;
  return { text: `${prefix}${code}${after}\nexport {};`, before: prefix.split("\n").length - 1 };
}

/** What the compiler says of these blocks, each a file beside those that its page names. */
function compiled(blocks: readonly Block[]): readonly string[] {
  const installed = path.join(inject("projectFolder"), "node_modules/pulumi-phone/dist");
  const paths = Object.entries(subpaths).map(([name, file]) => [
    name,
    [path.join(installed, `${file}.d.ts`)],
  ]);
  const files = new Map(
    blocks.map((block) => {
      const folder = path.join(repository, "docs", `blocks of ${block.page.replaceAll("/", " ")}`);
      return [path.join(folder, block.name ?? `line ${block.line}.ts`), block];
    }),
  );
  const compilerOptions = { ...options, paths: Object.fromEntries(paths) };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, directoryExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.directoryExists = (folder) =>
    [...files.keys()].some((file) => file.startsWith(`${folder}/`)) || (directoryExists?.(folder) ?? true);
  host.readFile = (file) => {
    const block = files.get(file);
    return block === undefined ? readFile(file) : programOf(block).text;
  };
  host.getSourceFile = (file, version) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, version);
  };
  const roots = [...files].filter(([, { language }]) => language === "ts").map(([file]) => file);
  const program = ts.createProgram(roots, compilerOptions, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const block = file && files.get(file.fileName);
    const said = ts.flattenDiagnosticMessageText(messageText, " ");
    if (file === undefined || block === undefined) return said;
    const line = file.getLineAndCharacterOfPosition(start).line - programOf(block).before + block.line;
    return `${block.page}:${line}: ${said}`;
  });
}

test("every TypeScript block of the documents compiles against the package's declarations", () => {
  const blocks = pages()
    .flatMap(blocksOf)
    .filter(({ language, name }) => language === "ts" || (language === "js" && name !== undefined));
  expect(blocks.length).toBeGreaterThan(20);
  expect(compiled(blocks)).toEqual([]);
});

test("one that does not compile is found, with its place", () => {
  const block = { page: "page.md", line: 7, language: "ts", name: undefined, around: "" };
  const code = 'const one = 1;\nnew PhoneNumber("line", { vendor: "ravan", country: "US", agent: "a" });';
  expect(compiled([{ ...block, code }])).toEqual([expect.stringMatching(/^page\.md:8: .*agent/)]);
});
