import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { argumentNames } from "../../provider/domain/argument-schema";
import { numberOutputs } from "../../provider/lifecycle/observed";
import * as plugin from "../../provider/pulumi/plugin";
import { vendorDefinitions } from "../../provider/vendors";
import { repository } from "../support/repository";
import { packageSchema } from "./package-schema";

const file = path.join(repository, "plugin/schema.json");

interface Schema {
  readonly config: { readonly variables: Readonly<Record<string, { readonly secret?: true }>> };
  readonly provider: { readonly inputProperties: object };
  readonly types: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputProperties: object; readonly properties: object; readonly aliases: unknown }
    >
  >;
}

const committed = () => JSON.parse(readFileSync(file, "utf8")) as Schema;

test("the plugin's schema is as the sources have it: npm run docs:made writes it", () => {
  const made = `${JSON.stringify(packageSchema(), null, 2)}\n`;
  if (process.env.PHONE_WRITE_DOCS) writeFileSync(file, made);
  expect(readFileSync(file, "utf8")).toBe(made);
});

test("it has every argument and every output, and the type of the dynamic provider as another name", () => {
  const number = committed().resources["phone:index:PhoneNumber"];
  expect(Object.keys(number?.inputProperties ?? {})).toEqual(argumentNames);
  expect(Object.keys(number?.properties ?? {})).toEqual([...Object.keys(numberOutputs), "stateVersion"]);
  expect(number?.aliases).toEqual([{ type: "pulumi-nodejs:dynamic/phone:PhoneNumber" }]);
});

test("it has every vendor's keys, those secret that must not be seen", () => {
  const { config, provider } = committed();
  expect(provider.inputProperties).toEqual(config.variables);
  for (const { keys } of vendorDefinitions)
    for (const { config: name, secret } of Object.values(keys))
      expect(config.variables[name]?.secret ?? false, name).toBe(secret);
});

test("every type that it names is there, and every one that is there has a description", () => {
  const text = JSON.stringify(committed());
  const named = [...text.matchAll(/#\/types\/([\w:]+)/g)].map(([, name]) => name ?? "");
  const { types } = committed();
  expect(Object.keys(types)).toEqual(expect.arrayContaining([...new Set(named)]));
  expect(Object.values(types).filter((type) => !Object(type).description)).toEqual([]);
});

// An import gives a number vendor, account, country and this one; in TypeScript Pulumi prints phone.DeletionPolicy.Retain.
test("the enum of what an import prints is exported beside the class, by the names that it has there", () => {
  const { enum: members } = committed().types["phone:index:DeletionPolicy"] as {
    enum: { name: string; value: string }[];
  };
  expect(plugin.DeletionPolicy).toEqual(Object.fromEntries(members.map(({ name, value }) => [name, value])));
});

// It could only be pulumi-phone/plugin, and npm refuses an SDK that is called so: pulumi package add would fail.
test("it names no package for Node.js, which Pulumi then calls @pulumi/phone", () => {
  expect(packageSchema().language).not.toHaveProperty("nodejs");
});

/** Whatever is named among properties, by the way that leads to it. */
function described(schema: unknown, way: string): [string, unknown][] {
  return Object.entries(Object(schema)).flatMap(([name, value]) => [
    ...(/(properties|inputProperties|variables)$/.test(way)
      ? [[`${way}.${name}`, Object(value).description] as [string, unknown]]
      : []),
    ...(typeof value === "object" ? described(value, `${way}.${name}`) : []),
  ]);
}

test("every argument, output and setting has a description, which begins as a sentence", () => {
  const all = described(committed(), "");
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, description]) => !/^[A-Z`]/.test(String(description)))).toEqual([]);
});
