import execa from "execa";

/**
 * Runs a command that has to succeed, and tells the milliseconds of processor time that all processes it started have taken; NaN
 * where there is no POSIX shell to tell them.
 *
 * @param {import("../lib/pulumi-project.mjs").PulumiProject} project
 * @param {readonly string[]} args
 */
export async function cpuOf(project, args) {
  if (process.platform === "win32") {
    await project.pulumi(args);
    return Number.NaN;
  }
  const script = 'pulumi "$@" --non-interactive --color=never >&2 || exit; times';
  const { stdout } = await execa("sh", ["-c", script, "sh", ...args], {
    cwd: project.project,
    stdin: "ignore",
    env: project.env,
    maxBuffer: 512 * 1024 * 1024,
  });
  // The shell's own are on the first line, those of what it waited for on the second: user, then system.
  const [, children = ""] = stdout.split("\n");
  const each = [...children.matchAll(/(\d+)m([\d.,]+)s/g)];
  return each.reduce(
    (sum, [, minutes, secs = ""]) => sum + 60_000 * Number(minutes) + 1_000 * Number(secs.replace(",", ".")),
    0,
  );
}
