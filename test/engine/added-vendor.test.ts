import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { repository } from "../support/repository";
import { refused, withPhoneStack } from "./support";

/** Acme Numbers, the made-up vendor of the example: what it sold to whom, and how often. */
const acme = { sold: new Map<string, string | null>(), purchases: 0, releases: 0, keys: new Set<unknown>() };
const stock = ["+14155550100", "+14155550101", "+12125550100"];

const server = createServer((request, response) => {
  void body(request).then((sent) => answer(request, sent, response));
});

async function body(request: IncomingMessage): Promise<{ bot?: string }> {
  let text = "";
  for await (const part of request) text += String(part);
  return text === "" ? {} : (JSON.parse(text) as { bot?: string });
}

function answer(request: IncomingMessage, sent: { bot?: string }, response: ServerResponse): void {
  acme.keys.add(request.headers["x-acme-key"]);
  const url = new URL(request.url ?? "", "http://localhost");
  const number = decodeURIComponent(url.pathname.split("/")[2] ?? "");
  const end = (status: number, json: unknown) => response.writeHead(status).end(JSON.stringify(json));
  switch (`${request.method} ${url.pathname.split("/")[1]}`) {
    case "GET numbers":
      return void end(
        200,
        stock
          .filter((each) => !acme.sold.has(each) && each.startsWith(`+1${url.searchParams.get("starts")}`))
          .map((each) => ({ number: each })),
      );
    case "GET mine":
      return void end(
        200,
        [...acme.sold].map(([each, bot]) => ({ number: each, ...(bot && { bot }) })),
      );
    case "POST mine":
      if (acme.sold.has(number) || !stock.includes(number)) return void end(409, { problem: "sold" });
      acme.sold.set(number, null);
      acme.purchases += 1;
      return void end(201, {});
    case "PUT mine":
      acme.sold.set(number, sent.bot ?? null);
      return void end(200, {});
    case "DELETE mine":
      acme.releases += 1;
      return void end(acme.sold.delete(number) ? 204 : 404, {});
    default:
      return void end(404, {});
  }
}

const example = (file: string) => readFile(path.join(repository, "examples/acme", file), "utf8");

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  acme.sold.clear();
  Object.assign(acme, { purchases: 0, releases: 0 });
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("a vendor that a program adds in one file is bought of, changed, refreshed and released", async () => {
  const program = await example("index.ts");
  const files = {
    "acme.mjs": await example("acme.mjs"),
    "tsconfig.json": await example("tsconfig.json"),
  };
  const environment = { ACME_BASE_URL: address() };
  await withPhoneStack(
    { access: "none", language: "typescript", program, files, environment },
    async (phones) => {
      expect(refused(await phones.stack.preview())).toContain('vendor: "acme" is not a known vendor');
      await phones.stack.setConfig("phone:vendorModules[0]", "./acme.mjs", { path: true });
      await phones.stack.setConfig("phone:acmeApiKey", "acme-secret-key", { secret: true });
      expect(await phones.preview()).toMatch(
        /support: picked \+141555501\d\d from acme for 1\.50 USD a month/,
      );
      expect(acme.purchases).toBe(0);

      await phones.up();
      expect([...acme.sold.values()]).toEqual(["bot-1"]);
      expect([...acme.keys]).toEqual(["acme-secret-key"]);
      await phones.up(["--expect-no-changes"]);
      await phones.refresh(["--expect-no-changes"]);
      await phones.project.writeProgram(program.replace("bot-1", "bot-2"));
      await phones.up();
      expect([...acme.sold.values()]).toEqual(["bot-2"]);
      expect(acme.purchases).toBe(1);
      await phones.destroy();
      expect(acme).toMatchObject({ purchases: 1, releases: 1 });
      expect(acme.sold.size).toBe(0);
    },
  );
});

test("what an added vendor cannot do is refused like everybody's, and a module that adds none is named", async () => {
  const files = { "acme.mjs": await example("acme.mjs"), "nothing.mjs": "export default {};" };
  const environment = { ACME_BASE_URL: address(), ACME_API_KEY: "k" };
  await withPhoneStack({ access: "none", files, environment }, async (phones) => {
    await phones.declare({ main: { vendor: "acme", country: "DE", alias: "x", vendorOptions: {} } });
    await phones.stack.setConfig("phone:vendorModules[0]", "./acme.mjs", { path: true });
    const printed = refused(await phones.stack.preview());
    expect(printed).toContain(
      "alias: acme has no API to label numbers: leave alias out and write it on the wall",
    );
    expect(printed).toContain("country: acme sells numbers of US, not of DE");
    expect(printed).toContain("vendorOptions: acme has none");
    for (const [module, fault] of [
      ["./nothing.mjs", "does not export a vendor"],
      ["./missing.mjs", "cannot be loaded"],
    ] as const) {
      await phones.stack.setConfig("phone:vendorModules[0]", module, { path: true });
      expect(refused(await phones.stack.preview())).toContain(`phone:vendorModules (${module}): ${fault}`);
    }
  });
  expect(acme.purchases).toBe(0);
});
