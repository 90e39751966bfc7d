import { spawnSync } from "node:child_process";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import type { DeclaredNumber } from "../../cli/export/declared-numbers";
import { languages, programText } from "../../cli/export/program-text";

/** What a program asks for, read back from its text: a resource's name, and its arguments. */
type Read = readonly (readonly [name: string, args: Readonly<Record<string, unknown>>])[];

const numberWith = (alias: string): DeclaredNumber => ({
  name: "main-line",
  e164: "+14155550100",
  id: "plivo:+14155550100",
  args: [
    ["vendor", "plivo"],
    ["alias", alias],
    ["deletionPolicy", "retain"],
  ],
});

const expected = (alias: string): Read => [
  ["main-line", { vendor: "plivo", alias: wellFormed(alias), deletionPolicy: "retain" }],
];

/** What is half a character is none for Pulumi. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, "\ufffd");

function readTypeScript(text: string): Read {
  const file = ts.createSourceFile("index.ts", text, ts.ScriptTarget.ES2023);
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
  const [head, ...statements] = file.statements;
  expect(head && ts.isImportDeclaration(head)).toBe(true);
  return statements.map((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isNewExpression(statement.expression))
      throw new Error("it does something else");
    const [name, args] = statement.expression.arguments ?? [];
    if (!name || !ts.isStringLiteral(name) || !args || !ts.isObjectLiteralExpression(args))
      throw new Error("it asks for something else");
    const members = args.properties.map((property) => {
      if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.initializer))
        throw new Error("an argument is no plain text");
      return [(property.name as ts.Identifier).text, property.initializer.text] as const;
    });
    return [name.text, Object.fromEntries(members)] as const;
  });
}

function readYaml(text: string): Read {
  // Pulumi's reader knows lines as YAML 1.1 has them.
  for (const each of text) expect(each).not.toMatch(/[\u0085\u2028\u2029\ufeff]/);
  const document = parseDocument(text);
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const { resources } = document.toJS() as {
    resources: Record<string, { type: string; properties: object }>;
  };
  return Object.entries(resources).map(([name, { type, properties }]) => {
    expect(type).toBe("phone:index:PhoneNumber");
    const values = Object.entries(properties).map(([argument, value]) => [
      argument,
      interpolated(String(value)),
    ]);
    return [name, Object.fromEntries(values)];
  });
}

/** As Pulumi reads a text of a program in YAML: two dollars are one, and a dollar with a brace is a value of another resource. */
function interpolated(text: string): string {
  expect(text.replaceAll("$$", "")).not.toContain("$" + "{");
  return text.replaceAll("$$", "$");
}

// Python itself reads its programs, all of them in one process.
const reader = `
import ast, json, sys
programs = []
for text in json.load(sys.stdin):
    head, *calls = ast.parse(text).body
    assert isinstance(head, ast.Import), text
    programs.append([[ast.literal_eval(call.value.args[0]), {each.arg: ast.literal_eval(each.value) for each in call.value.keywords}] for call in calls])
json.dump(programs, sys.stdout)
`;

function readPython(texts: readonly string[]): readonly Read[] {
  const { stdout, stderr, status } = spawnSync("python3", ["-c", reader], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return JSON.parse(stdout) as readonly Read[];
}

const hostile = [
  'a "quoted" one',
  "it's \\ and \\n, `$\u007bprocess.exit(1)}`",
  "two\nlines\r\nand\u2028more\u2029and\u0085more",
  "$\u007bmain.e164} $$\u007bx} $$ $ {{ }} #{x} %s",
  "*/ process.exit(1) /* --> <script> <!--",
  "'''; import os; os.abort() #",
  '"""',
  "- a: [b] & *c !d | > % @ `",
  "yes",
  "0123456789012345678901",
  " # no comment",
  "\u202eright to left\u2066 \u200b\ufeff\u00ad",
  "🦜 👩‍👩‍👧 \u{e0041}\u{f0000}",
  "\ud83d half",
  "\u0000\u0007\u001b[2J\u007f\u009b",
  "ÉLAN 株式会社 العربية",
];

const labels = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
  fc.string({
    unit: fc.constantFrom('"', "'", "\\", "$", "{", "}", "\n", "\r", "\u2028", "u", "0", "\ud800", "\udc00"),
  }),
);

describe("what is written of any label is read as that label alone", () => {
  test.each(hostile.map((label) => ({ label })))("in TypeScript and YAML: $label", ({ label }) => {
    expect(readTypeScript(programText("typescript", [numberWith(label)]))).toEqual(expected(label));
    expect(readYaml(programText("yaml", [numberWith(label)]))).toEqual(expected(label));
  });

  test("in TypeScript", () => {
    fc.assert(
      fc.property(labels, (label) => {
        expect(readTypeScript(programText("typescript", [numberWith(label)]))).toEqual(expected(label));
      }),
    );
  });

  test("in YAML", () => {
    fc.assert(
      fc.property(labels, (label) => {
        expect(readYaml(programText("yaml", [numberWith(label)]))).toEqual(expected(label));
      }),
    );
  });

  test.skipIf(spawnSync("python3", ["--version"]).status !== 0)("in Python, where there is one", () => {
    const all = [...hostile, ...fc.sample(labels, 300)];
    const read = readPython(all.map((label) => programText("python", [numberWith(label)])));
    const named = (program: Read) =>
      program.map(([name, { deletion_policy: deletionPolicy, ...args }]) => [
        name,
        { ...args, deletionPolicy },
      ]);
    expect(read.map(named)).toEqual(all.map(expected));
  });

  test.each(languages)("and nothing of it steers an editor or hides, in %s", (language) => {
    fc.assert(
      fc.property(labels, (label) => {
        expect(programText(language, [numberWith(label)])).not.toMatch(
          /(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u,
        );
      }),
    );
  });
});

test.each(languages)("a program without numbers is one, in %s", (language) => {
  const text = programText(language, []);
  const read = { typescript: readTypeScript, yaml: readYaml, python: () => [] }[language];
  expect(read(text)).toEqual([]);
});
