import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const text = readFileSync(path.join(repository, ".github/workflows/release.yml"), "utf8");
const workflow = parse(text) as { permissions: object; jobs: { test: Job; publish: Job } };
const { test: tested, publish } = workflow.jobs;

test("the release runs nothing that may change under its name: actions are pinned by digest", () => {
  const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("the release publishes with provenance, after every test, and only that job may", () => {
  expect(publish.needs).toBe("test");
  expect(tested.steps.map(({ run }) => run)).toContain("bash .ci/run");
  const published = publish.steps.flatMap(({ run = "" }) => (run.includes("npm publish") ? [run] : []));
  expect(published).toEqual([
    expect.stringMatching(
      /npm view "\$wanted" version \| grep -q \. \|\| npm publish --provenance --access public\n$/,
    ),
  ]);
  expect(workflow.permissions).toEqual({ contents: "read" });
  expect(tested.permissions).toBeUndefined();
  expect(publish.permissions).toEqual({ contents: "write", "id-token": "write" });
  expect(text).not.toMatch(/secrets\./);
});

test("a bill of materials, in which what is installed with the package is marked as no tool of ours, is beside each release", () => {
  const commands = publish.steps.map(({ run = "" }) => run);
  const [command = ""] = commands.filter((run) => run.startsWith("npm sbom"));
  const [made = "", file = ""] = command.split(" > ");
  expect(commands.find((run) => run.includes("gh release create"))).toContain(file);
  const [npm = "", ...args] = made.split(" ");
  const printed = execFileSync(npm, args, { cwd: repository, encoding: "utf8", env: childEnvironment() });
  const { bomFormat, components, metadata } = JSON.parse(printed) as {
    bomFormat: string;
    components: { name: string; properties: { name: string }[] }[];
    metadata: { component: { purl: string } };
  };
  expect(bomFormat).toBe("CycloneDX");
  expect(metadata.component.purl).toMatch(/^pkg:npm\/pulumi-phone@/);
  const named = components.filter(({ properties }) => properties.length === 0).map(({ name }) => name);
  const { dependencies } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  expect(named).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(named).not.toContain("typescript");
});

test("the plugin's archives are beside each release, and its tag has the plugin as it is built", () => {
  const commands = publish.steps.map(({ run = "" }) => run);
  expect(commands).toContain("npm run archives -- .cache/archives");
  const [tagged = ""] = commands.filter((run) => run.includes("git tag"));
  expect(tagged).toMatch(/git add --force plugin\n.* commit .*\n\s*git tag /);
  // A run that was cut off after any of its steps is gone on with by another one.
  expect(tagged).toMatch(/^if ! git ls-remote --exit-code origin "refs\/tags\/\$tag"; then$/m);
  expect(tagged).toMatch(/^gh release view "\$tag" \|\| gh release create/m);
  expect(tagged).toMatch(/gh release create .* \.cache\/archives\/\*/);
});

test("provenance names the repository of package.json", () => {
  const { repository: named } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  expect(named.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
});

test("every changeset is of this package, and says what users notice", () => {
  const folder = path.join(repository, ".changeset");
  for (const file of readdirSync(folder).filter((each) => each.endsWith(".md") && each !== "README.md")) {
    const content = readFileSync(path.join(folder, file), "utf8");
    expect(content, file).toMatch(/^---\n"pulumi-phone": (patch|minor|major)\n---\n\n\S.{20,}/);
  }
});
