import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./paths.mjs";
import { step } from "./progress.mjs";
import { pulumiIn } from "./pulumi-find.mjs";
import { replaceBin } from "./pulumi-replace.mjs";
import { excerpt, run } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";
import { isAtLeast } from "./versions.mjs";

const oldestGo = "1.25";
const stepName = "Pulumi CLI";

/** The packages to build, each from its own module under toolchain/, which pins every version. */
const packages = {
  pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  "pulumi-language-nodejs": "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
};

/** Finds the SDK from the Pulumi project, which is where the engine starts it. */
const dynamicProvider = `#!/bin/sh
entry=$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider', { paths: [process.cwd()] })") || exit 1
exec node "$entry" "$@"
`;

/**
 * Builds the release from its published Go modules, for machines that reach package registries only.
 *
 * @param {string} version
 * @param {string} folder
 * @param {import("./progress.mjs").Say} say
 */
export async function buildPulumi(version, folder, say) {
  await requireGo();
  await replaceBin(folder, async (partial) => {
    const bin = path.join(partial, "bin");
    await step(say, `Pulumi CLI: building ${version} with Go, about 3 minutes the first time`, async () => {
      const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
      await goBuild("pulumi", bin, `-s -w ${versionFlag}`);
      await goBuild("pulumi-language-nodejs", bin, "-s -w");
      const script = path.join(bin, "pulumi-resource-pulumi-nodejs");
      writeFileSync(script, dynamicProvider);
      chmodSync(script, 0o755);
    });
    await verify(bin, version);
  });
}

/**
 * @param {keyof typeof packages} name
 * @param {string} bin
 * @param {string} linkerFlags
 */
async function goBuild(name, bin, linkerFlags) {
  const args = ["build", "-trimpath", "-ldflags", linkerFlags, "-o", path.join(bin, name), packages[name]];
  const result = await run("go", args, {
    cwd: path.join(repository, "toolchain", name),
    // go.mod and go.sum are complete, so a build never edits them and asks no checksum database.
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
  });
  if (!result.ok) {
    throw new SetupError(
      stepName,
      `go build of ${name}: ${result.problem}\n${excerpt(result.output)}`,
      `see that the Go module proxy can be reached and some 3 GB of disk are free, then run it again; ${installByHand}`,
    );
  }
}

/**
 * @param {string} bin
 * @param {string} version
 */
async function verify(bin, version) {
  const cli = await pulumiIn(bin);
  const languageHost = await run(path.join(bin, "pulumi-language-nodejs"), ["-help"]);
  if (cli?.version === version && languageHost.ok) return;
  throw new SetupError(stepName, "what Go built does not run on this machine", installByHand);
}

async function requireGo() {
  const result = await run("go", ["version"]);
  const version = /go version go(\S+)/.exec(result.output)?.[1];
  if (version !== undefined && isAtLeast(version, oldestGo)) return;
  throw new SetupError(
    stepName,
    version === undefined
      ? "Go is not installed"
      : `Go ${version} is too old, ${oldestGo} is the oldest that builds Pulumi`,
    `install Go ${oldestGo} or newer and run it again; ${installByHand}`,
  );
}

const installByHand = "or put a Pulumi CLI >= 3.216 < 4 on PATH (https://www.pulumi.com/docs/install/).";
