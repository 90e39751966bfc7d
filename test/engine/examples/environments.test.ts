import { cpSync, readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { childEnvironment } from "../../support/environment";
import { killTree, signal } from "../../support/process-tree";
import { repository } from "../../support/repository";
import { type RunOptions, type RunResult, run } from "../../support/run";
import { numbersIn, PhoneStack } from "../support";

const example = path.join(repository, "examples/environments");
const stack = "staging";

/** The commands of docs/ci.md for a trial on one's own machine. */
const trial = (
  readFileSync(path.join(repository, "docs/ci.md"), "utf8")
    .split("```")
    .find((block) => block.startsWith("sh\nexport PULUMI_BACKEND_URL=")) ?? ""
).split("\n");

let phones: PhoneStack;

const inProject = (file: string) => path.join(phones.project.workDir, file);
const textIn = (file: string) => readFile(inProject(file), "utf8");

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(inProject(file), change(await textIn(file)));
}

/** What a workflow runs. */
function ci(
  command: string,
  environment: Record<string, string> = {},
  options: RunOptions = {},
): Promise<RunResult> {
  const args = ["ci/phones.mjs", ...command.split(" "), ...(command === "rehearse" ? [] : [stack])];
  const env = { ...phones.project.environment, ...environment };
  return run(process.execPath, args, { cwd: phones.project.workDir, env, ...options });
}

async function inState() {
  const { stdout } = await run("pulumi", ["stack", "export", "--stack", stack], {
    cwd: phones.project.workDir,
    env: phones.project.environment,
  });
  return numbersIn(JSON.parse(stdout));
}

/** The numbers that a comment names. */
const numbersOf = (markdown: string) => (markdown.match(/\+\d{8,15}/g) ?? []).toSorted();

beforeAll(async () => {
  phones = await PhoneStack.open({ language: "typescript" });
  const { workDir } = phones.project;
  cpSync(example, workDir, { recursive: true });
  // The stack as docs/ci.md has it made on one's own machine; the script's commands that follow there, the tests run.
  const made = trial.filter((line) => line.startsWith("pulumi ")).join("\n");
  const { exitCode, all } = await run("sh", ["-ec", made], { cwd: workDir, env: phones.project.environment });
  expect(exitCode, all).toBe(0);
});

afterAll(() => phones.close());

test("the program and the script compile with the example's own settings", async () => {
  const tsc = path.join(inject("projectFolder"), "node_modules/typescript/bin/tsc");
  const result = await run(process.execPath, [tsc, "-p", phones.project.workDir], {
    env: childEnvironment(),
  });
  expect(result.exitCode, result.all).toBe(0);
});

test("every environment has its configuration, production with protection and ceilings", () => {
  const files = readdirSync(example).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
  expect(files.toSorted()).toEqual(["Pulumi.dev.yaml", "Pulumi.production.yaml", "Pulumi.staging.yaml"]);
  const production = readFileSync(path.join(example, "Pulumi.production.yaml"), "utf8");
  expect(production).toMatch(
    /phone:maxPurchases: \d+[\s\S]*phones:protected: true[\s\S]*phones:maxMonthlyPrice: \d/,
  );
});

test("docs/ci.md tries the script out by commands that are tested here", () => {
  const commands = trial.flatMap((line) => /^node ci\/phones\.mjs (\w+) staging\b/.exec(line)?.[1] ?? []);
  expect(commands).toEqual(["preview", "deploy", "drift", "page"]);
});

test("the rehearsal buys dev's whole table on a sandbox of its own, and leaves nothing behind", async () => {
  const before = await textIn("Pulumi.dev.yaml");
  const { exitCode, all } = await ci("rehearse");
  expect(exitCode, all).toBe(0);
  expect(all).toContain("The rehearsal has bought 12 numbers and given them back.");
  expect(await textIn("Pulumi.dev.yaml")).toBe(before);
  expect(phones.state.purchases).toBe(0);
});

