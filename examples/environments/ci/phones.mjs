// @ts-check
// What CI does with the stacks. By hand it is the same:
//
//   node ci/phones.mjs rehearse                  dev's whole life on a sandbox: bought, unchanged, given back
//   node ci/phones.mjs preview staging           the plan, saved; exits 3 when numbers would be given up, unless ALLOW_RELEASE=true
//   node ci/phones.mjs comment staging           the plan as a comment on the pull or merge request
//   node ci/phones.mjs deploy staging            what the saved plan says, and nothing else
//   node ci/phones.mjs drift staging             exits 3 when the vendor has it otherwise than the program, or something that no stack has
//   node ci/phones.mjs renew staging             ends the numbers whose renewal is off and whose rent is due
//   node ci/phones.mjs recover staging           after a run that was killed
//   node ci/phones.mjs page staging              the fleet as a page
//
// `preview` and `deploy` with --refresh look at the vendor first, and repair what was changed there. Files go to the folder `ci-out`. PULUMI_ORG, where it is set, is the organization of the stacks.
import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startSandbox } from "pulumi-phone/sandbox";
import { writeComment } from "./comment.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const phoneCommand = path.join(
  path.dirname(createRequire(import.meta.url).resolve("pulumi-phone/package.json")),
  "dist/cli/main.js",
);

const failed = 1;
const misunderstood = 2;
/** The exit code of `pulumi-phone`, and of this script, for what a person has to look at. */
const found = 3;

/** @typedef {{ code: number, stdout: string, stderr: string }} Ended */

/**
 * Runs a command to its end, and shows what it says unless that is asked for.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, environment?: Record<string, string> }} [options]
 * @returns {Promise<Ended>}
 */
function run(command, args, { quiet = false, environment = {} } = {}) {
  return new Promise((resolve, reject) => {
    const output = quiet ? "pipe" : "inherit";
    const env = { ...process.env, ...environment };
    const child = spawn(command, args, { cwd: project, env, stdio: ["ignore", output, output] });
    const said = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text) => (said.stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (said.stderr += text));
    // A job that is cancelled tells this process only. One SIGINT lets Pulumi end the purchase in flight and write it down; two would not.
    // At a terminal, Ctrl-C reaches Pulumi by itself.
    let isTold = process.stdin.isTTY;
    const tell = () => {
      if (!isTold) child.kill("SIGINT");
      isTold = true;
    };
    process.on("SIGINT", tell).on("SIGTERM", tell);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", tell).off("SIGTERM", tell);
      resolve({ code: code ?? failed, ...said });
    });
  });
}

/** @param {string} stack */
const fullName = (stack) => (process.env.PULUMI_ORG ? `${process.env.PULUMI_ORG}/${stack}` : stack);

/**
 * @param {string} stack
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
const pulumi = (stack, args, options) =>
  run("pulumi", [...args, "--stack", fullName(stack), "--non-interactive"], options);

/** @param {string[]} args */
const phone = (...args) => run(process.execPath, [phoneCommand, ...args], { quiet: true });

/** @param {string} name */
const outFile = (name) => path.join(project, "ci-out", name);
/** @param {string} stack */
const savedPlan = (stack) => outFile(`${stack}.plan.json`);
/** @param {string} stack */
const planText = (stack) => outFile(`${stack}.md`);

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${text}\n`);
}

/**
 * Previews the stack, and makes a plan of what that says of numbers.
 *
 * @param {string} stack
 * @param {string[]} flags of the preview
 * @param {string[]} planFlags
 */
async function planOf(stack, flags, planFlags) {
  const preview = outFile(`${stack}.preview.json`);
  const { stdout } = await pulumi(stack, ["preview", "--json", "--show-replacement-steps", ...flags], {
    quiet: true,
  });
  writeFileSync(preview, stdout);
  return phone("plan", preview, ...planFlags);
}

/**
 * @param {string} stack
 * @param {readonly string[]} [flags]
 */
async function preview(stack, flags = []) {
  rmSync(savedPlan(stack), { force: true });
  const allowed = process.env.ALLOW_RELEASE === "true" ? ["--allow-release"] : [];
  const { code, stdout, stderr } = await planOf(
    stack,
    ["--save-plan", savedPlan(stack), ...flags],
    ["--markdown", ...allowed],
  );
  const problem = code === failed ? `\`\`\`\n${stderr.trim()}\n\`\`\`\n` : "";
  writeFileSync(planText(stack), `## ${stack}\n\n${stdout}${problem}`);
  say(readFileSync(planText(stack), "utf8"));
  // Without a plan there is no deployment.
  if (code !== 0) rmSync(savedPlan(stack), { force: true });
  if (code === found) say(`The gate of ${stack} is closed. If it is meant, allow it: ALLOW_RELEASE=true.`);
  return code;
}

