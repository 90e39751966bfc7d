// npm run build: compiles what has changed, and lays into dist what is published: modules without comments, the declarations that a
// program can reach, and the contract suite as one module.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { licencesOf } from "./lib/licences.mjs";

const repository = fileURLToPath(new URL("..", import.meta.url));
const compiled = path.join(repository, ".cache/build");
const output = path.join(repository, "dist");

const compiler = [path.join(repository, "node_modules/typescript/bin/tsc"), "--build", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, compiler, { cwd: repository, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

/** What stays as it is written: Pulumi stores the text of their functions where the package is linked. */
const untouched = ["provider.js", "provider-text.js"].map((file) =>
  path.join("provider", "pulumi", "dynamic", file),
);

/**
 * Lines end where they may, so that a stack still tells the place; names of the top of a module stay, classes of errors among them.
 *
 * @type {import("esbuild").TransformOptions}
 */
const smaller = {
  minifyWhitespace: true,
  // Not the syntax: Node.js tells the names that an ES module can import by the form of these modules.
  minifyIdentifiers: true,
  lineLimit: 800,
  target: "node20",
  legalComments: "none",
};

/** What the plugin says before anything else where its Node.js is too old: its first line, which any Node.js can read. */
const olderNode = `"use strict";(function(v){\
if(v[0]<20||v[0]==20&&v[1]<19||v[0]==21||v[0]==22&&v[1]<12){\
console.error("pulumi-resource-phone runs on Node.js 20.19, 22.12 or newer, and this is "+process.versions.node+", "+process.execPath);\
process.exit(1)}})(process.versions.node.split(".").map(Number));`;

/** @type {Map<string, string>} */
const published = new Map();

for (const file of declarations()) published.set(file, readFileSync(path.join(compiled, file), "utf8"));
published.set(
  path.join("contract", "added-vendor.mjs"),
  await bundled("test", "contract/added-vendor.ts", "esm"),
);
published.set(path.join("cli", "main.js"), required(await bundled("cli", "main.ts", "cjs")));
published.set(path.join("sandbox", "index.js"), required(await bundled("sandbox", "index.ts", "cjs")));
for (const file of modules()) {
  const text = required(readFileSync(path.join(compiled, file), "utf8"));
  published.set(file, untouched.includes(file) ? text : (await transform(text, smaller)).code);
}

for (const [file, text] of published) {
  const target = path.join(output, file);
  // Unchanged files keep their time: what watches them sees what has changed.
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}
await writePlugin();
for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
  const file = path.relative(output, path.join(entry.parentPath, entry.name));
  if (!entry.isDirectory() && !published.has(file)) rmSync(path.join(output, file));
}

/** The plugin for other languages: one file, with all that it takes but Node.js, and the licences of what is in it. */
async function writePlugin() {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(repository, "provider/pulumi/plugin/start-plugin.ts")],
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
    metafile: true,
    minify: true,
    // Errors are known by the names of their classes.
    keepNames: true,
    lineLimit: 800,
    legalComments: "none",
    target: "node20",
    banner: { js: olderNode },
  });
  if (process.argv.includes("--metafile"))
    await writeFile(path.join(compiled, "plugin.json"), JSON.stringify(metafile));
  const made = {
    "phone.js": outputFiles?.[0]?.text ?? "",
    "LICENCES.txt": licencesOf(repository, Object.keys(metafile?.inputs ?? {})),
  };
  for (const [file, text] of Object.entries(made)) {
    const target = path.join(repository, "plugin", file);
    if (!existsSync(target) || readFileSync(target, "utf8") !== text) await writeFile(target, text);
  }
}

/**
 * Modules of the package that are loaded on demand are required: Yarn's Plug'n'Play, without its loader of ES modules, has import()
 * find nothing.
 *
 * @param {string} text
 */
