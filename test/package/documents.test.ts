import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { blocksOf, pages } from "../docs/markdown";
import { commandsOf } from "../docs/shell";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { run, runOrThrow } from "../support/run";

async function pageOf(file: string) {
  return { file, text: await readFile(path.join(repository, file), "utf8") };
}

/** Works in a folder of its own, with what the project has installed. */
async function inProject(work: (folder: string) => Promise<void>): Promise<void> {
  const projects = path.join(inject("projectFolder"), "projects");
  await mkdir(projects, { recursive: true });
  const folder = await mkdtemp(path.join(projects, "documents-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("README.md: what is bought within five minutes is what it says", async () => {
  const [, second = "", third = ""] = await scriptsOf("README.md");
  expect(second).toContain("cat > index.ts");
  const sandbox = await startSandbox();
  try {
    await inProject(async (folder) => {
      const script = `${second}\n${third}`
        .replace("http://127.0.0.1:4999", sandbox.url)
        .replace(/^pulumi up/m, "pulumi up --yes");
      const env = childEnvironment({}, [inject("pulumiBin")]);
      const { all } = await runOrThrow("bash", ["-euc", script], { cwd: folder, env });
      const promised = [...third.matchAll(/^pulumi \w+\s+# (.*)$/gm)].map(([, said = ""]) => said);
      expect(promised).toHaveLength(2);
      for (const said of promised) {
        const [before = "", after = ""] = said.split("+1415…");
        expect(all).toMatch(new RegExp(`${literally(before)}\\+1415\\d{7}${literally(after)}`));
      }
      expect(sandbox.control.state().plivo).toMatchObject({ purchases: 1 });
    });
  } finally {
    await sandbox.close();
  }
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

test("docs/testing.md: its tests run, with the tsconfig.json of docs/programs.md", {
  timeout: 300_000,
}, async () => {
  const blocks = blocksOf(await pageOf("docs/testing.md"));
  const tsconfig = blocksOf(await pageOf("docs/programs.md")).find(({ language }) => language === "json");
  await inProject(async (folder) => {
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: lines\nruntime: nodejs\n");
    await writeFile(path.join(folder, "tsconfig.json"), tsconfig?.code ?? "");
    for (const { name, code } of blocks) {
      if (name !== undefined && !name.includes("/")) await writeFile(path.join(folder, name), code);
    }
    await mkdir(path.join(folder, "node_modules"));
    await symlink(path.join(repository, "node_modules/vitest"), path.join(folder, "node_modules/vitest"));
    const command = path.join(repository, "node_modules/vitest/vitest.mjs");
    const env = childEnvironment({ NO_COLOR: "1" }, [inject("pulumiBin")]);
    const result = await run(process.execPath, [command, "run", "--root", folder], { cwd: folder, env });
    expect(result.exitCode, result.all).toBe(0);
    expect(result.stdout).toMatch(/Tests\s+4 passed/);
  });
});

/** The blocks of `sh` of a page. */
async function scriptsOf(file: string): Promise<readonly string[]> {
  return blocksOf(await pageOf(file))
    .filter(({ language }) => language === "sh")
    .map(({ code }) => code);
}

test("docs/programs.md: each of its bundlers makes one file of the README's program", async () => {
  const program = /cat > index\.ts <<'END'\n(.*?)^END$/ms.exec(
    (await scriptsOf("README.md")).join("\n"),
  )?.[1];
  const [script = ""] = await scriptsOf("docs/programs.md");
  const tsconfig = blocksOf(await pageOf("docs/programs.md")).find(({ language }) => language === "json");
  const commands = script.trim().split("\n");
  expect(commands.map((line) => line.split(" ")[1])).toEqual(["esbuild", "@vercel/ncc"]);
  const env = childEnvironment({}, [path.join(repository, "node_modules/.bin")]);
  for (const command of commands) {
    await inProject(async (folder) => {
      await writeFile(path.join(folder, "index.ts"), program ?? "");
      await writeFile(path.join(folder, "tsconfig.json"), tsconfig?.code ?? "");
      await runOrThrow("sh", ["-c", command.replace(/^npx (@vercel\/)?/, "")], { cwd: folder, env });
      const made = await readFile(path.join(folder, "dist/index.js"), "utf8");
      expect(made).toContain('require("pulumi-phone")');
      expect(made).toContain("areaCode");
    });
  }
});

test("docs/ci.md: a copy of the example that was tried out is put back, and its pull request is pushed to an empty repository", async () => {
  const scripts = await scriptsOf("docs/ci.md");
  const [copy = ""] = (scripts[0] ?? "").split("\n");
  const putBack = scripts.find((script) => /^cp .*numbers\.ts/.test(script)) ?? "";
  const push = scripts.find((script) => script.startsWith("git init")) ?? "";
  await inProject(async (folder) => {
    const own = path.join(folder, "phones");
    await mkdir(own);
    await symlink(repository, path.join(folder, "pulumi-phone"));
    const env = childEnvironment({
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@example.com",
    });
    const sh = (script: string) => runOrThrow("sh", ["-ec", script], { cwd: own, env });
    await sh("git init -q --bare ../origin.git");
    await sh(copy);
    await sh("echo >> numbers.ts; echo >> Pulumi.staging.yaml");
    await sh(putBack);
    for (const file of ["numbers.ts", "Pulumi.staging.yaml"]) {
      const original = path.join(repository, "examples/environments", file);
      expect(await readFile(path.join(own, file), "utf8")).toBe(await readFile(original, "utf8"));
    }
    await sh(push.replace("<address>", "../origin.git"));
    const { stdout } = await sh("git -C ../origin.git diff --name-only main numbers");
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([".github/workflows/preview.yml", "ci/phones.mjs", "numbers.ts"]),
    );
  });
});

test("docs/import.md: a whole fleet comes under code by its commands, and changes nothing", async () => {
  const script = (await scriptsOf("docs/import.md")).find((each) => each.includes("pulumi-phone export"));
  const sandbox = await startSandbox();
  sandbox.control.changeNumbers({
    vendor: "plivo",
    own: [
      { e164: "+14155550123", country: "US", alias: "Main line" },
      { e164: "+14155550124", country: "US" },
    ],
  });
  try {
    await inProject(async (folder) => {
      const installed = path.join(inject("projectFolder"), "node_modules");
      const plugin = path.relative(folder, path.join(installed, "pulumi-phone/plugin"));
      const project = `name: phones\nruntime: nodejs\nplugins:\n  providers:\n    - name: phone\n      path: ${plugin}\n`;
      await writeFile(path.join(folder, "Pulumi.yaml"), project);
      await writeFile(path.join(folder, "index.ts"), "export const team = 1;\n");
      const variables = {
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "sandbox",
        PHONE_SANDBOX: sandbox.url,
      };
      const env = childEnvironment(variables, [inject("pulumiBin"), path.join(installed, ".bin")]);
      const commands = `pulumi stack init prod\n${script?.replaceAll("npx ", "")}`;
      const { all } = await runOrThrow("bash", ["-euc", commands], { cwd: folder, env });
      expect(all).toMatch(/Resources:\s+3 unchanged\s*$/);
      const { resources } = JSON.parse(await readFile(path.join(folder, "fleet.json"), "utf8"));
      expect(resources.map(({ name }: { name: string }) => name)).toEqual([
        "main-line",
        "number-14155550124",
      ]);
    });
  } finally {
    await sandbox.close();
  }
});

/** What the CLI says of itself: the names of the command, and its options. */
async function helpOf(
  words: readonly string[],
): Promise<{ readonly names: readonly string[]; readonly text: string }> {
  // Some options are shown only so, and are taken by every CLI, such as --plan.
  const shown = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_EXPERIMENTAL: "true" };
  const env = childEnvironment(shown, [inject("pulumiBin")]);
  const { stdout } = await run("pulumi", [...words, "--help"], { env });
  const [, usage = ""] = /Usage:\s+pulumi ([a-z -]*[a-z])/.exec(stdout) ?? [];
  const [, aliases = ""] = /Aliases:\s+([a-z, -]+)$/m.exec(stdout) ?? [];
  const others = aliases.split(", ").map((alias) => usage.replace(/[a-z-]+$/, alias));
  return { names: usage === "" ? [] : [usage, ...others], text: stdout };
}

test("every pulumi command of a page is one of the CLI, with the options that it has", async () => {
  const commands = pages()
    .flatMap(commandsOf)
    .flatMap(({ page, words: [first, ...rest] }) => (first === "pulumi" ? [{ page, words: rest }] : []));
  expect(commands.length).toBeGreaterThan(40);
  const helps = new Map<string, ReturnType<typeof helpOf>>();
  const faults: string[] = [];
  for (const { page, words } of commands) {
    const options = words.filter((word) => /^-/.test(word)).map((word) => word.replace(/=.*/, ""));
    const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
    const named = words.slice(0, end === -1 ? words.length : end).slice(0, 2);
    const key = named.join(" ");
    const asked = helps.get(key) ?? helpOf(named);
    helps.set(key, asked);
    const { names, text } = await asked;
    const isKnown = names.some((name) => key === name || key.startsWith(`${name} `));
    if (!isKnown) faults.push(`${page}: pulumi ${words.join(" ")}: no such command`);
    const missing = options.filter(
      (option) => !new RegExp(`(^|[ ,])${literally(option)}\\b`, "m").test(text),
    );
    if (isKnown && missing.length > 0)
      faults.push(`${page}: pulumi ${words.join(" ")}: no ${missing.join(", ")}`);
  }
  expect(faults).toEqual([]);
});
