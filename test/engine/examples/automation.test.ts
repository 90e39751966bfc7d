import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { childEnvironment } from "../../support/environment";
import { defined } from "../../support/expect";
import { killTree } from "../../support/process-tree";
import { repository } from "../../support/repository";
import { run } from "../../support/run";
import { PhoneStack } from "../support";

/** What the README has one ask the service, about the customer acme. */
const requests =
  readFileSync(path.join(repository, "examples/automation/README.md"), "utf8").match(/^curl .*$/gm) ?? [];

const secret = "a-secret-of-at-least-32-characters";

let phones: PhoneStack;
let service: ChildProcess;
let url: string;

/** The service as a user starts it; it is there once it says where. */
async function start(): Promise<void> {
  const { workDir: cwd, environment } = phones.project;
  const env = { ...environment, WEBHOOK_SECRET: secret, PORT: "0", LOCK_PATIENCE_SECONDS: "1" };
  service = spawn(process.execPath, ["dist/server.js"], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: defined(service.stdout ?? undefined) })) {
    const [, port] = /^listening on port (\d+)$/.exec(line) ?? [];
    if (port === undefined) continue;
    url = `http://127.0.0.1:${port}`;
    return;
  }
  throw new Error("the service has not started");
}

async function request(address: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json", ...init.headers };
  const response = await fetch(`${url}${address}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
}

/** The answer to the README's next request, which has to be this one. */
async function asked(what: RegExp): Promise<unknown> {
  const line = defined(requests.shift());
  expect(line).toMatch(what);
  const script = `H="authorization: Bearer $WEBHOOK_SECRET"\n${line.replaceAll("localhost:8080", url)}`;
  const env = childEnvironment({ WEBHOOK_SECRET: secret });
  const { stdout, exitCode } = await run("sh", ["-c", script], { env });
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

function send(type: string, customer: object, headers: Record<string, string> = {}) {
  return request("/webhook", { method: "POST", body: JSON.stringify({ type, customer }), headers });
}

/** The service is killed once the purchase has arrived, and started anew. */
async function killWhileBuying(id: string, fault: "delay" | "timeout-before"): Promise<void> {
  phones.fault("buy", fault, { delayMs: 60_000 });
  const orders = () =>
    phones.calls.filter(({ method, path }) => method === "POST" && path.includes("/PhoneNumber/"));
  const before = orders().length;
  const cutOff = send("customer.created", { id }).catch((error: unknown) => error);
  await expect.poll(() => orders().length, { timeout: 60_000 }).toBe(before + 1);
  const exited = once(service, "exit");
  killTree(defined(service.pid));
  await exited;
  expect(await cutOff).toBeInstanceOf(Error);
  await start();
}

/** By the sandbox's clock, with which the engine's times are taken to go: so the state is dated back as well. */
function anHourLater(id: string): void {
  phones.control.advance({ advance: "1h" });
  const folder = fileURLToPath(phones.project.backendUrl);
  const file = path.join(folder, ".pulumi/stacks/customer-lines", `${id}.json`);
  const state = JSON.parse(readFileSync(file, "utf8"));
  state.checkpoint.latest.manifest.time = new Date(Date.now() - 3_600_000).toISOString();
  writeFileSync(file, JSON.stringify(state));
}

beforeAll(async () => {
  phones = await PhoneStack.open({ language: "typescript" });
  const { workDir } = phones.project;
  cpSync(path.join(repository, "examples/automation"), workDir, { recursive: true });
  // With the example's own settings.
  const tsc = path.join(inject("projectFolder"), "node_modules/typescript/bin/tsc");
  const compiled = await run(process.execPath, [tsc, "-p", workDir], { env: childEnvironment() });
  expect(compiled.exitCode, compiled.all).toBe(0);
  await start();
});

afterAll(async () => {
  if (service?.pid !== undefined) killTree(service.pid);
  await phones?.close();
});

test("who has not the secret, or sends what is no event, changes nothing", async () => {
  const acme = { id: "acme" };
  expect((await send("customer.created", acme, { authorization: `Bearer ${secret}s` })).status).toBe(401);
  expect((await send("customer.created", { id: "../acme" })).status).toBe(400);
  expect((await send("customer.created", { ...acme, areaCode: "1" })).status).toBe(400);
  expect((await request("/webhook", { method: "POST", body: "{" })).status).toBe(400);
  expect((await request("/customers/acme")).status).toBe(404);
  expect(phones.calls).toEqual([]);
});

test("several customers at once get one number each, however often the event comes", async () => {
  const [acme, again, globex, initech] = await Promise.all([
    send("customer.created", { id: "acme", areaCode: "415" }),
    asked(/customer\.created/),
    send("customer.created", { id: "globex" }),
    send("customer.created", { id: "initech", areaCode: "212" }),
  ]);
  expect(acme).toEqual({ status: 200, body: { status: "active", number: expect.stringMatching(/^\+1415/) } });
  expect(again).toEqual(acme.body);
  const numbers = [acme, globex, initech].map(({ body }) => (body as { number: string }).number);
  expect(phones.owned.toSorted()).toEqual(numbers.toSorted());
  expect(phones.state.purchases).toBe(3);
  expect(await asked(/customers\/acme/)).toEqual(acme.body);
});

test("a service that is killed while it buys goes on from there when the event comes again", async () => {
  await killWhileBuying("umbrella", "delay");
  expect(phones.state.purchases).toBe(4);
  expect((await request("/customers/umbrella")).body).toEqual({ status: "unfinished" });
  const { status, body } = await send("customer.created", { id: "umbrella" });
  expect(status).toBe(200);
  expect(phones.owned).toContain((body as { number: string }).number);
  expect(phones.state).toMatchObject({ purchases: 4, releases: 0 });
  expect(await request("/customers/umbrella")).toEqual({ status, body });
});

test("a cancellation gives the number back, and no event of before buys another one", async () => {
  const cancelled = { status: 200, body: { status: "cancelled" } };
  // The second is of a customer whose first event is still on its way.
  const [acme, hooli] = await Promise.all([
    asked(/customer\.cancelled/),
    send("customer.cancelled", { id: "hooli" }),
  ]);
  expect(acme).toEqual(cancelled.body);
  expect(hooli).toEqual(cancelled);
  expect(requests).toEqual([]);
  expect(phones.state).toMatchObject({ purchases: 4, releases: 1 });
  expect(await request("/customers/acme")).toEqual(cancelled);
  for (const id of ["acme", "hooli"]) expect(await send("customer.created", { id })).toEqual(cancelled);
  expect(phones.state).toMatchObject({ purchases: 4, releases: 1 });
});

describe("a cancellation of a customer who has no number", () => {
  const cancelled = { status: 200, body: { status: "cancelled" } };

  test("buys none, where the purchase was refused", async () => {
    const before = phones.state;
    phones.fault("buy", "no-funds");
    expect((await send("customer.created", { id: "soylent" })).status).toBe(500);
    expect((await request("/customers/soylent")).body).toEqual({ status: "unfinished" });
    expect(await send("customer.cancelled", { id: "soylent" })).toEqual(cancelled);
    expect(await request("/customers/soylent")).toEqual(cancelled);
    expect(phones.state).toEqual(before);
  });

  test("gives back what a service had bought that was killed", async () => {
    const { purchases, releases } = phones.state;
    await killWhileBuying("tyrell", "delay");
    expect(phones.state.purchases).toBe(purchases + 1);
    expect(await send("customer.cancelled", { id: "tyrell" })).toEqual(cancelled);
    expect(phones.state).toMatchObject({ purchases: purchases + 1, releases: releases + 1 });
  });

  test("fails while it is not known whether a service had bought one, and buys none after that", async () => {
    const before = phones.state;
    await killWhileBuying("wayne", "timeout-before");
    expect((await send("customer.cancelled", { id: "wayne" })).status).toBe(503);
    expect(phones.state).toEqual(before);
    anHourLater("wayne");
    expect(await send("customer.cancelled", { id: "wayne" })).toEqual(cancelled);
    expect(phones.state).toEqual(before);
  });
});
