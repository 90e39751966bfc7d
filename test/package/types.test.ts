import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { cachedFolder } from "../support/cached-folder";
import { childEnvironment } from "../support/environment";
import { run, runOrThrow } from "../support/run";

/** What a program reaches of the package's declarations: every subpath that has some, and each kind of thing in them. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { listNumbers, PhoneError, PhoneNumber, searchNumbers } from "pulumi-phone";
import * as runtime from "pulumi-phone/runtime";
import { startSandbox } from "pulumi-phone/sandbox";
import * as vendor from "pulumi-phone/vendor";

const args: import("pulumi-phone").PhoneNumberArgs = { vendor: "plivo", country: "US", search: [{ areaCode: "415" }] };
export const line: pulumi.Output<string> = new PhoneNumber("line", args).e164;
export const others = [listNumbers, PhoneError, searchNumbers, startSandbox, vendor.remark, runtime.check];
`;

// As Pulumi's own template has been for years: no esModuleInterop, no skipLibCheck.
const template = {
  strict: true,
  outDir: "bin",
  target: "es2016",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: false,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

/** Settings of programs. None skips the check of declarations. */
const settings: Readonly<Record<string, object>> = {
  "those of Pulumi's template": template,
  "those of Pulumi's template, stricter": {
    ...template,
    target: "es2020",
    esModuleInterop: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  },
  nodenext: { ...template, target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
  bundler: { ...template, target: "es2022", module: "es2022", moduleResolution: "bundler" },
};

/** TypeScript 6 finds no types by itself, and wants to be told that the old resolution is meant. */
const sixth = { types: ["node"], rootDir: ".", ignoreDeprecations: "6.0" };

/** The compiler of a release, which is downloaded once. */
async function compilerOf(release: string): Promise<string> {
  const folder = await cachedFolder(`typescript-${release}`, async (target) => {
    await writeFile(path.join(target, "package.json"), '{ "private": true }');
    await runOrThrow("npm", ["install", "--no-audit", "--no-fund", `typescript@${release}`], {
      cwd: target,
      env: childEnvironment(),
    });
  });
  return path.join(folder, "node_modules/typescript/lib/tsc.js");
}

/** The errors that the compiler finds in a program, and in what it reaches. Other people's declarations are left to them. */
async function compile(compiler: string, compilerOptions: object, text: string): Promise<string[]> {
  const projects = path.join(inject("projectFolder"), "projects");
  await mkdir(projects, { recursive: true });
  const folder = await mkdtemp(path.join(projects, "types-"));
  await writeFile(path.join(folder, "index.ts"), text);
  await writeFile(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["index.ts"] }),
  );
  // The types that TypeScript includes by itself are those of the program's folder.
  await symlink(path.join(inject("projectFolder"), "node_modules"), path.join(folder, "node_modules"));
  const { exitCode, all } = await run(process.execPath, [compiler, "-p", folder, "--noEmit"], {
    env: childEnvironment(),
  });
  // An error begins with its place; further lines of it are indented.
  const errors = all.split(/\n(?=\S)/).filter((error) => error.trim() !== "");
  if (exitCode !== 0) expect(errors).not.toEqual([]);
  return errors.filter((error) => !/^\S*node_modules\/@(pulumi|grpc|types|protobufjs)\//.test(error));
}

/** Each release with settings that are common in its time; all of both with PHONE_MATRIX=1. */
const pairs: readonly (readonly [release: string, settings: string])[] = process.env.PHONE_MATRIX
  ? ["5.4.5", "5.9.3"].flatMap((release) => Object.keys(settings).map((name) => [release, name] as const))
  : [
      ["5.4.5", "those of Pulumi's template"],
      ["5.9.3", "nodenext"],
    ];

test.each(pairs)("TypeScript %s compiles a program with settings: %s", async (release, name) => {
  expect(await compile(await compilerOf(release), settings[name] ?? {}, program)).toEqual([]);
});

const own = () => path.join(inject("projectFolder"), "node_modules/typescript/lib/tsc.js");

test.each(process.env.PHONE_MATRIX ? Object.keys(settings) : ["those of Pulumi's template, stricter"])(
  "TypeScript 6 compiles a program with settings: %s",
  async (name) => {
    expect(await compile(own(), { ...settings[name], ...sixth }, program)).toEqual([]);
  },
);

test("one wrong word makes a message of few lines, which names what can be meant", async () => {
  const wrong = [
    ['{ vendor: "plvo", country: "US" }', "Did you mean '\"plivo\"'?"],
    ['{ vendor: "plivo", serch: {} }', "Did you mean to write 'search'?"],
    ['{ vendor: "plivo", type: "pager" }', '"tollfree"'],
    ['{ vendor: "plivo", search: { areaCode: 415 } }', "Types of property 'areaCode' are incompatible"],
    ['{ vendor: "plivo", vendorOptions: { npa: "1" } }', "'npa' does not exist"],
    ['{ vendor: "ravan", agent: "a" }', "Types of property 'agent' are incompatible"],
  ] as const;
  const lines = wrong.map(([args]) => `new PhoneNumber("line", ${args});`);
  const text = ['import { PhoneNumber } from "pulumi-phone";', ...lines].join("\n");
  const errors = await compile(own(), { ...template, ...sixth, noErrorTruncation: true }, text);
  expect(errors).toHaveLength(wrong.length);
  for (const [index, [, meant]] of wrong.entries()) {
    expect(errors[index]).toContain(meant);
    expect(errors[index]?.length).toBeLessThan(800);
  }
});
