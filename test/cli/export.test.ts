import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { json } from "../support/field-vendor";
import { run } from "../support/run";
import { serve } from "../support/server";
import { pulumiScript, type Row, type StackContent } from "./pulumi-script";
import { mainFile, onSandbox, plivoAndBolnaAt } from "./run-cli";

// A script stands in for the CLI.
describe.skipIf(process.platform === "win32")("pulumi-phone export", { timeout: 60_000 }, () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "home-"));
  const [kept, lost, other] = ["+19072347100", "+19072347101", "+19072347102"] as const;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 3, rateLimit: false });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    sandbox.control.reset();
    own("plivo", { e164: kept }, { e164: lost, alias: "Main line" });
  });

  const own = (vendor: string, ...numbers: readonly { e164: string; alias?: string }[]) =>
    sandbox.control.changeNumbers({ vendor, own: numbers.map((each) => ({ country: "US", ...each })) });

  const row = (name: string, e164: string): Row => ({
    name,
    id: e164,
    outputs: { vendor: "plivo", e164, status: "active" },
  });
  const both: Readonly<Record<string, StackContent>> = { dev: {}, prod: { rows: [row("support", kept)] } };

  interface Around {
    readonly stacks?: Readonly<Record<string, StackContent>> | undefined;
    readonly env?: Record<string, string>;
  }

  function exported(args: readonly string[] = [], around: Around = {}) {
    const { stacks, env = { PHONE_SANDBOX: sandbox.url } } = { stacks: both, ...around };
    return run(process.execPath, [mainFile, "export", ...args], {
      cwd: home,
      env: childEnvironment({ PULUMI_HOME: home, PULUMI_BACKEND_URL: "file:///backend", ...env }, [
        pulumiScript(stacks),
      ]),
    });
  }

  const inFile = (text: string) =>
    (JSON.parse(text) as { resources: { type: string; name: string; id: string }[] }).resources;
  const type = "phone:index:PhoneNumber";

  test("writes the import file of what no stack has, says what is left out and why, and changes nothing", async () => {
    const { exitCode, stdout, stderr } = await exported();
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ resources: [{ type, name: "main-line", id: `plivo:${lost}` }] });
    expect(stderr.split("\n")).toEqual([
      onSandbox(sandbox.url).trimEnd(),
      `note: left out, as a stack has it: ${kept} (support of phones/prod)`,
      expect.stringMatching(/^note: The API of cald shows no numbers: declare one there with adopt/),
      "note: 1 number: 0.80 USD a month. pulumi import --file <file> takes it into a stack, and buys nothing",
      "",
    ]);
    expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
    expect((await exported()).stdout).toBe(stdout);
  });

  test("a number that a program only looks up is written, under a name that is not taken", async () => {
    const seen = { ...row("main-line", lost), external: true as const };
    const { exitCode, stdout, stderr } = await exported([], { stacks: { ...both, dev: { rows: [seen] } } });
    expect(exitCode).toBe(0);
    expect(inFile(stdout)).toEqual([{ type, name: `main-line-${lost.slice(1)}`, id: `plivo:${lost}` }]);
    expect(stderr).toContain(`note: ${lost} is only looked up`);
  });

  test("a number of an open purchase is left out, too", async () => {
    const pending = [{ name: "next", inputs: { vendor: "plivo", candidates: [lost] } }];
    const { exitCode, stdout, stderr } = await exported([], { stacks: { ...both, dev: { pending } } });
    expect(exitCode).toBe(0);
    expect(inFile(stdout)).toEqual([]);
    expect(stderr).toContain("note: 1 number of purchases that are open");
    expect(stderr).toContain("there is nothing to import");
  });

  test("where the stacks cannot be read nothing is written, and the exit code is 1", async () => {
    const { exitCode, stdout, stderr } = await exported(["--file", "unread.json"], { stacks: undefined });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("which stack has a number is not known");
    expect(() => readFileSync(path.join(home, "unread.json"))).toThrow("ENOENT");
  });

  test("declares what the numbers have, to the file that --out names, beside the import file", async () => {
    const { agents, subaccounts } = defined(sandbox.control.vendors().plivo);
    const [agent = "", subaccount = ""] = [agents[0], subaccounts?.[0]];
    own("sondos", { e164: other, alias: "Main line" });
    const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
    const basic = Buffer.from(`${credentials.plivoAuthId}:${credentials.plivoAuthToken}`).toString("base64");
    const body = JSON.stringify({ app_id: agent, subaccount });
    const address = `${baseUrl}/v1/Account/${credentials.plivoAuthId}/Number/${lost.slice(1)}/`;
    const headers = { authorization: `Basic ${basic}`, "content-type": "application/json" };
    expect((await fetch(address, { method: "POST", headers, body })).status).toBe(202);
    const files = ["--file", "fleet.json", "--out", "Main.yaml"];
    const { exitCode, stdout, stderr } = await exported([...files, "--program", "yaml"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain("2 numbers: 0.80 USD a month");
    expect(stderr).toContain("pulumi import --file fleet.json takes them");
    const names = inFile(readFileSync(path.join(home, "fleet.json"), "utf8")).map(({ name }) => name);
    expect(names).toEqual([`main-line-${lost.slice(1)}`, `main-line-${other.slice(1)}`]);
    const fixed = { country: "US", deletionPolicy: "retain" };
    expect(parse(readFileSync(path.join(home, "Main.yaml"), "utf8"))).toEqual({
      resources: {
        [names[0] ?? ""]: {
          type,
          properties: { vendor: "plivo", agent, subaccount, alias: "Main line", ...fixed },
        },
        [names[1] ?? ""]: { type, properties: { vendor: "sondos", alias: "Main line", ...fixed } },
      },
    });
  });

  test.each([
    ["typescript", 'import { PhoneNumber } from "pulumi-phone/plugin";', "new PhoneNumber("],
    ["python", "import pulumi_phone as phone", "phone.PhoneNumber("],
  ])("prints the declarations in %s where only the import file has a name", async (program, head, call) => {
    const { exitCode, stdout } = await exported(["--program", program, "--file", `${program}.json`]);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")[0]).toBe(head);
    expect(stdout).toContain(call);
    expect(inFile(readFileSync(path.join(home, `${program}.json`), "utf8"))).toHaveLength(1);
  });

  test("a program that is there is not written over", async () => {
    writeFileSync(path.join(home, "index.ts"), "mine");
    const files = ["--out", "index.ts", "--file", "not-written.json"];
    const { exitCode, stderr } = await exported(["--program", "typescript", ...files]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--out index.ts cannot be written: it is there already. Name another file");
    expect(readFileSync(path.join(home, "index.ts"), "utf8")).toBe("mine");
    expect(() => readFileSync(path.join(home, "not-written.json"))).toThrow("ENOENT");
  });

  test.each([
    [["--program", "typscript"], "Did you mean typescript?"],
    [["--program", "yaml"], "Name a file for one of them by --out or --file"],
    [["--program", "yaml", "--out", "x", "--file", "./x"], "Name a file for one of them by --out or --file"],
    [["--out", "x"], "--out goes with --program"],
    [["--vendor", "pilvo"], "--vendor pilvo: there is no such vendor. Did you mean plivo?"],
  ])("%s exits 2, and says what is right", async (options, said) => {
    const { exitCode, stdout, stderr } = await exported(options);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(said);
  });

  test("a vendor that shows no numbers exits 1, and says how one is taken over", async () => {
    const { exitCode, stdout, stderr } = await exported(["--vendor", "cald"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("declare one there with adopt (the vendor's id) and agent instead");
  });

  test("entries of phone:accounts are named in the ids and the declarations, and no key is anywhere", async () => {
    const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
    const entry = { vendor: "plivo", baseUrl, ...credentials };
    const stacks = {
      ...both,
      dev: { config: { "phone:accounts": JSON.stringify({ main: entry, again: entry }) } },
    };
    const args = ["--vendor", "plivo", "--stack", "dev", "--program", "yaml", "--file", "accounts.json"];
    const { exitCode, stdout, stderr } = await exported(args, { stacks, env: {} });
    const file = readFileSync(path.join(home, "accounts.json"), "utf8");
    expect(exitCode).toBe(0);
    expect(inFile(file)).toEqual([{ type, name: "main-line", id: `main:${lost}` }]);
    expect(parse(stdout).resources["main-line"].properties).toMatchObject({
      vendor: "plivo",
      account: "main",
    });
    for (const key of Object.values(credentials)) expect(stdout + stderr + file).not.toContain(key);
  });

  test("an account that does not answer is named, the others are written, and the exit code is 1", async () => {
    const { url } = await serve(() => ({ status: 401, body: '{"message":"bad key"}' }));
    const { env } = plivoAndBolnaAt(url, sandbox);
    const { exitCode, stdout, stderr } = await exported([], { env });
    expect(exitCode).toBe(1);
    expect(inFile(stdout)).toHaveLength(1);
    expect(stderr).toContain("error: bolna is not listed:");
  });

  test("what no program could ask for is left out of the declarations, with its reason", async () => {
    const rows = [
      { id: "x", phone_number: lost, telephony_provider: "plivo", rented: true, agent_id: "a\u001b[2J/b" },
    ];
    const { url } = await serve(({ url: asked }) => json(asked.startsWith("/phone-numbers/all") ? rows : []));
    const env = { BOLNA_API_KEY: "bn-0123456789", BOLNA_BASE_URL: url };
    const { exitCode, stdout, stderr } = await exported(["--program", "yaml", "--file", "odd.json"], { env });
    expect(exitCode).toBe(0);
    const [declared] = Object.values(parse(stdout).resources);
    expect(declared).toEqual({
      type,
      properties: { vendor: "bolna", country: "US", deletionPolicy: "retain" },
    });
    expect(stderr).toMatch(
      /note: \+19072347101 keeps its agent, and its declaration leaves it out: agent: has U\+001B/,
    );
    expect(stderr).not.toContain("\u001b");
  });

  test("the same number in two accounts is written once", async () => {
    own("ravan", { e164: lost });
    const { stdout, stderr } = await exported();
    expect(inFile(stdout).map(({ id }) => id)).toEqual([`plivo:${lost}`]);
    expect(stderr).toContain(`note: ${lost} is shown by ravan, too: it is written as one of plivo`);
  });

  test("a number of no country is left out, and taken over in another way", async () => {
    const rows = [{ id: "x", phone_number: "+80012345678", telephony_provider: "plivo", rented: true }];
    const { url } = await serve(({ url: asked }) => json(asked.startsWith("/phone-numbers/all") ? rows : []));
    const env = { BOLNA_API_KEY: "bn-0123456789", BOLNA_BASE_URL: url };
    const { stdout, stderr } = await exported([], { env });
    expect(inFile(stdout)).toEqual([]);
    expect(stderr).toContain("note: +80012345678 is left out, as its country is not known");
  });

  test("a name that a resource has is not given again, also where its vendor was not asked for", async () => {
    const outputs = { vendor: "sondos", e164: other, status: "active" };
    const stacks = { prod: { rows: [row("support", kept), { name: "main-line", id: other, outputs }] } };
    const { stdout } = await exported(["--vendor", "plivo"], { stacks });
    expect(inFile(stdout).map(({ name }) => name)).toEqual([`main-line-${lost.slice(1)}`]);
  });
});
