import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { repository } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {{ e164: string, agent: string | null, renewsAt: string }} OwnedRow
 * @typedef {{ baseUrl: string, credentials: Record<string, string>, agents: [string, string] }} StandIn
 * @typedef {Awaited<ReturnType<typeof openDemo>>} Demo
 */

const vendor = "plivo";
const stack = "demo";

/**
 * A sandbox in a process of its own, and a stack on a file backend in a temporary folder, with the program of
 * examples/plivo.
 *
 * @param {string} pulumiBin folder of the Pulumi CLI
 * @param {boolean} keep whether the sandbox outlives this process
 */
export async function openDemo(pulumiBin, keep) {
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-phone-demo-"));
  const { url, child } = await startSandbox(keep);
  /** @type {{ vendors: { plivo: StandIn } }} */
  const stocktaking = await getJson(`${url}/_sandbox`);
  const standIn = stocktaking.vendors[vendor];
  const env = {
    ...process.env,
    PATH: `${pulumiBin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const project = path.join(folder, "project");

  /** @param {string[]} args */
  async function quietly(...args) {
    const result = await run(
      path.join(pulumiBin, "pulumi"),
      [...args, "--non-interactive", "--color=never"],
      {
        cwd: project,
        env,
      },
    );
    if (!result.ok) throw new Error(`pulumi ${args.join(" ")} failed: ${result.problem}\n${result.output}`);
    return result.output;
  }

  /** @param {string} key @param {string} value */
  async function configure(key, value) {
    await quietly("config", "set", key, value);
  }

  await mkdir(path.join(folder, "state"), { recursive: true });
  await mkdir(project);
  const program = path.join(repository, "examples/plivo/index.ts");
  await writeFile(
    path.join(project, "Pulumi.yaml"),
    `name: phone-demo\nruntime: nodejs\nmain: ${JSON.stringify(program)}\n`,
  );
  await quietly("stack", "init", stack);
  await configure("phone:sandbox", url);
  await configure("agent", standIn.agents[0]);

  return {
    agents: standIn.agents,
    configure,

    /**
     * Runs a Pulumi command and prints what it said.
     *
     * @param {string[]} args
     */
    async pulumi(...args) {
      console.log(`   $ pulumi ${args.join(" ")}`);
      const output = await quietly(...args, "--suppress-progress");
      for (const line of output.split("\n").filter((each) => each.trim() !== "")) console.log(`   | ${line}`);
      return output;
    },

    /** @param {string} name */
    async output(name) {
      return (await quietly("stack", "output", name)).trim();
    },

    async vendor() {
      /** @type {{ plivo: { owned: OwnedRow[], purchases: number, releases: number } }} */
      const state = await getJson(`${url}/_sandbox/state`);
      return state[vendor];
    },

    /** The calls that could have changed something. */
    async writes() {
      /** @type {{ method: string, path: string }[]} */
      const calls = await getJson(`${url}/_sandbox/calls?vendor=${vendor}`);
      return calls.filter(({ method }) => method !== "GET").map((call) => `${call.method} ${call.path}`);
    },

    /**
     * Binds another agent over the vendor's API, as its console does.
     *
     * @param {string} number
     * @param {string} agent
     */
    async behindTheBack(number, agent) {
      const { plivoAuthId: id, plivoAuthToken: token } = standIn.credentials;
      const response = await fetch(`${standIn.baseUrl}/v1/Account/${id}/Number/${number.slice(1)}/`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${id}:${token}`).toString("base64")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ app_id: agent }),
      });
      if (!response.ok) throw new Error(`the sandbox refused the change: ${response.status}`);
    },

    /**
     * Says what was done to a number, in one plain line.
     *
     * @param {string} line
     */
    act(line) {
      console.log(line);
    },

    async showVendor() {
      const { owned, purchases, releases } = await this.vendor();
      const rows = owned.map(
        ({ e164, agent, renewsAt }) => `${e164} with agent ${agent}, renews ${renewsAt}`,
      );
      console.log(
        `   vendor holds: ${rows.join("; ") || "nothing"} (${purchases} bought, ${releases} released in all)`,
      );
    },

    /** Leaves sandbox and stack for a look around. */
    keep() {
      child.unref();
      child.stdout.destroy();
      console.log(`\nKept: the sandbox at ${url} (process ${child.pid}) and the stack in ${project}`);
      console.log("To look around:");
      for (const name of ["PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"]) {
        console.log(`  export ${name}=${env[/** @type {keyof typeof env} */ (name)]}`);
      }
      console.log(`  export PATH=${pulumiBin}:$PATH; cd ${project}; pulumi stack select ${stack}; pulumi up`);
      console.log(`To end it: kill ${child.pid}; rm -r ${folder}`);
    },

    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill();
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param {boolean} keep */
async function startSandbox(keep) {
  const child = spawn(process.execPath, [path.join(repository, "dist/cli/main.js"), "sandbox"], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: keep,
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) return { url, child };
  }
  throw new Error("the sandbox ended before it was ready");
}

/**
 * @template T
 * @param {string} url
 * @returns {Promise<T>}
 */
async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return /** @type {Promise<T>} */ (response.json());
}
