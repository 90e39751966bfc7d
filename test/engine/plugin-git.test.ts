import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, inject, test } from "vitest";
import manifest from "../../package.json";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { serveRepository } from "../support/git-server";
import { brought, orSkipped } from "../support/not-on-this-machine";
import { run, runOrThrow } from "../support/run";

const installMs = 10 * 60_000;
const { version } = manifest;

const folderOf = (name: string) => mkdtemp(path.join(os.tmpdir(), name));

// Go takes a certificate from a variable on Linux alone.
test.skipIf(process.platform !== "linux")(
  "from a git address Pulumi clones the tag, installs what the plugin wants there, and starts it by the SDK",
  { timeout: installMs },
  async ({ skip }) => {
    const [checkout, home, elsewhere] = await Promise.all(["checkout-", "home-", "empty-"].map(folderOf));
    const packed = path.join(inject("projectFolder"), "node_modules/pulumi-phone/plugin");
    await cp(packed, path.join(defined(checkout), "plugin"), { recursive: true });
    const { url, certificate } = await orSkipped(skip, serveRepository(defined(checkout), `v${version}`));
    // How this machine reaches a registry is for its own variables to say.
    const env = {
      ...(process.env as Record<string, string>),
      ...childEnvironment({}, [inject("pulumiBin")]),
      PULUMI_HOME: defined(home),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      SSL_CERT_FILE: certificate,
    };
    await orSkipped(
      skip,
      brought("npm registry", runOrThrow("npm", ["view", "@pulumi/pulumi", "version"], { env })),
    );
    const args = ["package", "get-schema", `${url}/plugin@${version}`];
    const { stdout, all, exitCode } = await run("pulumi", args, { cwd: defined(elsewhere), env });
    if (exitCode === 0) {
      expect(JSON.parse(stdout.slice(stdout.indexOf("{")))).toMatchObject({ name: "phone", version });
      return;
    }
    // The host for Node.js that is built from the module proxy installs a plugin, and cannot start one: what newer ones run is run here.
    expect(all).toMatch(/Finished installing dependencies[\s\S]*not supported/);
    const plugins = path.join(defined(home), "plugins");
    const names = await readdir(plugins);
    const name = names.find((each) => each.endsWith(`plugin-v${version}`));
    const cloned = path.join(plugins, defined(name), "plugin");
    const starter = path.join(cloned, "node_modules/@pulumi/pulumi/cmd/run-plugin");
    const child = spawn(process.execPath, [starter, cloned, "127.0.0.1:1"], {
      cwd: cloned,
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = await once(createInterface({ input: child.stdout }), "line");
    expect(port).toMatch(/^\d+$/);
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
  },
);
