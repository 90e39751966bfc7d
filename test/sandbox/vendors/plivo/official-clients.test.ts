import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { repository } from "../../../support/repository";
import { useSandbox } from "../../../support/sandbox";

// Plivo's own clients, each at home with Plivo itself, against the stand-in: as they are published, from their registries.
const bench = useSandbox();
const execute = promisify(execFile);
const cache = path.join(os.homedir(), ".cache", "pulumi-phone", "official-clients");
const fixture = (name: string) => path.join(repository, "test/fixtures/sdk", name);
/** Go keeps its modules here and not where it keeps everybody's; its go.sum is complete, so no checksum database is asked. */
const env = {
  ...process.env,
  GOMODCACHE: path.join(cache, "go", "modules"),
  GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
  GOWORK: "off",
  CGO_ENABLED: "0",
};

/** Installs a client once for all runs on this machine; tells why where that cannot be done. */
async function install(
  folder: string,
  has: string,
  commands: readonly (readonly [string, ...string[]])[],
): Promise<string | undefined> {
  if (existsSync(has)) return undefined;
  mkdirSync(folder, { recursive: true });
  try {
    for (const [command, ...args] of commands) await execute(command, args, { timeout: 60_000, env });
    return undefined;
  } catch (error) {
    return `its registry or its language cannot be reached: ${String(error).split("\n")[0]}`;
  }
}

/** What the client's program says; the account owns 25 numbers, so that its list has two pages with the one it buys. */
async function run(command: string, args: readonly string[]): Promise<unknown> {
  const own = Array.from({ length: 25 }, (_, index) => ({ e164: `+1415555${1000 + index}`, country: "US" }));
  bench.numbers({ own });
  const { baseUrl, credentials } = bench.plivo;
  const keys = [baseUrl, String(credentials.plivoAuthId), String(credentials.plivoAuthToken)];
  const { stdout } = await execute(command, [...args, ...keys], { timeout: 60_000 });
  return JSON.parse(stdout);
}

const inOrder = { found: 20, bought: "Success", pages: [20, 6], got: true, alias: "Support" };

test("the Node client", { timeout: 180_000 }, async ({ skip }) => {
  const folder = path.join(cache, "node");
  const has = path.join(folder, "node_modules", "plivo", "package.json");
  const reason = await install(folder, has, [
    ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "plivo@4.79.0"],
  ]);
  if (reason !== undefined) skip(reason);
  const result = await run(process.execPath, [fixture("plivo-node.cjs"), folder]);
  expect(result).toMatchObject(inOrder);
  expect(result).not.toMatchObject({ unknown: "no error" });
  expect(result).not.toMatchObject({ wrongKey: "no error" });
  expect(bench.state).toMatchObject({ purchases: 1, releases: 1 });
});

test("the Python client", { timeout: 180_000 }, async ({ skip }) => {
  const folder = path.join(cache, "python");
  const python = path.join(folder, "bin", "python");
  const has = path.join(folder, "installed");
  const reason = await install(folder, has, [
    ["python3", "-m", "venv", folder],
    [python, "-m", "pip", "install", "-q", "plivo==4.63.0"],
    ["mkdir", "-p", has],
  ]);
  if (reason !== undefined) skip(reason);
  const result = await run(python, [fixture("plivo-python.py")]);
  expect(result).toMatchObject({
    ...inOrder,
    unknown: "ResourceNotFoundError",
    wrongKey: "AuthenticationError",
  });
  expect(bench.state).toMatchObject({ purchases: 1, releases: 1 });
});

test("the Go client", { timeout: 180_000 }, async ({ skip }) => {
  const folder = path.join(cache, "go");
  const has = path.join(folder, "installed");
  const go = ["-C", fixture("plivo-go")];
  const reason = await install(folder, has, [
    ["go", ...go, "mod", "download"],
    ["mkdir", "-p", has],
  ]);
  if (reason !== undefined) skip(reason);
  // Go itself knows whether it has built this already.
  const program = path.join(folder, "plivo-go");
  await execute("go", [...go, "build", "-o", program, "."], { timeout: 120_000, env });
  expect(await run(program, [])).toEqual({
    ...inOrder,
    total: 26,
    hasNext: [true, false],
    released: "404",
    unknown: "404",
    wrong: "400",
    wrongKey: "401",
  });
  expect(bench.state).toMatchObject({ purchases: 1, releases: 1 });
});
