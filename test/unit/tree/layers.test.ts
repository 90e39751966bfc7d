import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { vendorNames } from "../../../provider/vendors";
import { repository } from "../../support/repository";

/** One import of a file, types included, with the file of this repository that it names, if it names one. */
interface Import {
  readonly specifier: string;
  readonly from: string;
  readonly to: string | undefined;
}

/** The folders of provider/, from the bottom up; its index.ts lies above them all. */
const layers = ["domain", "async", "http", "vendors", "host", "purchase", "lifecycle", "inventory", "pulumi"];

/** What the other top folders may import besides themselves. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  provider: [],
  fleet: [],
  sandbox: [],
  cli: ["provider", "fleet", "sandbox"],
};

const files = Object.keys(neighbours).flatMap((folder) =>
  readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.posix.join(folder, ...file.split(path.sep))),
);
const imports = files.flatMap((file) =>
  importsIn(file, readFileSync(path.join(repository, file), "utf8")).map(
    (specifier): Import => ({ specifier, from: file, to: resolve(file, specifier) }),
  ),
);

describe("the layers", () => {
  it("have a place for every file of the provider", () => {
    const homeless = files.filter((file) => file.startsWith("provider/") && levelOf(file) === -1);
    expect(homeless).toEqual([]);
    expect(files.filter((file) => /^provider\/[^/]+$/.test(file))).toEqual(["provider/index.ts"]);
    const inLifecycle = files.filter((file) => /^provider\/lifecycle\/[^/]+$/.test(file));
    expect(inLifecycle.length).toBeLessThanOrEqual(11);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("import downwards only, and vendors not each other", () => {
    expect(broken((each) => each.to && faultOf(each.from, each.to))).toEqual([]);
  });

  it("know Pulumi in provider/pulumi/ only", () => {
    expect(broken((each) => pulumiFault(each.from, each.specifier))).toEqual([]);
  });

  it("import what exists", () => {
    expect(broken((each) => isOwn(each.specifier) && each.to === undefined && "names no file")).toEqual([]);
  });

  it("have no circles", () => {
    expect(circles(imports)).toEqual([]);
  });
});

describe("the rules", () => {
  it.each([
    ["provider/domain/money.ts", "provider/http/client.ts"],
    ["provider/domain/money.ts", "provider/async/once.ts"],
    ["provider/async/once.ts", "provider/http/client.ts"],
    ["provider/http/client.ts", "provider/vendors/vendor.ts"],
    ["provider/vendors/vendor.ts", "provider/vendors/plivo/index.ts"],
    ["provider/vendors/plivo/index.ts", "provider/vendors/bolna/capabilities.ts"],
    ["provider/vendors/plivo/index.ts", "provider/vendors/index.ts"],
    ["provider/vendors/kit/criteria.ts", "provider/vendors/plivo/index.ts"],
    ["provider/purchase/buy-candidate.ts", "provider/vendors/kit/criteria.ts"],
    ["provider/vendors/plivo/index.ts", "provider/purchase/buy-candidate.ts"],
    ["provider/purchase/buy-candidate.ts", "provider/vendors/plivo/index.ts"],
    ["provider/purchase/buy-candidate.ts", "provider/lifecycle/create.ts"],
    ["provider/lifecycle/create.ts", "provider/vendors/index.ts"],
    ["provider/host/backend.ts", "provider/purchase/verdict.ts"],
    ["provider/host/configuration.ts", "provider/vendors/plivo/index.ts"],
    ["provider/lifecycle/create.ts", "provider/inventory/search-numbers.ts"],
    ["provider/lifecycle/steps/buy.ts", "provider/pulumi/runtime.ts"],
    ["provider/pulumi/runtime.ts", "provider/index.ts"],
    ["provider/pulumi/runtime.ts", "sandbox/index.ts"],
    ["provider/pulumi/runtime.ts", "cli/main.ts"],
    ["sandbox/vendors/plivo/rows.ts", "provider/domain/money.ts"],
    ["sandbox/vendors/plivo/rows.ts", "sandbox/vendors/bolna/rows.ts"],
    ["sandbox/world/sandbox-state.ts", "sandbox/vendors/plivo/index.ts"],
    ["sandbox/vendors/plivo/rows.ts", "fleet/fleet-row.ts"],
    ["sandbox/page/live-parts.ts", "provider/vendors/plivo/index.ts"],
    ["sandbox/page/live-parts.ts", "cli/fleet/print-fleet.ts"],
    ["fleet/fleet-row.ts", "provider/host/backend.ts"],
    ["fleet/fleet-page.ts", "sandbox/index.ts"],
    ["provider/domain/money.ts", "fleet/fleet-row.ts"],
  ])("forbid %s to import %s", (from, to) => {
    expect(faultOf(from, to)).toBeTypeOf("string");
  });

  it.each([
    ["provider/http/client.ts", "provider/domain/errors.ts"],
    ["provider/vendors/index.ts", "provider/vendors/plivo/index.ts"],
    ["provider/vendors/plivo/rows.ts", "provider/vendors/vendor.ts"],
    ["provider/lifecycle/create.ts", "provider/purchase/buy-candidate.ts"],
    ["provider/purchase/verdict.ts", "provider/host/purchase-records.ts"],
    ["provider/pulumi/runtime.ts", "provider/vendors/index.ts"],
    ["provider/pulumi/argument-types.ts", "provider/vendors/bolna/capabilities.ts"],
    ["sandbox/vendors/index.ts", "sandbox/vendors/plivo/index.ts"],
    ["sandbox/index.ts", "sandbox/vendors/plivo/directory.ts"],
    ["cli/sandbox-command.ts", "sandbox/index.ts"],
    ["cli/fleet/list-command.ts", "fleet/fleet-page.ts"],
    ["sandbox/page/live-parts.ts", "fleet/fleet-table.ts"],
    ["sandbox/page/live-parts.ts", "provider/domain/money.ts"],
    ["fleet/fleet-row.ts", "provider/domain/money.ts"],
  ])("let %s import %s", (from, to) => {
    expect(faultOf(from, to)).toBeUndefined();
  });

  it.each([
    ["provider/lifecycle/create.ts", "@pulumi/pulumi"],
    ["provider/host/configuration.ts", "@pulumi/pulumi/runtime/rpc"],
    ["provider/index.ts", "@pulumi/pulumi"],
    ["sandbox/world/sandbox-state.ts", "@pulumi/pulumi"],
    ["cli/main.ts", "@pulumi/pulumi/automation"],
  ])("forbid %s to import %s", (from, specifier) => {
    expect(pulumiFault(from, specifier)).toBeTypeOf("string");
  });

  it("find a circle, however long", () => {
    const edge = (from: string, to: string) => ({ from, to, specifier: to });
    expect(circles([edge("a", "b"), edge("b", "c"), edge("c", "b")])).toEqual(["b -> c -> b"]);
    expect(circles([edge("a", "a")])).toEqual(["a -> a"]);
    expect(circles([edge("a", "b"), edge("a", "c"), edge("b", "c")])).toEqual([]);
  });
});

describe("the reader of imports", () => {
  it.each([
    'import { a } from "x";',
    'import "x";',
    'import a, { type B } from "x";',
    'import type { A } from "x";',
    'export { a } from "x";',
    'export * from "x";',
    'export type { A } from "x";',
    'import a = require("x");',
    'const f = async () => (await import("x")).a;',
    'const f = () => require("x");',
    'type A = typeof import("x");',
  ])("reads %s", (text) => {
    expect(importsIn("sample.ts", text)).toEqual(["x"]);
  });

  it("takes no text and no comment for an import", () => {
    const text = 'const text = \'import { a } from "x"\'; // import b from "y"';
    expect(importsIn("sample.ts", text)).toEqual([]);
  });
});

/** Each import that has a fault, as a line that names file, import and fault. */
function broken(faultOf: (each: Import) => string | false | undefined): string[] {
  return imports.flatMap((each) => {
    const fault = faultOf(each);
    return fault ? [`${each.from} imports "${each.specifier}": ${fault}`] : [];
  });
}

