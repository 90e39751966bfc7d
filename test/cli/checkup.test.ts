import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { run } from "../support/run";
import { serve } from "../support/server";
import { pulumiScript, type StackContent } from "./pulumi-script";
import { mainFile, onSandbox } from "./run-cli";

// A script stands in for the CLI.
describe.skipIf(process.platform === "win32")("pulumi-phone doctor", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 3, rateLimit: false });
  });
  afterAll(() => sandbox.close());

  interface Around {
    readonly stacks?: Readonly<Record<string, StackContent>> | undefined;
    readonly env?: Record<string, string>;
    readonly path?: string;
  }

  function doctor(args: readonly string[], around: Around = {}) {
    const { stacks = { dev: {}, prod: {} }, env = { PHONE_SANDBOX: sandbox.url } } = around;
    const environment = childEnvironment({ PULUMI_BACKEND_URL: "file:///backend", ...env }, [
      pulumiScript(stacks),
    ]);
    return run(process.execPath, [mainFile, "doctor", ...args], {
      env: around.path === undefined ? environment : { ...environment, PATH: around.path },
    });
  }

  const lineOf = (stdout: string, subject: string) =>
    stdout.split("\n").find((line) => line.slice(4).startsWith(subject)) ?? "";

  test("says ok in a line each where all is well, exits 0, and only reads", async () => {
    sandbox.control.reset();
    sandbox.control.changeNumbers({ vendor: "plivo", own: [{ e164: "+19072347100", country: "US" }] });
    const { exitCode, stdout, stderr } = await doctor([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: onSandbox(sandbox.url) });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => !line.startsWith("ok  "))).toEqual([]);
    expect(lineOf(stdout, "Pulumi CLI")).toContain("v3.248.0");
    expect(lineOf(stdout, "backend")).toContain("file:///backend: 2 stacks");
    expect(lineOf(stdout, "plivo")).toContain("answers: 1 number");
    for (const vendor of ["bolna", "ravan", "sondos"]) {
      expect(lineOf(stdout, vendor)).toContain("answers: 0 numbers");
    }
    expect(lineOf(stdout, "cald")).toContain("answers; it shows no numbers");
    expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("is a list of objects with --json", async () => {
    const { exitCode, stdout } = await doctor(["--json"]);
    const findings = JSON.parse(stdout) as Record<string, unknown>[];
    expect(exitCode).toBe(0);
    expect(findings.length).toBeGreaterThan(5);
    for (const each of findings) {
      expect(Object.keys(each)).toEqual(["subject", "ok", "detail", "nextStep"]);
      expect(each).toMatchObject({ ok: true, nextStep: null });
    }
  });

  async function findingOf(subject: string, args: readonly string[], around: Around): Promise<string> {
    const { exitCode, stdout, stderr } = await doctor(args, around);
    expect(exitCode).toBe(3);
    // Nothing but that it is on a sandbox, where its settings could be read.
    expect(stderr).toMatch(/^(?:note: this is on the sandbox at .*\n)?$/);
    const line = lineOf(stdout, subject);
    expect(line).toMatch(/^!! {2}/);
    return line;
  }

  test("finds that there is no CLI, and says how to get one", async () => {
    const line = await findingOf("Pulumi CLI", [], { path: "/nonexistent" });
    expect(line).toContain("Install the Pulumi CLI: https://www.pulumi.com/docs/install/");
  });

  test("finds a backend that does not answer, and shows no password of its address", async () => {
    const { exitCode, stdout } = await doctor([], {
      stacks: undefined,
      env: { PULUMI_BACKEND_URL: "postgres://me:pass-word@db.example/pulumi?key=pass-word" },
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("postgres://db.example/pulumi");
    expect(stdout).not.toContain("pass-word");
  });

  test("finds that no keys are set", async () => {
    expect(await findingOf("accounts", [], { env: {} })).toContain("name a stack that has them by --stack");
  });

  test("finds half of a pair of keys, and says which is missing, without the other", async () => {
    const line = await findingOf("plivo", [], { env: { PLIVO_AUTH_ID: "MA0123456789ABCDEFGH" } });
    expect(line).toContain("phone:plivoAuthToken (or PLIVO_AUTH_TOKEN) missing");
    expect(line).not.toContain("MA0123456789ABCDEFGH");
  });

  test("finds a key that is refused, and never prints it", async () => {
    const { url } = await serve(() => ({ status: 401, body: '{"message":"bad key bn-0123456789"}' }));
    const env = { BOLNA_API_KEY: "bn-0123456789", BOLNA_BASE_URL: url };
    const line = await findingOf("bolna", [], { env });
    expect(line).toContain("HTTP 401");
    expect(line).toContain("phone:bolnaApiKey");
    expect(line).not.toContain("bn-0123456789");
  });

  test("finds a vendor that cannot be reached", async () => {
    const env = { BOLNA_API_KEY: "bn-0123456789", BOLNA_BASE_URL: "http://127.0.0.1:9" };
    expect(await findingOf("bolna", [], { env })).toContain("127.0.0.1:9");
  });

  test("finds a sandbox that does not run, and says how to start one", async () => {
    const env = { PHONE_SANDBOX: "http://127.0.0.1:9" };
    expect(await findingOf("plivo", [], { env })).toContain("npx pulumi-phone sandbox");
  });

  test.each([
    ["phone:maxPurchase", "phone:maxPurchases"],
    ["phone:sandbx", "phone:sandbox"],
    ["phone:plivoAuthTokn", "phone:plivoAuthToken"],
  ])("finds the misspelt key %s, and names %s", async (key, meant) => {
    const stacks = { dev: { config: { [key]: "secret-value" } } };
    const line = await findingOf(key, ["--stack", "dev"], { stacks });
    expect(line).toContain(`Did you mean ${meant}?`);
    expect(line).toContain(`pulumi config rm ${key}`);
    expect(line).not.toContain("secret-value");
  });

  test("takes keys of other packages, and those of ours, for right", async () => {
    const config = { "aws:region": "x", "phone:vendor": "plivo", "phone:caldSettleSeconds": "5" };
    const { exitCode, stdout } = await doctor(["--stack", "dev"], { stacks: { dev: { config } } });
    expect(exitCode).toBe(0);
    expect(lineOf(stdout, "configuration of dev")).toContain("2 keys of phone:");
  });

  test("finds a value that cannot be", async () => {
    const stacks = { dev: { config: { "phone:maxPurchases": "many" } } };
    expect(await findingOf("settings", ["--stack", "dev"], { stacks })).toContain(
      "phone:maxPurchases must be a whole number",
    );
  });

  test("finds a stack whose configuration cannot be read", async () => {
    expect(await findingOf("configuration of none", ["--stack", "none"], {})).toContain("project's folder");
  });

  test.each([
    ["PLIVO_AUTH_TOKN", "PLIVO_AUTH_TOKEN"],
    ["PHONE_SANDBX", "PHONE_SANDBOX"],
  ])("finds the misspelt variable %s, and names %s", async (name, meant) => {
    const env = { PHONE_SANDBOX: sandbox.url, [name]: "secret-value" };
    const line = await findingOf(name, [], { env });
    expect(line).toContain(`Did you mean ${meant}?`);
    expect(line).not.toContain("secret-value");
  });

  test("takes the keys of a stack's configuration", async () => {
    const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
    const entry = JSON.stringify({ main: { vendor: "plivo", baseUrl, ...credentials } });
    const stacks = { dev: { config: { "phone:accounts": entry } } };
    const { exitCode, stdout } = await doctor(["--stack", "dev"], { stacks, env: {} });
    expect(exitCode).toBe(0);
    expect(lineOf(stdout, "plivo, account main")).toContain("answers:");
    for (const key of Object.values(credentials)) expect(stdout).not.toContain(key);
  });

  test("--json beside --live exits 2", async () => {
    expect((await doctor(["--live", "--json"])).exitCode).toBe(2);
  });
});
