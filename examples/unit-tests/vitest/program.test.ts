import { expect, test, vi } from "vitest";

const config = { "phone-unit-tests:agent": "20468599130939380" };

/** Runs the program as a stack: it runs when it is imported, so each time in modules of its own. */
async function run(stack: string, settings: Record<string, string> = config) {
  vi.resetModules();
  const { declared, usePulumiMocks, resolved } = await import("../mocks.js");
  await usePulumiMocks(stack, settings);
  const { lines } = await import("../index.js");
  return { lines: await resolved(lines), declared };
}

test("every number of production is protected, and has a ceiling", async () => {
  const { lines, declared } = await run("production");
  expect(lines).toHaveLength(3);
  for (const { inputs } of declared) {
    expect(inputs).toMatchObject({ deletionProtection: true, maxMonthlyPrice: 2 });
  }
});

test("another stack has one line, which may be given back", async () => {
  const { lines, declared } = await run("dev");
  expect(lines).toEqual(["+14155550101"]);
  expect(declared).toMatchObject([
    {
      type: "pulumi-nodejs:dynamic/phone:PhoneNumber",
      name: "support",
      inputs: { alias: "support (dev)", deletionProtection: false },
    },
  ]);
});

test("a stack without the agent is refused", async () => {
  await expect(run("dev", {})).rejects.toThrow("phone-unit-tests:agent");
});