/** Why a file may not import another, or undefined when it may. */
function faultOf(from: string, to: string): string | undefined {
  const [folder, target] = [topOf(from), topOf(to)];
  if (folder !== target) {
    // What the pages of the CLI and of the sandbox show is written once, on the words and the money of the domain.
    const isPage = folder === "fleet" || from.startsWith("sandbox/page/");
    if (isPage && (target === "fleet" || layerOf(to) === "domain")) return undefined;
    if (folder === "fleet") return "fleet/ knows the domain only";
    return neighbours[folder]?.includes(target) ? undefined : `${folder}/ knows nothing of ${target}/`;
  }
  if (folder === "sandbox") return standInFault(from, to);
  if (folder !== "provider") return undefined;
  const [level, targetLevel] = [levelOf(from), levelOf(to)];
  if (level < targetLevel) return `${layers[level]} is below ${layers[targetLevel] ?? "index.ts"}`;
  return vendorFault(from, to);
}

// vendors/vendor.ts is the interface, the other loose files of vendors/ find the vendors, and vendors/kit/ serves them all; every
// other folder there is one vendor's.
function vendorFault(from: string, to: string): string | undefined {
  if (layerOf(to) !== "vendors" || to === "provider/vendors/vendor.ts") return undefined;
  const layer = layerOf(from);
  const isLoose = /^provider\/vendors\/[^/]+$/.test(from) && from !== "provider/vendors/vendor.ts";
  if (layer === undefined || layer === "pulumi" || isLoose) return undefined;
  if (layer === "vendors" && to.startsWith("provider/vendors/kit/")) return undefined;
  if (layer !== "vendors") return `${layer} knows vendors by vendors/vendor.ts only`;
  const own = vendorOf(from);
  return own !== undefined && own === vendorOf(to) ? undefined : "vendors know nothing of each other";
}

