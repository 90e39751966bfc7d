import path from "node:path";
import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { runOrThrow } from "../support/run";

/** The files that a program in the project loads beyond the SDK, below `node_modules`. */
async function loadedBy(program: string): Promise<string[]> {
  const script = `require("@pulumi/pulumi"); const before = new Set(Object.keys(require.cache)); ${program};
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.has(file))));`;
  const cwd = inject("projectFolder");
  const { stdout } = await runOrThrow(process.execPath, ["-e", script], { cwd, env: childEnvironment() });
  const files = JSON.parse(stdout) as string[];
  return files
    .map((file) =>
      file
        .split(path.sep)
        .join("/")
        .replace(/^.*?\/node_modules\//, ""),
    )
    .toSorted();
}

// What it takes to declare numbers. Schemas, the HTTP client, phone number metadata and vendors are for the provider's process.
const ofPrograms = [
  "domain/characters.js",
  "domain/claim.js",
  "domain/errors.js",
  "domain/program-numbers.js",
  "index.js",
  "lifecycle/observed.js",
  "pulumi/dynamic/phone-number.js",
  "pulumi/dynamic/provider-text.js",
  "pulumi/dynamic/provider.js",
  "pulumi/former-names.js",
  "pulumi/installed-text.js",
  "pulumi/mirroring.js",
  "pulumi/number-resource.js",
  "pulumi/numbers-text.js",
  "pulumi/search-and-list.js",
  "pulumi/secrets-among.js",
  "pulumi/shown-alone.js",
  "vendors/vendor.js",
].map((file) => `pulumi-phone/dist/provider/${file}`);

test("a program that declares a number loads what declares it, and no library", async () => {
  const declares = `const { PhoneNumber } = require("pulumi-phone"); require("@pulumi/pulumi").runtime.setMocks({
    call: () => ({}), newResource: ({ inputs }) => ({ id: "+14155550100", state: inputs }),
  }); new PhoneNumber("line", { vendor: "plivo", country: "US" })`;
  expect(await loadedBy(declares)).toEqual(ofPrograms);
});

test("a program that imports a class of errors or a look-up loads no more", async () => {
  expect(await loadedBy(`require("pulumi-phone").searchNumbers; require("pulumi-phone").PhoneError`)).toEqual(
    ofPrograms,
  );
});
