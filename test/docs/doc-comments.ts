import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { repository } from "../support/repository";

/** What a doc comment says, in one line of Markdown. */
export interface DocComment {
  readonly text: string;
  /** What stands after each tag, by the tag's name; `@example` is left out. */
  readonly tags: ReadonlyMap<string, string>;
}

/** A source file of the repository, as a tree. */
export function parsed(file: string): ts.SourceFile {
  const text = readFileSync(path.join(repository, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** Every source file of the provider. */
export function providerSources(): readonly ts.SourceFile[] {
  return readdirSync(path.join(repository, "provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) => parsed(path.join("provider", file)));
}

/** The doc comment right before a declaration, or before an element of a list. Throws where there is none. */
export function docComment(node: ts.Node): DocComment {
  const source = node.getSourceFile().text;
  const ranges = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [];
  const comment = ranges
    .map(({ pos, end }) => source.slice(pos, end))
    .findLast((text) => text.startsWith("/**"));
  if (comment === undefined) throw new Error(`${node.getText().split("\n")[0]} has no doc comment`);
  const [text = "", ...tags] = comment
    .slice("/**".length, -"*/".length)
    .replace(/^\s*\*/gm, "")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .split(/(?:^| )(?=@(?:defaultValue|remarks|example|param|throws)\b)/);
  const named = tags.flatMap((tag): [string, string][] => {
    const [, name = "", said = ""] = /^@(\w+) ?(.*)$/.exec(tag) ?? [];
    return name === "example" ? [] : [[name, said.trim()]];
  });
  return { text: text.trim(), tags: new Map(named) };
}

/** The interface, class or type of this name. */
export function declaration(file: ts.SourceFile, name: string): ts.Node {
  const found = file.statements.find((each) => {
    const isDeclaration =
      ts.isInterfaceDeclaration(each) || ts.isClassDeclaration(each) || ts.isTypeAliasDeclaration(each);
    return isDeclaration && each.name?.text === name;
  });
  if (found === undefined) throw new Error(`${file.fileName} declares no ${name}`);
  return found;
}

/** A member of an interface, a class or a type, with its type as it is written. */
export interface Member {
  readonly name: string;
  readonly node: ts.Node;
  readonly type: string;
}

/** The properties that a declaration has a doc comment for. */
export function members(node: ts.Node): readonly Member[] {
  const found: Member[] = [];
  const visit = (each: ts.Node): void => {
    const isProperty = ts.isPropertySignature(each) || ts.isPropertyDeclaration(each);
    if (isProperty && each.type !== undefined && isCommented(each))
      found.push({ name: each.name.getText(), node: each, type: each.type.getText() });
    else ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

function isCommented(node: ts.Node): boolean {
  return node.getFullText().trimStart().startsWith("/**");
}
