import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";
import { linksOf, pages } from "../docs/markdown";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { run, runOrThrow } from "../support/run";

const bin = (tool: string) => path.join(repository, "node_modules/.bin", tool);

/** The result of a piece of JavaScript in the project that has the package installed. */
function evaluate(kind: "commonjs" | "module", source: string) {
  return run(process.execPath, [`--input-type=${kind}`, "-e", source], {
    cwd: inject("projectFolder"),
    env: childEnvironment(),
  });
}

test("publint finds nothing to say", async () => {
  const result = await run(bin("publint"), ["run", "--strict", inject("tarball")], {
    env: childEnvironment(),
  });
  expect(result.exitCode, result.all).toBe(0);
});

interface TypesProblem {
  readonly kind: string;
  readonly entrypoint?: string;
  readonly resolutionKind?: string;
  readonly resolutionOption?: string;
  readonly typesFileName?: string;
}

/**
 * Two things cannot be otherwise. The old resolution "node10" does not know `exports`, so subpaths cannot be found with
 * it; the package itself can. And `./provider` exports one object, as Pulumi must store a `require` of it, so it has no
 * names to import.
 */
function isAccepted(problem: TypesProblem): boolean {
  if (problem.kind === "NamedExports")
    return problem.typesFileName?.endsWith("/provider/pulumi/dynamic/provider.d.ts") ?? false;
  if (problem.resolutionKind === "node10") return problem.entrypoint !== ".";
  return problem.resolutionOption === "node10";
}

test("the types are found and true for CommonJS and ESM programs", async () => {
  // Into a file: it ends before a pipe has taken all that it prints.
  const answer = path.join(inject("projectFolder"), "attw.json");
  const command = '"$0" "$1" --format json > "$2"';
  await run("sh", ["-c", command, bin("attw"), inject("tarball"), answer], { env: childEnvironment() });
  const { analysis } = JSON.parse(await readFile(answer, "utf8")) as {
    analysis: {
      entrypoints: Record<string, { resolutions: Record<string, { resolution?: object }> }>;
      problems: readonly TypesProblem[];
    };
  };
  expect(Object.keys(analysis.entrypoints)).toContain(".");
  expect(analysis.entrypoints["."]?.resolutions.node10?.resolution).toBeDefined();
  expect(analysis.problems.filter((problem) => !isAccepted(problem))).toEqual([]);
});

const packedFiles = async () => {
  const { stdout } = await runOrThrow("tar", ["-tzf", inject("tarball")], { env: childEnvironment() });
  return stdout.trim().split("\n");
};

test("it holds what is built, the documents and the examples, and nothing else", async () => {
  const files = await packedFiles();
  const allowed =
    /^package\/((package\.json|LICENSE|[A-Z]+\.md)|dist\/(provider|fleet|sandbox|cli)\/.+\.js|dist\/(provider|sandbox)\/.+\.d\.ts|dist\/contract\/added-vendor\.mjs|plugin\/(phone\.js|schema\.json|LICENCES\.txt|package\.json|PulumiPlugin\.yaml|pulumi-resource-phone(\.cmd)?)|docs\/.+\.md|examples\/.+\.(ts|mjs))$/;
  expect(files.filter((file) => !allowed.test(file))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(["package/package.json", "package/dist/cli/main.js"]));
});

test("it is small, and so is the plugin in it, which is counted apart", async () => {
  const folder = path.join(inject("projectFolder"), "node_modules/pulumi-phone/plugin");
  const files = await Promise.all((await readdir(folder)).map((file) => readFile(path.join(folder, file))));
  const plugin = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  expect(plugin).toBeLessThanOrEqual(700_000);
  expect((await stat(inject("tarball"))).size - plugin).toBeLessThanOrEqual(330_000);
});