/** @param {string} stack */
async function comment(stack) {
  const said = readFileSync(planText(stack), "utf8");
  await writeComment(`<!-- numbers of ${stack} -->`, said, process.env);
  return 0;
}

/**
 * @param {string} stack
 * @param {readonly string[]} flags those of the preview
 */
async function deploy(stack, flags) {
  if (!existsSync(savedPlan(stack))) throw new Error(`${stack} has no plan: preview it first`);
  const { code } = await pulumi(stack, [
    "up",
    "--yes",
    "--skip-preview",
    "--plan",
    savedPlan(stack),
    ...flags,
  ]);
  // It is good for one run.
  rmSync(savedPlan(stack));
  if (code !== 0) {
    say(
      `${stack} is not what its plan says. If other numbers are for sale by now, preview it again, and deploy.`,
    );
  }
  return code;
}

/** @typedef {{ action: string, name: string }} Planned */

/**
 * What the next up would do to numbers, after a look at the vendor.
 *
 * @param {string} stack
 * @returns {Promise<readonly Planned[]>}
 */
async function dueChanges(stack) {
  const { code, stdout, stderr } = await planOf(stack, ["--refresh"], ["--json", "--allow-release"]);
  if (code !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout).numbers;
}

/**
 * The resources whose purchase is open. What the program does not ask for any more no run resumes.
 *
 * @param {string} stack
 * @returns {Promise<readonly string[]>}
 */
async function openIn(stack) {
  const { code, stdout, stderr } = await phone("list", "--stack", fullName(stack), "--json");
  if (code !== 0) throw new Error(stderr.trim());
  /** @type {readonly { status: string | null, resource: string | null }[]} */
  const rows = JSON.parse(stdout);
  return rows
    .filter(({ status }) => status === "unsettled")
    .map(({ resource }) => resource ?? "one of several");
}

/** @param {string} stack */
async function drift(stack) {
  const drifted = (await dueChanges(stack)).filter(({ action }) => action !== "end");
  if (drifted.length > 0) {
    const { stdout } = await phone("plan", outFile(`${stack}.preview.json`), "--markdown", "--allow-release");
    say(`## ${stack} is not as the program says: the next deployment would do this\n\n${stdout}`);
    await pulumi(stack, ["preview", "--refresh", "--diff"]);
  }
  const orphans = await phone("orphans", "--stack", fullName(stack));
  say(`## Numbers that no stack has\n\n\`\`\`\n${(orphans.stdout + orphans.stderr).trim()}\n\`\`\``);
  const open = await openIn(stack);
  if (open.length > 0)
    say(`Bought, or not, by a run that was cut off: ${open.join(", ")}; see pulumi-phone list`);
  return Math.max(orphans.code, drifted.length + open.length > 0 ? found : 0);
}

/**
 * The numbers that were deployed with their renewal off: what a merge has changed since waits for its approval.
 *
 * @param {string} stack
 * @returns {Promise<readonly string[]>}
 */
async function endingIn(stack) {
  const { code, stdout, stderr } = await pulumi(stack, ["stack", "export"], { quiet: true });
  if (code !== 0) throw new Error(stderr.trim());
  /** @type {readonly { urn: string, type: string, inputs?: { renewal?: unknown } }[]} */
  const resources = JSON.parse(stdout).deployment.resources ?? [];
  return resources
    .filter(({ type, inputs }) => type.endsWith(":PhoneNumber") && inputs?.renewal === "off")
    .map(({ urn }) => urn.split("::").at(-1) ?? "");
}

