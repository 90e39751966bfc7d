import ts from "typescript";
import { type DocComment, docComment, parsed, providerSources } from "./doc-comments";

/** A message that the sources throw, with what it says to do. What is only known at run time is `…`. */
interface Message {
  readonly what: string;
  readonly nextStep: string;
}

/** A section for each error class that programs can import: its cause, the way out of it, and the messages it comes with. */
export function errorSections(): string {
  const classes = errorClasses();
  const messages = thrownMessages();
  return publicNames()
    .flatMap((name) => {
      const found = classes.get(name);
      return found === undefined ? [] : [section(name, found, messages.get(name) ?? [])];
    })
    .join("\n\n");
}

interface ErrorClass {
  readonly parent: string;
  readonly code: string;
  readonly said: DocComment;
}

function section(name: string, { parent, code, said }: ErrorClass, messages: readonly Message[]): string {
  const wayOut = said.tags.get("remarks");
  if (wayOut === undefined) throw new Error(`${name} does not say what to do: it has no @remarks`);
  const above = parent === "PhoneError" ? "" : `, and it is a kind of \`${parent}\``;
  const rows = messages.map(({ what, nextStep }) => `| ${what} | ${nextStep} |`.replace("|  |", "| |"));
  const table = rows.length === 0 ? [] : ["", "| message | what it says to do |", "| --- | --- |", ...rows];
  return [
    `## ${name}`,
    "",
    `\`code\` is \`"${code}"\`${above}. ${said.text}`,
    "",
    `**Way out.** ${wayOut}`,
    ...table,
  ].join("\n");
}

const sources = providerSources();

/** The names of provider/index.ts, in its order. */
function publicNames(): readonly string[] {
  return parsed("provider/index.ts").statements.flatMap((each) =>
    ts.isExportDeclaration(each) && each.exportClause && ts.isNamedExports(each.exportClause)
      ? each.exportClause.elements.map(({ name }) => name.text)
      : [],
  );
}

/** The classes of errors that can be thrown; the one above them all is abstract. */
function errorClasses(): ReadonlyMap<string, ErrorClass> {
  const found = new Map<string, ErrorClass>();
  for (const node of parsed("provider/domain/errors.ts").statements) {
    if (!ts.isClassDeclaration(node) || node.name === undefined) continue;
    const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "";
    if (parent === "Error") continue;
    const own = node.members.find((member) => member.name?.getText() === "code");
    const code = own && ts.isPropertyDeclaration(own) ? own.initializer?.getText().slice(1, -1) : undefined;
    found.set(node.name.text, {
      parent,
      code: code ?? found.get(parent)?.code ?? "",
      said: docComment(node),
    });
  }
  return found;
}

/** What `new SomeError(what, { nextStep })` says anywhere in the provider, where it is written there. */
function thrownMessages(): ReadonlyMap<string, readonly Message[]> {
  const found = new Map<string, Message[]>();
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isNewExpression(node)) return;
    const [what, details] = node.arguments ?? [];
    if (what === undefined || details === undefined || !ts.isObjectLiteralExpression(details)) return;
    const nextStep = details.properties.find((each) => each.name?.getText() === "nextStep");
    if (nextStep === undefined || !ts.isPropertyAssignment(nextStep)) return;
    const name = node.expression.getText();
    const messages = found.get(name) ?? [];
    for (const message of pairs(alternatives(what), alternatives(nextStep.initializer))) {
      const isNew = !messages.some(
        (each) => each.what === message.what && each.nextStep === message.nextStep,
      );
      if (isTelling(message.what) && isNew) messages.push(message);
    }
    found.set(name, messages);
  };
  for (const source of sources) visit(source);
  return found;
}

/** Where both depend on a condition it is the same one. */
function pairs(whats: readonly string[], steps: readonly string[]): readonly Message[] {
  const told = steps.map((step) => (isTelling(step) ? step : ""));
  if (whats.length === told.length)
    return whats.map((what, index) => ({ what, nextStep: told[index] ?? "" }));
  return whats.flatMap((what) => told.map((nextStep) => ({ what, nextStep })));
}

function isTelling(text: string): boolean {
  return /[a-z]{3}/.test(text);
}

/** The texts that an expression may be, as cells of a table. */
function alternatives(node: ts.Expression): readonly string[] {
  if (ts.isConditionalExpression(node))
    return [...alternatives(node.whenTrue), ...alternatives(node.whenFalse)];
  return [cell(textOf(node))];
}

function textOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return "…";
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** Safe in a table of Markdown, and in a page where angle brackets are tags. */
function cell(text: string): string {
  return text
    .replace(/(… ?)+(?=…)/g, "")
    .replace(/\s+/g, " ")
    .replace(/[|<>*_`]/g, "\\$&")
    .trim();
}