test("a page in it leads, and points, to pages in it; to the others by their addresses in the repository", async () => {
  const files = new Set((await packedFiles()).map((file) => file.replace(/^package\//, "")));
  const isPacked = (file: string) =>
    files.has(file) || [...files].some((each) => each.startsWith(`${file}/`));
  const packed = pages().filter(({ file }) => files.has(file));
  expect(packed.map(({ file }) => file)).toEqual(expect.arrayContaining(["README.md", "docs/reference.md"]));
  const faults = packed.flatMap((page) => {
    const relative = linksOf(page).filter((link) => !/^[a-z]+:|^#/.test(link));
    const linked = relative.map((link) =>
      path.posix.join(path.posix.dirname(page.file), link.split("#")[0] ?? ""),
    );
    const named = page.text.match(/(?<![\w/.-])(?:docs|examples)\/[\w/-]+\.(?:md|ts|mjs)/g) ?? [];
    const ofRepository = named.filter((file) => existsSync(path.join(repository, file)));
    return [...linked, ...ofRepository]
      .filter((file) => !isPacked(file))
      .map((file) => `${page.file}: ${file}`);
  });
  expect(faults).toEqual([]);
});

test("it has no page that its README does not lead to", async () => {
  const found = new Set(["README.md"]);
  const all = pages();
  for (const file of found) {
    const page = all.find((each) => each.file === file);
    for (const link of page ? linksOf(page) : [])
      if (!/^[a-z]+:|^#/.test(link))
        found.add(path.posix.join(path.posix.dirname(file), link.split("#")[0] ?? ""));
  }
  const files = (await packedFiles()).map((file) => file.replace(/^package\//, ""));
  expect(files.filter((file) => file.endsWith(".md") && !found.has(file))).toEqual([]);
});

test("it holds no comment in its modules, and all of them in its declarations", async () => {
  const installed = path.join(
    inject("projectFolder"),
    "node_modules/pulumi-phone/dist/provider/pulumi/dynamic/phone-number",
  );
  expect(await readFile(`${installed}.js`, "utf8")).not.toContain("/**");
  expect(await readFile(`${installed}.d.ts`, "utf8")).toContain(" * A rented phone number.");
});

test("its contract suite runs where it is installed", { timeout: 120_000 }, async () => {
  const folder = inject("projectFolder");
  const vitest = path.join(folder, "node_modules/vitest");
  await symlink(path.join(repository, "node_modules/vitest"), vitest);
  try {
    const meridian = "./node_modules/pulumi-phone/examples/meridian/meridian";
    const args = ["contract", `${meridian}.mjs`, "--stand-in", `${meridian}-stand-in.mjs`];
    const command = path.join(folder, "node_modules/.bin/pulumi-phone");
    const result = await run(command, args, { cwd: folder, env: childEnvironment({ NO_COLOR: "1" }) });
    expect(result.exitCode, result.all).toBe(0);
    expect(result.stdout).toMatch(/Tests\s+\d+ passed/);
  } finally {
    await rm(vitest);
  }
});

const subpaths = ["", "/provider", "/runtime", "/sandbox", "/vendor", "/plugin", "/package.json"];

test.each(subpaths)("pulumi-phone%s can be required and imported", async (subpath) => {
  const required = await evaluate("commonjs", `require("pulumi-phone${subpath}")`);
  expect(required.exitCode, required.all).toBe(0);
  const attributes = subpath.endsWith(".json") ? `, { with: { type: "json" } }` : "";
  const imported = await evaluate("module", `await import("pulumi-phone${subpath}"${attributes})`);
  expect(imported.exitCode, imported.all).toBe(0);
});

test.each(["dist/provider/index.js", "provider/index.ts", "dist/sandbox/index.js", "lifecycle"])(
  "pulumi-phone/%s cannot be reached",
  async (deep) => {
    const required = await evaluate("commonjs", `require("pulumi-phone/${deep}")`);
    expect(required.all).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
    const imported = await evaluate("module", `await import("pulumi-phone/${deep}")`);
    expect(imported.all).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  },
);

test("its command is on the project's path", async () => {
  const command = path.join(inject("projectFolder"), "node_modules/.bin/pulumi-phone");
  const result = await run(command, ["--help"], { env: childEnvironment() });
  expect(result.exitCode, result.all).toBe(0);
  expect(await readFile(command, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});
