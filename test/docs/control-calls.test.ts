import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { repository } from "../support/repository";
import { commandsOf } from "./shell";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test("every control call of docs/sandbox.md is answered, one after the other", async () => {
  const file = "docs/sandbox.md";
  const text = readFileSync(path.join(repository, file), "utf8");
  const calls = commandsOf({ file, text }).flatMap(({ words: [first, ...rest] }) =>
    first === "curl" ? [rest] : [],
  );
  expect(calls.length).toBeGreaterThan(12);
  for (const words of calls) {
    const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
    const body = after("-d");
    const address = words.find((word) => word.startsWith("$S/"))?.replace("$S", sandbox.url) ?? "";
    const method = after("-X") ?? (body === undefined ? "GET" : "POST");
    const answer = await fetch(address, { method, ...(body !== undefined && { body }) });
    expect(answer.status, `${words.join(" ")}: ${await answer.text()}`).toBe(200);
  }
});
