import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { type Layout, withLayout } from "../support/layouts";
import { repository } from "../support/repository";
import { runOrThrow } from "../support/run";
import { type PhoneStack, programOf, refused, withPhoneStack } from "./support";

const numbers = { main: { vendor: "plivo", country: "US" } };

async function lives(phones: PhoneStack): Promise<void> {
  expect(await phones.preview()).toContain("main: picked +1");
  await phones.up();
  expect(phones.state.purchases).toBe(1);
  await phones.destroy();
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
}

test.each<Layout>(["named like the package", "pnpm", "workspaces"])(
  "preview, up and destroy work where the project's layout is: %s",
  async (layout) => {
    await withLayout(layout, async (installation) => {
      await withPhoneStack({ installation, program: programOf(numbers) }, lives);
    });
  },
);

/** The command says this one line instead, and nothing was sent. */
async function saysWhatIsMissing(phones: PhoneStack, more = ""): Promise<void> {
  const manifest = path.join(phones.project.workDir, "package.json");
  for (const printed of [refused(await phones.stack.preview()), refused(await phones.stack.up())]) {
    expect(printed.split("\n").filter((line) => line.includes("error:"))).toContain(
      `    error: ${manifest}: Pulumi cannot load pulumi-phone from the folder of the program. Nothing was bought. Add pulumi-phone to the dependencies of this package.json, also where a library brings it along${more}.`,
    );
    expect(printed).not.toMatch(/^\s+at |Cannot find module/m);
  }
  expect(phones.calls).toEqual([]);
}

test("where only a library depends on the package, it is said which package.json wants it", async () => {
  await withLayout("behind a library", async (installation) => {
    const program = programOf(numbers).replace("pulumi-phone", "numbers");
    const environment = { NODE_OPTIONS: "" };
    await withPhoneStack({ installation, program, environment }, (phones) => saysWhatIsMissing(phones));
  });
});

/** Ways to make one file of a program. */
const bundlers = {
  esbuild: async (entry: string) => {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: "node",
      external: ["@pulumi/pulumi"],
      write: false,
      logLevel: "silent",
    });
    return outputFiles[0]?.text ?? "";
  },
  /** By webpack inside. */
  ncc: async (entry: string) => {
    const output = path.join(path.dirname(entry), "ncc");
    const command = path.join(repository, "node_modules/.bin/ncc");
    const args = ["build", entry, "--out", output, "--external", "@pulumi/pulumi", "--no-cache", "--quiet"];
    await runOrThrow(command, args, { env: childEnvironment() });
    return readFile(path.join(output, "index.js"), "utf8");
  },
} as const;

/** One file of a program that declares the numbers, by the packages of the installed project. */
async function bundled(bundler: keyof typeof bundlers): Promise<string> {
  const entry = path.join(inject("projectFolder"), `${bundler}-entry.js`);
  await writeFile(entry, programOf(numbers));
  return bundlers[bundler](entry);
}

test.each(Object.keys(bundlers) as (keyof typeof bundlers)[])(
  "a program that %s has bundled works where the package is installed, and says so where it is not",
  async (bundler) => {
    const program = await bundled(bundler);
    expect(program).not.toMatch(/require\(["']pulumi-phone["']\)/);
    await withPhoneStack({ program }, lives);
    await withLayout("behind a library", async (installation) => {
      await withPhoneStack({ installation, program, environment: { NODE_OPTIONS: "" } }, (phones) =>
        saysWhatIsMissing(phones, ", and mark it as external where the program is bundled"),
      );
    });
  },
);
