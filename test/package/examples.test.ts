import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import ts from "typescript";
import { beforeAll, expect, inject, test } from "vitest";
import { exampleFiles, linkTools, typescriptExamples } from "../support/examples";

/** Copies of the examples in TypeScript beside the installed package. */
let folder = "";

beforeAll(async () => {
  const projects = path.join(inject("projectFolder"), "projects");
  await mkdir(projects, { recursive: true });
  folder = await mkdtemp(path.join(projects, "examples-"));
  await linkTools(folder);
  for (const name of typescriptExamples) {
    for (const [file, text] of Object.entries(await exampleFiles(name))) {
      const copy = path.join(folder, name, file);
      await mkdir(path.dirname(copy), { recursive: true });
      await writeFile(copy, text);
    }
  }
});

/** What was parsed under the same options: the declarations of the SDK are nearly all of an example. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the compiler has to say of a project, by its own settings. Libraries' declarations are the business of types.test.ts. */
function compile(config: string): string[] {
  const unreadable: ts.Diagnostic[] = [];
  const parsing = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic: ts.Diagnostic) => unreadable.push(diagnostic),
  };
  const project = ts.getParsedCommandLineOfConfigFile(config, { noEmit: true, skipLibCheck: true }, parsing);
  const { options = {}, fileNames = [], errors = [] } = project ?? {};
  const { configFilePath: _, outDir: __, rootDir: ___, ...shared } = options;
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (file, settings, ...rest) => {
    const key = JSON.stringify([file, settings, shared]);
    if (!parsed.has(key)) parsed.set(key, parse(file, settings, ...rest));
    return parsed.get(key);
  };
  const program = ts.createProgram(fileNames, options, host);
  return [...unreadable, ...errors, ...ts.getPreEmitDiagnostics(program)].map(({ file, messageText }) =>
    [file && path.relative(folder, file.fileName), ts.flattenDiagnosticMessageText(messageText, "\n")].join(
      ": ",
    ),
  );
}

test.each(typescriptExamples)("%s compiles by its own tsconfig.json", async (name) => {
  const configs = Object.keys(await exampleFiles(name)).filter((file) => /(^|\/)tsconfig\.json$/.test(file));
  expect(configs).toContain("tsconfig.json");
  for (const config of configs) expect(compile(path.join(folder, name, config))).toEqual([]);
});
