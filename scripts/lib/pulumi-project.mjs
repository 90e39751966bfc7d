import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import execa from "execa";
import { providePulumi } from "./pulumi.mjs";

/** @typedef {Awaited<ReturnType<typeof openProject>>} PulumiProject */

/** What scripts leave in the checkout besides node_modules and dist; ignored by git. */
export const scratch = fileURLToPath(new URL("../../.cache", import.meta.url));

/**
 * A Pulumi project in a temporary folder, with a backend and a Pulumi home of its own.
 *
 * @param {object} options
 * @param {string} options.parent where the temporary folder is made: below the checkout a program finds the package by its name
 * @param {string} options.name
 * @param {string} [options.program] the text of the program
 * @param {string} [options.main] the file that has it, which says what language it is
 * @param {Record<string, string>} [options.environment]
 */
export async function openProject({ parent, name, program = "", main = "index.js", environment }) {
  const { bin } = await providePulumi();
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, `${name}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  const [project, state] = [path.join(folder, "project"), path.join(folder, "state")];
  await Promise.all([mkdir(project), mkdir(state)]);
  await writeFile(
    path.join(project, "Pulumi.yaml"),
    `name: ${name}\nruntime: nodejs\nmain: ${JSON.stringify(main)}\n`,
  );
  await writeFile(path.join(project, main), program);
  const env = {
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: name,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...environment,
  };

  return {
    folder,
    project,
    env,

    /**
     * @param {readonly string[]} args of a command that has to succeed
     * @returns {Promise<string>} what it printed
     */
    async pulumi(args) {
      const { stdout } = await execa("pulumi", [...args, "--non-interactive", "--color=never"], {
        cwd: project,
        stdin: "ignore",
        env,
        maxBuffer: 512 * 1024 * 1024,
      });
      return stdout;
    },

    /** Leaves the folder for a look around. */
    keep() {
      process.off("exit", remove);
    },

    close() {
      process.off("exit", remove);
      remove();
    },
  };
}