test("a preview is saved, told in a comment that is kept up to date, and deployed to the number", async () => {
  const { exitCode, all } = await ci("preview");
  expect(exitCode, all).toBe(0);
  const plan = await textIn(`ci-out/${stack}.md`);
  expect(plan).toMatch(/^## staging\n/);
  expect(plan).toMatch(/^\| buy \| support-us \| \+1\d{10} \| plivo \| 1\.00 USD \| 0\.00 USD \|$/m);
  expect(plan).toContain("The monthly bill: **+3.40 USD**");
  expect(phones.state.purchases).toBe(0);

  const comments: { id: number; body: string }[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { method, url = "", headers } = request;
    requests.push(`${method} ${url} ${headers.authorization ?? headers["private-token"]}`);
    if (method !== "GET") {
      const { body } = (await json(request)) as { body: string };
      const id = method === "POST" ? comments.length : Number(url.split("/").at(-1));
      comments[id] = { id, body };
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(method === "GET" ? comments : {}));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const github = {
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: "acme/phones",
      GITHUB_TOKEN: "token",
      PULL_REQUEST: "7",
    };
    expect((await ci("comment", github)).all).toBe("");
    await edit(`ci-out/${stack}.md`, (text) => `${text}\nlater`);
    expect((await ci("comment", github)).exitCode).toBe(0);
    await edit(`ci-out/${stack}.md`, (text) => text.replace("\nlater", ""));
    expect(comments).toEqual([{ id: 0, body: `<!-- numbers of staging -->\n${plan}\nlater` }]);
    expect(requests.filter((each) => !each.startsWith("GET"))).toEqual([
      "POST /repos/acme/phones/issues/7/comments Bearer token",
      "PATCH /repos/acme/phones/issues/comments/0 Bearer token",
    ]);
    requests.length = 0;
    const gitlab = {
      CI_API_V4_URL: url,
      CI_PROJECT_ID: "3",
      CI_MERGE_REQUEST_IID: "9",
      GITLAB_TOKEN: "glpat",
    };
    expect((await ci("comment", gitlab)).exitCode).toBe(0);
    expect(requests.at(-1)).toBe("PUT /projects/3/merge_requests/9/notes/0 glpat");
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }

  const deployed = await ci("deploy");
  expect(deployed.exitCode, deployed.all).toBe(0);
  expect(phones.state.purchases).toBe(4);
  expect(phones.owned.toSorted()).toEqual(numbersOf(plan));
  // A plan is good for one deployment.
  expect((await ci("deploy")).all).toContain("staging has no plan: preview it first");
});

/** Has staging get a number that production alone had. */
const alsoInStaging = (line: string) =>
  edit("numbers.ts", (text) =>
    text.replace(new RegExp(`("${line}": .*) in: rehearsed`), "$1 in: everywhere"),
  );

/** A deployment that is ended in the middle of its purchase. */
async function cutOff(end: (pid: number) => void): Promise<RunResult> {
  let ending: Promise<void> | undefined;
  const due = phones.state.purchases + 1;
  const onStart = (pid: number) => {
    ending = expect
      .poll(() => phones.state.purchases, { timeout: 120_000 })
      .toBe(due)
      .then(() => end(pid));
  };
  const deployed = await ci("deploy", {}, { onStart });
  await ending;
  return deployed;
}

test("a plan whose number is somebody else's by now is not carried out", async () => {
  await alsoInStaging("support-la");
  expect((await ci("preview")).exitCode).toBe(0);
  const [number = ""] = numbersOf(await textIn(`ci-out/${stack}.md`));
  phones.numbers({ take: [number] });
  const refused = await ci("deploy");
  expect(refused.exitCode).toBe(1);
  expect(refused.all).toContain("violates plan");
  expect(refused.all).toContain("If other numbers are for sale by now, preview it again, and deploy.");
  expect(phones.state.purchases).toBe(4);
});

test("a deployment that is killed in the middle of a purchase is recovered, and nothing is bought twice", async () => {
  expect((await ci("preview")).exitCode).toBe(0);
  phones.fault("buy", "delay", { delayMs: 60_000 });
  const killed = await cutOff(killTree);
  expect(killed.exitCode).toBeNull();
  expect(Object.keys(await inState())).not.toContain("support-la");

  const recovered = await ci("recover");
  expect(recovered.exitCode, recovered.all).toBe(0);
  expect(recovered.all).toContain("was bought by the interrupted run, and is adopted");
  expect(phones.state).toMatchObject({ purchases: 5, releases: 0 });
  const numbers = Object.values(await inState()).map(({ id }) => id);
  expect(numbers.toSorted()).toEqual(phones.owned.toSorted());
});

test("a job that is cancelled lets the purchase in flight end, and its number is in state", async () => {
  await alsoInStaging("sales-austin");
  expect((await ci("preview")).exitCode).toBe(0);
  phones.fault("buy", "delay", { delayMs: 4_000 });
  // As a runner does it, which tells the step's process and none that this one has started.
  const cancelled = await cutOff((pid) => signal(pid, "SIGINT"));
  expect(cancelled.exitCode, cancelled.all).toBe(1);
  expect(phones.state.purchases).toBe(6);
  expect(phones.owned).toContain((await inState())["sales-austin"]?.id);
});

test("the gate is closed for what gives a number up, until a person opens it", async () => {
  const table = await textIn("numbers.ts");
  await edit("numbers.ts", (text) => text.replace(/ {2}"support-la": .*\n/, ""));
  const closed = await ci("preview");
  expect(closed.exitCode).toBe(3);
  expect(closed.all).toContain("The gate of staging is closed.");
  expect(await textIn(`ci-out/${stack}.md`)).toContain("Numbers would be given up: they rarely come back.");
  expect((await ci("deploy")).exitCode).toBe(1);
  expect((await ci("preview", { ALLOW_RELEASE: "true" })).exitCode).toBe(0);
  await writeFile(inProject("numbers.ts"), table);
});

test("the night ends what is to end and due, and nothing else", async () => {
  const early = await ci("renew");
  expect(early.exitCode, early.all).toBe(0);
  expect(early.all).toContain("Nothing ends in staging today.");
  const { "trade-fair": fair } = await inState();
  phones.control.advance({ advance: "29d" });
  // What a merge has changed is not approved yet.
  const table = await textIn("numbers.ts");
  await edit("numbers.ts", (text) => text.replace('"support-la": {', '"support-la": { renewal: "off",'));
  expect(await textIn("numbers.ts")).not.toBe(table);
  const due = await ci("renew");
  await writeFile(inProject("numbers.ts"), table);
  expect(due.exitCode, due.all).toBe(0);
  expect(due.all).toContain("In staging these end today: trade-fair");
  expect(phones.state).toMatchObject({ purchases: 6, releases: 1 });
  expect(phones.owned).not.toContain(fair?.id);
});

test("the night finds what was changed at the vendor, and what no stack has", async () => {
  const calm = await ci("drift");
  expect(calm.exitCode, calm.all).toBe(0);
  expect(calm.all).toContain("No orphans");
  const { "support-sf": changed } = await inState();
  await phones.changeAtVendor(changed?.id ?? "", { app_id: "" });
  phones.numbers({ own: [{ e164: "+14155550123", country: "US" }] });
  const { exitCode, all } = await ci("drift");
  expect(exitCode).toBe(3);
  expect(all).toContain("staging is not as the program says");
  expect(all).toMatch(/\| change \| support-sf \|/);
  expect(all).toMatch(/^\+14155550123 .*orphan/m);

  // As a merge does it.
  const repair = await ci("preview --refresh");
  expect(repair.exitCode, repair.all).toBe(0);
  expect((await ci("deploy --refresh")).exitCode).toBe(0);
  expect(phones.state.owned).toContainEqual(
    expect.objectContaining({ e164: changed?.id, agent: phones.agents[0] }),
  );
});

test("the fleet is written as a page", async () => {
  const summary = inProject("summary.md");
  const { exitCode, all } = await ci("page", { GITHUB_STEP_SUMMARY: summary });
  expect(exitCode, all).toBe(0);
  const html = await textIn(`ci-out/${stack}.html`);
  for (const number of phones.owned) expect(html).toContain(number);
  expect(await textIn("summary.md")).toContain("+14155550123");
});
