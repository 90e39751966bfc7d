import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { type RunResult, run } from "../support/run";

const installed = () => path.join(inject("projectFolder"), "node_modules/pulumi-phone/plugin/schema.json");

/** What Pulumi says of a schema, by its metaschema first. */
function check(file: string): Promise<RunResult> {
  const env = childEnvironment({ PULUMI_SKIP_UPDATE_CHECK: "true" }, [inject("pulumiBin")]);
  return run("pulumi", ["schema", "check", file], { env });
}

test("the schema fits Pulumi's metaschema, and all that it names is there", async () => {
  expect(await check(installed())).toMatchObject({ exitCode: 0, all: "" });
});

test("what does not fit is found", async () => {
  const schema = (await readFile(installed(), "utf8")).replace('"type": "boolean"', '"type": "bool"');
  const broken = path.join(inject("projectFolder"), "broken-schema.json");
  await writeFile(broken, schema);
  const { exitCode, all } = await check(broken);
  expect(exitCode).not.toBe(0);
  expect(all).toContain("onlyStack/type: value must be one of");
});
