import ts from "typescript";
import { argumentNames } from "../../provider/domain/argument-schema";
import { numberCapabilities, numberTypes } from "../../provider/domain/names";
import { vendorDefinitions, vendorNames } from "../../provider/vendors";
import { capabilityTable } from "./capability-table";
import { declaration, docComment, type Member, members, parsed } from "./doc-comments";
import { errorSections } from "./error-sections";

/** The parts of the pages that are made from the sources, by page and by the name in the part's marks. */
export const madeParts: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "docs/reference.md": {
    arguments: argumentTable,
    search: searchTable,
    "vendor options": optionTable,
    outputs: outputTable,
    configuration: configurationTable,
  },
  "docs/vendors/README.md": { vendors: () => capabilityTable(vendorDefinitions) },
  "docs/errors.md": { errors: errorSections },
};

const argumentTypes = parsed("provider/pulumi/argument-types.ts");

function argumentTable(): string {
  const named = ["CommonArguments", "CapableArguments", "OwnArguments"].flatMap((name) =>
    members(declaration(argumentTypes, name)),
  );
  const rows = argumentNames.map((name) => {
    const member = named.find((each) => each.name === name);
    if (member === undefined) throw new Error(`${name} has no doc comment`);
    const { text, tags } = docComment(member.node);
    return [code(name), typeOf(member), tags.get("defaultValue") ?? "", text];
  });
  return table(["argument", "type", "default", "meaning"], rows);
}

function searchTable(): string {
  return memberTable("member", members(declaration(argumentTypes, "NumberSearch")));
}

function outputTable(): string {
  const resource = declaration(parsed("provider/pulumi/number-resource.ts"), "NumberResource");
  const outputs = members(resource).filter(({ type }) => type.startsWith("Output<"));
  return memberTable("output", outputs);
}

function optionTable(): string {
  const rows = vendorDefinitions.flatMap(({ name, options }) => {
    if (options === undefined) return [];
    const file = parsed(`provider/vendors/${name}/options.ts`);
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return members(declaration(file, `${title}Options`)).map((member) => [
      title,
      code(member.name),
      typeOf(member),
      docComment(member.node).text,
    ]);
  });
  return table(["vendor", "option", "type", "meaning"], rows);
}

const configuration = parsed("provider/host/configuration.ts");

/** The variables that stand in for keys which are no vendor's, by the key. */
const variables = new Map(
  [...configuration.text.matchAll(/keyOf\("(\w+)"\)\) \|\| environment\.(\w+)/g)].map(
    ([, key = "", variable = ""]) => [key, variable],
  ),
);

function configurationTable(): string {
  const keys = vendorDefinitions.flatMap(({ keys }) =>
    Object.values(keys).map(({ config, environment, secret, form }) => [
      code(`phone:${config}`),
      code(environment),
      `${form?.description ?? "the key"}; ${secret ? "secret" : "a name, not a secret"}`,
    ]),
  );
  const settings = settingElements().map((element) => [
    code(`phone:${element.text}`),
    variables.has(element.text) ? code(variables.get(element.text) ?? "") : "",
    docComment(element).text,
  ]);
  const ofVendors = [
    [
      code("phone:<vendor>BaseUrl"),
      code("<VENDOR>_BASE_URL"),
      "Origin of the vendor's API, if it is not the usual one. Plain http is refused except to this machine.",
    ],
    [code("phone:<vendor>SettleSeconds"), "", "`phone:settleSeconds` for one vendor alone."],
  ];
  const otherWays = [
    [
      "each of these with `Command` behind it",
      "with `_COMMAND`",
      "a command that prints the key: see [Keys from elsewhere](#keys-from-elsewhere)",
    ],
    ["each of these with `File` behind it", "with `_FILE`", "a file that has the key"],
  ];
  return table(["key", "environment instead", "meaning"], [...keys, ...otherWays, ...settings, ...ofVendors]);
}

/** The names of the settings that are no vendor's, each with its comment. */
export function settingElements(): readonly ts.StringLiteral[] {
  const found: ts.StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === "settingNames" && node.initializer)
      ts.forEachChild(node.initializer, (list) =>
        ts.isArrayLiteralExpression(list)
          ? found.push(...list.elements.filter(ts.isStringLiteral))
          : undefined,
      );
    else ts.forEachChild(node, visit);
  };
  visit(configuration);
  return found;
}

function memberTable(title: string, of: readonly Member[]): string {
  const rows = of.map((member) => [code(member.name), typeOf(member), docComment(member.node).text]);
  return table([title, "type", "meaning"], rows);
}

/** Types that a reader does not know by their names. */
const spelled: Readonly<Record<string, string>> = {
  V: union(vendorNames),
  NumberType: union(numberTypes),
  NumberCapability: union(numberCapabilities),
  NumberStatus: statuses(),
  Money: "{ amount, currency }",
  "Searches<NumberSearch>": "criteria, or a list of criteria",
  "OptionsOf<V>": "object",
};

/** A member's type as the reader writes it: every argument takes Pulumi's inputs, and every output is an `Output`. */
function typeOf({ type }: Member): string {
  const plain = withoutInput(type.replace(/\s*\|\s*undefined$/, ""));
  if (plain in spelled) return alternatives(spelled[plain] ?? "");
  const [, element] = /^readonly (.*)\[\]$/.exec(plain) ?? /^(\w+)\[\]$/.exec(plain) ?? [];
  if (element !== undefined) return `list of ${alternatives(spelled[withoutInput(element)] ?? element)}`;
  return alternatives(plain);
}

function withoutInput(type: string): string {
  const [, inner] = /^(?:Input|Output)<(.*)>$/s.exec(type) ?? [];
  return inner === undefined ? type : withoutInput(inner);
}

/** The members of a union, as code; what is told in words stays so. */
function alternatives(type: string): string {
  return type
    .split(/\s*\|\s*/)
    .map((each) => spelled[each] ?? each)
    .map((each) => (/^(criteria|object)/.test(each) ? each : code(each)))
    .join(" \\| ");
}

function statuses(): string {
  const alias = declaration(parsed("provider/domain/names.ts"), "NumberStatus");
  return ts.isTypeAliasDeclaration(alias) ? alias.type.getText() : "";
}

function union(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" | ");
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`.replace(/\| {2}(?=\|)/g, "| ")).join("\n");
}
