import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { openProject, scratch } from "./pulumi-project.mjs";
import { openSandbox } from "./sandbox.mjs";

/** @typedef {Awaited<ReturnType<typeof openDemo>>} Demo */

const stack = "demo";

/** A sandbox, and a stack with the program of examples/plivo. */
export async function openDemo() {
  const sandbox = await openSandbox();
  const { baseUrl, credentials, agents } = sandbox.plivo;
  const example = new URL("../../examples/plivo/", import.meta.url);
  const program = await readFile(new URL("index.ts", example), "utf8");
  const project = await openProject({
    parent: scratch,
    name: "pulumi-phone-demo",
    program,
    main: "index.ts",
  });
  await copyFile(new URL("tsconfig.json", example), path.join(project.project, "tsconfig.json"));

  /** @param {string} key @param {string} value */
  const configure = (key, value) => project.pulumi(["config", "set", key, value]);

  await project.pulumi(["stack", "init", stack]);
  await configure("phone:sandbox", sandbox.url);
  await configure("agent", agents[0]);

  return {
    agents,
    /** Where the sandbox shows in a browser what happens. */
    page: `${sandbox.url}/`,
    configure,
    vendor: sandbox.state,

    /**
     * Runs a Pulumi command and prints what it said.
     *
     * @param {string[]} args
     */
    async pulumi(...args) {
      console.log(`   $ pulumi ${args.join(" ")}`);
      const output = await project.pulumi([...args, "--suppress-progress"]);
      for (const line of output.split("\n").filter((each) => each.trim() !== "")) console.log(`   | ${line}`);
      return output;
    },

    /** @param {string} name */
    output: (name) => project.pulumi(["stack", "output", name]),

    /** The calls that could have changed something. */
    async writes() {
      const calls = await sandbox.calls();
      return calls.filter(({ method }) => method !== "GET").map((call) => `${call.method} ${call.path}`);
    },

    /**
     * Binds another agent over the vendor's API, as its console does.
     *
     * @param {string} number
     * @param {string} agent
     */
    async behindTheBack(number, agent) {
      const { plivoAuthId: id, plivoAuthToken: token } = credentials;
      const response = await fetch(`${baseUrl}/v1/Account/${id}/Number/${number.slice(1)}/`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${id}:${token}`).toString("base64")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ app_id: agent }),
      });
      if (!response.ok) throw new Error(`the sandbox refused the change: ${response.status}`);
    },

    async showVendor() {
      const { owned, purchases, releases } = await sandbox.state();
      const rows = owned.map(
        ({ e164, agent, renewsAt }) => `${e164} with agent ${agent}, renews ${renewsAt}`,
      );
      console.log(
        `   vendor holds: ${rows.join("; ") || "nothing"} (${purchases} bought, ${releases} released in all)`,
      );
    },

    /** Leaves sandbox and stack for a look around. */
    keep() {
      sandbox.keep();
      project.keep();
      const { PATH, PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = project.env;
      console.log(`
Kept: the sandbox at ${sandbox.url} (process ${sandbox.pid}) and the stack in ${project.project}
In a browser: ${sandbox.url}/
To look around:
  export PULUMI_HOME=${PULUMI_HOME}
  export PULUMI_BACKEND_URL=${PULUMI_BACKEND_URL}
  export PULUMI_CONFIG_PASSPHRASE=${PULUMI_CONFIG_PASSPHRASE}
  export PATH=${PATH.split(":")[0]}:$PATH; cd ${project.project}; pulumi stack select ${stack}; pulumi up
To end it: kill ${sandbox.pid}; rm -r ${project.folder}`);
    },

    async close() {
      await sandbox.close();
      project.close();
    },
  };
}