/** @param {string} stack */
async function renew(stack) {
  const ending = await endingIn(stack);
  const due = (await dueChanges(stack))
    .filter(({ action, name }) => action === "end" && ending.includes(name))
    .map(({ name }) => name);
  if (due.length === 0) {
    say(`Nothing ends in ${stack} today.`);
    return 0;
  }
  say(`In ${stack} these end today: ${due.join(", ")}`);
  const targets = due.flatMap((name) => ["--target", `**PhoneNumber::${name}`]);
  return (await pulumi(stack, ["up", "--yes", "--skip-preview", "--refresh", ...targets])).code;
}

/** @param {string} stack */
async function recover(stack) {
  // It fails where the killed run has left no lock, which is as well.
  await pulumi(stack, ["cancel", "--yes"]);
  const gate = await preview(stack);
  if (gate !== 0) return gate;
  const { code } = await pulumi(stack, ["up", "--yes", "--skip-preview"]);
  if (code !== 0) return code;
  const open = await openIn(stack);
  if (open.length > 0) {
    say(`Not known yet, so Pulumi keeps it: ${open.join(", ")}; see pulumi-phone list`);
    return found;
  }
  // Only now: until here they are what tells of the killed run's purchases.
  return (await pulumi(stack, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"])).code;
}

/** @param {string} stack */
async function page(stack) {
  const file = outFile(`${stack}.html`);
  const { code, stdout, stderr } = await phone("list", "--stack", fullName(stack), "--html", file);
  say(`\`\`\`\n${(stdout + stderr).trim()}\n\`\`\``);
  return code;
}

async function rehearse() {
  const stack = "dev";
  const configuration = path.join(project, `Pulumi.${stack}.yaml`);
  const before = readFileSync(configuration);
  const state = mkdtempSync(path.join(tmpdir(), "rehearsal-"));
  const environment = {
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_ORG: "",
  };
  /** @param {string[]} args */
  const step = async (...args) => {
    const { code, stderr } = await run("pulumi", [...args, "--stack", stack, "--non-interactive"], {
      environment,
      quiet: args[0] === "config",
    });
    if (code !== 0) throw new Error(`pulumi ${args[0]} ended with status ${code} ${stderr}`);
  };
  try {
    await step("stack", "init");
    // Of its own, on a port that is free: the one that dev's file names may be somebody's trial.
    const sandbox = await startSandbox();
    try {
      await step("config", "set", "phone:sandbox", sandbox.url);
      await step("up", "--yes", "--skip-preview");
      await step("preview", "--expect-no-changes");
      await step("destroy", "--yes", "--skip-preview");
      say(
        `The rehearsal has bought ${sandbox.control.state().plivo?.purchases} numbers and given them back.`,
      );
    } finally {
      await sandbox.close();
    }
  } finally {
    // The stack that was made for it has written its salt and its sandbox there.
    writeFileSync(configuration, before);
    rmSync(state, { recursive: true, force: true });
  }
  return 0;
}

/** @type {Record<string, (stack: string, flags: readonly string[]) => Promise<number>>} */
const commands = { preview, comment, deploy, drift, renew, recover, page };

/** @param {string[]} args */
async function main([name = "", ...rest]) {
  const flags = rest.filter((word) => word === "--refresh");
  const stacks = rest.filter((word) => !word.startsWith("-"));
  mkdirSync(outFile(""), { recursive: true });
  if (name === "rehearse") return rehearse();
  const command = commands[name];
  if (command === undefined || stacks.length === 0 || flags.length + stacks.length < rest.length) {
    console.error(`node ci/phones.mjs rehearse | ${Object.keys(commands).join(" | ")} [--refresh] <stack>…`);
    return misunderstood;
  }
  let worst = 0;
  for (const stack of stacks) worst = Math.max(worst, await command(stack, flags));
  return worst;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = failed;
}