function standInFault(from: string, to: string): string | undefined {
  const target = vendorOf(to);
  if (target === undefined || vendorOf(from) === target) return undefined;
  if (from === "sandbox/index.ts" || from === "sandbox/vendors/index.ts") return undefined;
  return "a stand-in is known to sandbox/index.ts and sandbox/vendors/index.ts only";
}

function pulumiFault(from: string, specifier: string): string | undefined {
  if (!/^@pulumi\//.test(specifier) || from.startsWith("provider/pulumi/")) return undefined;
  return "only provider/pulumi/ knows Pulumi";
}

function topOf(file: string): string {
  return file.split("/")[0] ?? "";
}

/** The folder of provider/ that a file lies in; undefined for provider/index.ts and for other trees. */
function layerOf(file: string): string | undefined {
  return /^provider\/([^/]+)\//.exec(file)?.[1];
}

/** How far up a file lies; -1 in a folder that is no layer. */
function levelOf(file: string): number {
  return file === "provider/index.ts" ? layers.length : layers.indexOf(layerOf(file) ?? "");
}

/** The vendor whose file it is: a folder or a file of its name. */
function vendorOf(file: string): string | undefined {
  const name = /^(?:provider|sandbox)\/vendors\/([^/.]+)/.exec(file)?.[1];
  return vendorNames.find((vendor) => vendor === name);
}

/** What a source text imports: by import, export from, require and types. */
function importsIn(file: string, text: string): string[] {
  const found: string[] = [];
  const add = (specifier: ts.Node | undefined) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && loadsModule(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function loadsModule(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require")
  );
}

function isOwn(specifier: string): boolean {
  return specifier.startsWith(".") || /^pulumi-phone(\/|$)/.test(specifier);
}

/** The source file that a specifier names: relative, or by the package's own name as `exports` has it. */
function resolve(from: string, specifier: string): string | undefined {
  if (!isOwn(specifier)) return undefined;
  const target = specifier.startsWith(".")
    ? path.posix.join(path.posix.dirname(from), specifier)
    : exported(specifier.replace(/^pulumi-phone/, "."));
  // import() names the compiled file.
  return [target?.replace(/\.js$/, ".ts"), `${target}.ts`, `${target}/index.ts`].find(
    (file) => file !== undefined && files.includes(file),
  );
}

function exported(subpath: string): string | undefined {
  const manifest = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  return manifest.exports[subpath]?.default?.replace(/^\.\/dist\/(.*)\.js$/, "$1");
}

/** Every circle of imports once, as the files it goes through. */
function circles(edges: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges)
    if (to !== undefined) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      found.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return [...new Set(found)];
}
