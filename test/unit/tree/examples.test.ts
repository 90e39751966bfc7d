import { readFileSync } from "node:fs";
import path from "node:path";
import { satisfies } from "semver";
import { describe, expect, it } from "vitest";
import { vendorDefinitions } from "../../../provider/vendors";
import { exampleFiles, exampleNames, pluginExamples } from "../../support/examples";
import { repository } from "../../support/repository";

const text = (file: string) => readFileSync(path.join(repository, file), "utf8");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(text("package.json")) as Manifest;
const { packages } = JSON.parse(text("package-lock.json")) as { packages: Record<string, Manifest> };

/** The release of a package that this repository is tested with. */
function testedVersion(name: string): string {
  return (name === manifest.name ? manifest : packages[`node_modules/${name}`])?.version ?? "";
}

/** The program's files. A service brings its programs along, to the Automation API. */
function programOf(name: string): readonly string[] {
  if (name === "yaml") return ["Pulumi.yaml", "Main.yaml"];
  if (name === "python") return ["Pulumi.yaml", "__main__.py", "requirements.txt"];
  return ["tsconfig.json", ...(name === "automation" ? [] : ["Pulumi.yaml", "index.ts"])];
}

/** An example of a vendor of one's own lives from this checkout: its files are tried from here, too. */
const projects = exampleNames.filter((name) => name !== "meridian");

it.each(exampleNames)("the example %s stands in the list of examples", (name) => {
  expect(text("examples/README.md")).toContain(`](${name}/README.md)`);
});

describe.each(projects)("the example %s", (name) => {
  it("is a project that can be copied out: a program, its packages, its settings, and how to run it", async () => {
    expect(Object.keys(await exampleFiles(name))).toEqual(
      expect.arrayContaining(["README.md", "package.json", ...programOf(name)]),
    );
    const { private: isPrivate, dependencies } = JSON.parse(
      text(`examples/${name}/package.json`),
    ) as Manifest;
    expect(isPrivate).toBe(true);
    const isPlugin = pluginExamples.some((plugin) => plugin === name);
    expect(Object.keys(dependencies ?? {})).toEqual(
      expect.arrayContaining([...(isPlugin ? [] : ["@pulumi/pulumi"]), "pulumi-phone"]),
    );
  });

  it("asks for the packages that this repository is tested with, in a range", async () => {
    const files = Object.entries(await exampleFiles(name));
    for (const [, json] of files.filter(([file]) => path.basename(file) === "package.json")) {
      const { dependencies, devDependencies } = JSON.parse(json) as Manifest;
      for (const [dependency, range] of Object.entries({ ...dependencies, ...devDependencies })) {
        const tested = testedVersion(dependency);
        expect(satisfies(tested, range), `${dependency} ${range} against ${tested}`).toBe(true);
      }
    }
  });

  it("has no key in it", async () => {
    for (const [file, content] of Object.entries(await exampleFiles(name))) {
      expect(content, file).not.toMatch(
        /(authToken|ApiKey)["']?\s*[:=]\s*["']?[\w|-]{8}|encryptionsalt|secure:/i,
      );
    }
  });
});

describe.each(vendorDefinitions.map(({ name }) => name))("the example of %s", (name) => {
  it("is named in docs/reference.md", () => {
    expect(text("docs/reference.md")).toContain(`](../examples/${name}/index.ts)`);
  });

  it("stands in the vendor's page, word by word", () => {
    const program = text(`examples/${name}/index.ts`)
      .replace(/^(\/\/.*\n)+/, "")
      .trim();
    expect(text(`docs/vendors/${name}.md`)).toContain(program);
  });
});
