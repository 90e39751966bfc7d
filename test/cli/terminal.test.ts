import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { run } from "../support/run";
import { pulumiScript } from "./pulumi-script";
import { mainFile, onSandbox } from "./run-cli";

const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

// `script` of util-linux makes a terminal.
describe.skipIf(!hasScript)("on a terminal", () => {
  const agent = "an-agent-whose-id-is-longer-than-any-other-of-them-all";
  let quick: Sandbox;
  let slow: Sandbox;
  beforeAll(async () => {
    quick = await startSandbox({ stock: 5, rateLimit: false });
    slow = await startSandbox({ stock: 5, rateLimit: false, latency: 1_600 });
    for (const { control } of [quick, slow]) {
      control.changeNumbers({ vendor: "plivo", own: [{ e164: "+19072347100", country: "US" }] });
    }
  });
  afterAll(() => Promise.all([quick.close(), slow.close()]));

  const held = {
    name: "a-resource-with-a-long-name-for-a-narrow-terminal",
    id: "+19072347102",
    outputs: { vendor: "cald", e164: "+19072347102", status: "active", boundAgent: agent },
  };
  const around = (sandbox: Sandbox, env: Record<string, string> = {}) =>
    childEnvironment({ PHONE_SANDBOX: sandbox.url, TERM: "xterm-256color", ...env }, [
      pulumiScript({ dev: { rows: [held] } }),
    ]);

  /** What a command prints on a terminal of so many columns. */
  async function onTerminal(
    columns: number,
    args: string,
    { sandbox = quick, env }: { sandbox?: Sandbox; env?: Record<string, string> } = {},
  ): Promise<string> {
    const command = `stty cols ${columns} rows 40; exec '${process.execPath}' '${mainFile}' ${args}`;
    const { all } = await run("script", ["-qec", command, "/dev/null"], { env: around(sandbox, env) });
    return all.replaceAll("\r\n", "\n");
  }

  test.each([80, 90, 120, 200])("a table fits %i columns", async (columns) => {
    const lines = stripVTControlCharacters(await onTerminal(columns, "list"))
      .trimEnd()
      .split("\n");
    expect(lines.filter(({ length }) => length > columns)).toEqual([]);
    // The numbers are never cut.
    expect(lines.filter((line) => /^\+1907234710\d /.test(line))).toHaveLength(2);
  });

  test("a row becomes a block of lines where a table does not fit, and nothing is cut", async () => {
    const text = stripVTControlCharacters(await onTerminal(40, "list"));
    expect(text).toContain(`number: +19072347102\nvendor: cald\nagent: ${agent}\n`);
  });

  test("nothing is cut where the output is no terminal", async () => {
    const args = [mainFile, "list"];
    const { stdout } = await run(process.execPath, args, { env: around(quick, { COLUMNS: "40" }) });
    expect(stdout).toContain(agent);
    expect(stdout).toContain(held.name);
  });

  test("there are colours, and none with NO_COLOR", async () => {
    expect(await onTerminal(200, "list")).toContain("\u001b[31morphan\u001b[39m");
    expect(await onTerminal(200, "list", { env: { NO_COLOR: "1" } })).not.toContain("\u001b[");
  });

  test("there are no colours elsewhere", async () => {
    const { all } = await run(process.execPath, [mainFile, "list"], { env: around(quick) });
    expect(all).not.toContain("\u001b");
  });

  test("what takes longer than a second says so, and wipes it away", async () => {
    const search = "search --vendor plivo --country US --json";
    const text = await onTerminal(100, search, { sandbox: slow });
    expect(text).toContain("\r\u001b[KSearching …\r\u001b[K");
  });

  test("and says nothing where standard error is no terminal", async () => {
    const args = [mainFile, "search", "--vendor", "plivo", "--country", "US", "--json"];
    const { stderr } = await run(process.execPath, args, { env: around(slow) });
    expect(stderr).toBe(onSandbox(slow.url));
  });
});
