import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { repository } from "../support/repository";
import { mainFile, run } from "./run-cli";

describe("pulumi-phone sandbox", () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  function start(...args: string[]) {
    return startIn(repository, ...args);
  }

  function startIn(
    cwd: string,
    ...args: string[]
  ): {
    child: ChildProcess;
    url: Promise<string>;
    exit: Promise<number | null>;
  } {
    const child = spawn(process.execPath, [mainFile, "sandbox", ...args], {
      cwd,
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

  test("with --host says what that means, and prints a token that its control calls want", async () => {
    const { child, url } = start("--host", "0.0.0.0", "--stock", "1");
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    const address = await url;
    await expect.poll(() => text).toContain("by https.");
    expect(text).toContain("It listens on 0.0.0.0: whoever reaches this port");
    const [, token = ""] = /PHONE_SANDBOX_TOKEN=(\S{32})\n/.exec(text) ?? [];
    expect((await fetch(`${address}/_sandbox`)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${address}/_sandbox`, { headers })).status).toBe(200);
  });

  const own = Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.address;

  test.skipIf(own === undefined)(
    "with the --host of a network prints what pulumi takes, and how to forward it",
    async () => {
      const { child, url } = start("--host", own ?? "", "--stock", "1");
      let text = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      const [, port] = /^http:\/\/127\.0\.0\.1:(\d+)$/.exec(await url) ?? [];
      await expect.poll(() => text).toContain(`ssh -N -L ${port}:${own}:${port} ${own}`);
    },
  );

  test("an address that is none of this machine exits 1 and names the option", () => {
    const { status, stderr } = run("sandbox", "--host", "192.0.2.1");
    expect(status).toBe(1);
    expect(stderr).toContain("--host 192.0.2.1 cannot be listened on: EADDRNOTAVAIL");
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

  describe("--stand-in", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "stand-ins-"));
    const file = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), text);
      return `./${name}`;
    };
    afterAll(() => rmSync(folder, { recursive: true }));

    beforeAll(() => {
      const source = readFileSync(path.join(repository, "test/sandbox/tiny-stand-in.ts"), "utf8");
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
      });
      const built = JSON.stringify(path.join(repository, "dist/sandbox"));
      file("tiny.cjs", outputText.replace('"../../sandbox"', built));
      file(
        "tiny2.mjs",
        'import tiny from "./tiny.cjs"; export default { ...tiny.default, vendor: "tiny2" };',
      );
      const installed = path.join(folder, "node_modules", "tiny3");
      mkdirSync(installed, { recursive: true });
      writeFileSync(
        path.join(installed, "index.js"),
        'module.exports = { ...require("../../tiny.cjs").default, vendor: "tiny3" };',
      );
    });

    test("adds stand-ins from CommonJS, from ESM and from packages, from the current folder", async () => {
      const standIns = ["--stand-in", "./tiny.cjs", "--stand-in", "./tiny2.mjs", "--stand-in", "tiny3"];
      const url = await startIn(folder, ...standIns).url;
      const { vendors } = (await (await fetch(`${url}/_sandbox`)).json()) as {
        vendors: Record<string, { baseUrl: string; credentials: { tinyKey: string } }>;
      };
      expect(Object.keys(vendors).slice(-3)).toEqual(["tiny", "tiny2", "tiny3"]);
      for (const name of ["tiny", "tiny2", "tiny3"]) {
        const { baseUrl = "", credentials } = vendors[name] ?? {};
        const headers = { "x-tiny-key": credentials?.tinyKey ?? "" };
        const found = (await (await fetch(`${baseUrl}/free`, { headers })).json()) as unknown[];
        expect(found).toHaveLength(500);
      }
    });

    test("runs the example of docs/sandbox.md", async () => {
      const page = readFileSync(path.join(repository, "docs/sandbox.md"), "utf8");
      const [, example = ""] = /```js.*?\n(.*?)```/s.exec(page) ?? [];
      const specifier = file(
        "acme.mjs",
        example.replace(
          '"pulumi-phone/sandbox"',
          JSON.stringify(path.join(repository, "dist/sandbox/index.js")),
        ),
      );
      const url = await startIn(folder, "--stand-in", specifier).url;
      const { vendors } = (await (await fetch(`${url}/_sandbox`)).json()) as {
        vendors: { acme: { baseUrl: string; credentials: { acmeKey: string } } };
      };
      const { baseUrl, credentials } = vendors.acme;
      const headers = { "x-acme-key": credentials.acmeKey, "content-type": "application/json" };
      const free = (await (await fetch(`${baseUrl}/free`, { headers })).json()) as { number: string }[];
      const [first] = free;
      const body = JSON.stringify({ number: first?.number });
      const buy = async () => (await fetch(`${baseUrl}/mine`, { method: "POST", headers, body })).status;
      expect([await buy(), await buy(), await buy()]).toEqual([201, 404, 409]);
      const one = `${baseUrl}/mine/${first?.number.slice(1)}`;
      expect((await fetch(one, { method: "DELETE", headers })).status).toBe(204);
    });

    test.each([
      [
        "a file that is not there",
        "./nowhere.mjs",
        undefined,
        /cannot be loaded: Cannot find module.*Name a package/,
      ],
      ["a package that is not there", "no-such-package", undefined, /cannot be loaded: Cannot find module/],
      ["a file that throws", "./throws.mjs", 'throw new Error("oh no");', /cannot be loaded: oh no/],
      ["a module without a default export", "./none.mjs", "export const a = 1;", /: not a StandInFactory/],
      [
        "a default export of another shape",
        "./shape.mjs",
        "export default { vendor: 1 };",
        /: not a StandInFactory/,
      ],
      [
        "a name that is used",
        "./used.mjs",
        'export default { vendor: "plivo", open() {} };',
        /already has a stand-in for "plivo"/,
      ],
    ])("%s exits 1, and names the module", (_what, specifier, text, problem) => {
      if (text !== undefined) file(specifier.slice(2), text);
      const { status, stderr } = spawnSync(process.execPath, [mainFile, "sandbox", "--stand-in", specifier], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status).toBe(1);
      expect(stderr).toContain(`--stand-in ${specifier}: `);
      expect(stderr).toMatch(problem);
    });
  });

  test("a port in use exits 1 and names the option", async () => {
    const { url } = start();
    const { port } = new URL(await url);
    const { status, stderr } = run("sandbox", "--port", port);
    expect(status).toBe(1);
    expect(stderr).toContain("--port");
  });
});
