import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";

const mainFile = join(__dirname, "../../dist/cli/main.js");

beforeAll(() => {
  if (!existsSync(mainFile)) throw new Error("build first: npm run build");
});

function run(...args: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [mainFile, ...args], { encoding: "utf8" });
  return { status, stderr, stdout };
}

describe("pulumi-phone", () => {
  test("an unknown command exits 2 and says so", () => {
    const { status, stderr } = run("bogus");
    expect(status).toBe(2);
    expect(stderr).toContain("bogus");
  });

  test("no command exits 2, --help exits 0", () => {
    expect(run().status).toBe(2);
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("sandbox");
  });
});

describe("pulumi-phone sandbox", () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  function start(...args: string[]): {
    child: ChildProcess;
    url: Promise<string>;
    exit: Promise<number | null>;
  } {
    const child = spawn(process.execPath, [mainFile, "sandbox", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(child);
    const url = new Promise<string>((resolve) => {
      let text = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const [, found] = /PHONE_SANDBOX=(\S+)/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
    return { child, url, exit };
  }

  test.each(["SIGINT", "SIGTERM"] as const)("serves until %s, then exits 0", async (signal) => {
    const { child, url, exit } = start("--stock", "5", "--seed", "cli", "--no-rate-limit");
    const answer = await fetch(`${await url}/_sandbox`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty("vendors.plivo.credentials.plivoAuthId");
    child.kill(signal);
    expect(await exit).toBe(0);
  });

  test("stops although a call is being held", async () => {
    const { child, url, exit } = start("--latency", "60000");
    const held = fetch(`${await url}/plivo/v1/Account/x/`).catch(() => "cut");
    await expect.poll(async () => (await fetch(`${await url}/_sandbox/calls`)).json()).toHaveLength(1);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
    expect(await held).toBe("cut");
  });

  test.each([
    ["--port", "http"],
    ["--port", "70000"],
    ["--latency", "-1"],
    ["--stock", "many"],
    ["--colour", "red"],
  ])("%s %s exits 2 and names the option", (option, value) => {
    const { status, stderr } = run("sandbox", `${option}=${value}`);
    expect(status).toBe(2);
    expect(stderr).toContain(option);
  });

  test("a port in use exits 1 and names the option", async () => {
    const { url } = start();
    const { port } = new URL(await url);
    const { status, stderr } = run("sandbox", "--port", port);
    expect(status).toBe(1);
    expect(stderr).toContain("--port");
  });
});
