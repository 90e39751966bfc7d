import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { exampleFiles } from "../../support/examples";
import { defined } from "../../support/expect";
import { generateSdk } from "../../support/generated-sdk";
import { brought, orSkipped } from "../../support/not-on-this-machine";
import { runOrThrow } from "../../support/run";
import { useExample } from "./example";

const generate = "pulumi package gen-sdk ./node_modules/pulumi-phone/plugin/schema.json --language python";

/** How its README has the environment made. */
const environment = [
  "python3 -m venv venv",
  "source venv/bin/activate",
  "pip install -r requirements.txt",
  generate,
  "pip install ./sdk/python",
];

/** The environment is there before the first test. */
const begin = [
  "npm install",
  "npx pulumi-phone sandbox --port 4999",
  ...environment,
  'export PULUMI_BACKEND_URL="file://$PWD" PULUMI_CONFIG_PASSPHRASE=sandbox PHONE_SANDBOX=http://127.0.0.1:4999',
  "pulumi stack init dev",
];

const example = useExample("python", { language: "python" }, begin);

test("python previews prices, buys two numbers, has nothing to do afterwards, and gives them back", async () => {
  const { phones } = example();
  await example().follow("pulumi preview");
  expect(phones.state.purchases).toBe(0);

  await example().follow("pulumi up");
  const line = (await example().follow("pulumi stack output line")).trim();
  const { overflow } = await phones.stack.outputs();
  expect(phones.state.owned.map(({ e164, alias }) => [e164, alias]).toSorted()).toEqual(
    [
      [line, null],
      [overflow, `overflow of ${line}`],
    ].toSorted(),
  );

  await example().follow("pulumi preview --expect-no-changes");
  expect(phones.state.purchases).toBe(2);

  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
  example().finish();
});

test("the environment is made as the README has it", async ({ skip }) => {
  const cwd = await mkdtemp(path.join(os.tmpdir(), "python-"));
  await writeFile(
    path.join(cwd, "requirements.txt"),
    defined((await exampleFiles("python"))["requirements.txt"]),
  );
  // How this machine reaches a registry is for its own variables to say.
  const env = process.env as Record<string, string>;
  const follow = (lines: readonly string[]) => runOrThrow("bash", ["-ec", lines.join("\n")], { cwd, env });
  const generated = environment.indexOf(generate);
  await orSkipped(skip, brought("PyPI", follow(environment.slice(0, generated))));
  // The CLI has a language's host generate it, and that host cannot be built from its published module.
  await generateSdk("python", path.join(cwd, "sdk/python"));
  const activated = ["source venv/bin/activate", ...environment.slice(generated + 1)];
  const use = 'python -c "import pulumi_phone; print(pulumi_phone.PhoneNumber.__name__)"';
  expect((await follow([...activated, use])).stdout.trim().split("\n").at(-1)).toBe("PhoneNumber");
});