function required(text) {
  return text.replace(/\bimport\(("\.[^"]+")\)/g, "Promise.resolve().then(() => require($1))");
}

/** The modules that the subpaths of package.json and what is bundled lead to; those of the plugin alone are in its bundle. */
function modules() {
  /** @type {Set<string>} */
  const found = new Set();
  const bundles = [...published].filter(([file]) => /\.m?js$/.test(file));
  const asked = bundles.flatMap(([file, text]) => required(text) && namedIn(file, text));
  const entries = subpaths().flatMap(({ default: file = [] }) => file);
  for (const file of [...entries.map((entry) => path.relative("dist", entry)), ...asked]) follow(file, found);
  return found;
}

/**
 * @param {string} file
 * @param {Set<string>} found
 */
function follow(file, found) {
  if (found.has(file) || published.has(file)) return;
  found.add(file);
  for (const next of namedIn(file, readFileSync(path.join(compiled, file), "utf8"))) follow(next, found);
}

/**
 * The modules of the package that a module loads, at once or on demand.
 *
 * @param {string} file
 * @param {string} text
 */
function namedIn(file, text) {
  return [...text.matchAll(/(?:\bfrom|\bimport\(|\brequire\(|\bimport)\s*"(\.[^"]+)"/g)].map(
    ([, specifier = ""]) => {
      const target = path.join(path.dirname(file), specifier.replace(/\.js$/, ""));
      return existsSync(path.join(compiled, `${target}.js`)) ? `${target}.js` : path.join(target, "index.js");
    },
  );
}

/** @returns {{ types?: string, default?: string }[]} */
function subpaths() {
  return Object.values(JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")).exports);
}

/** The declarations that the subpaths of package.json lead to. */
function declarations() {
  const entries = subpaths().flatMap(({ types = [] }) => types);
  /** @type {Set<string>} */
  const found = new Set();
  for (const entry of entries) reach(path.relative("dist", entry), found);
  return found;
}

/**
 * @param {string} file
 * @param {Set<string>} found
 */
function reach(file, found) {
  if (found.has(file)) return;
  found.add(file);
  const text = readFileSync(path.join(compiled, file), "utf8");
  for (const [, specifier = ""] of text.matchAll(/(?:from|import\(|require\()\s*"(\.[^"]+)"/g)) {
    const target = path.join(path.dirname(file), specifier.replace(/\.js$/, ""));
    const declared = [`${target}.d.ts`, path.join(target, "index.d.ts")];
    const next = declared.find((each) => existsSync(path.join(compiled, each)));
    if (next === undefined) throw new Error(`${file} names ${specifier}, which has no declaration`);
    reach(next, found);
  }
}

/**
 * What lies in a folder as one module: the commands, and the tests that a vendor must pass, for people's vitest. They import the rest as it
 * is published, so that there is one copy of it.
 *
 * @param {string} folder
 * @param {string} entry
 * @param {"cjs" | "esm"} format
 */
async function bundled(folder, entry, format) {
  const { outputFiles } = await build({
    entryPoints: [path.join(repository, folder, entry)],
    bundle: true,
    format,
    platform: "node",
    write: false,
    minify: true,
    lineLimit: 400,
    packages: "external",
    target: "node20",
    plugins: [
      {
        name: "published",
        setup({ onResolve }) {
          onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir, kind }) => {
            const source = path.join(resolveDir, specifier.replace(/\.js$/, ""));
            // Of the commands and the sandbox nothing else is published.
            const isWithin = [folder, "cli", "sandbox"].some((each) =>
              source.startsWith(path.join(repository, each, path.sep)),
            );
            if (kind === "entry-point" || (isWithin && source !== path.join(repository, "sandbox")))
              return undefined;
            const module = existsSync(`${source}.ts`) ? `${source}.js` : path.join(source, "index.js");
            return { path: path.posix.join("..", path.relative(repository, module)), external: true };
          });
        },
      },
    ],
  });
  return outputFiles?.[0]?.text ?? "";
}
