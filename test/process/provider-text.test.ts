import { expect, test } from "vitest";
import { type Layout, withLayout, withLinkedRepository } from "../support/layouts";
import { withPlugin } from "../support/plugin";
import { repository } from "../support/repository";
import { useSandbox } from "../support/sandbox";
import { serializeProvider } from "../support/serialize-provider";
import { bought, installedText, registeredText, textForModules } from "./support";

const bench = useSandbox();

test("of the installed package Pulumi stores a require of its provider, and nothing else", async () => {
  expect(await serializeProvider("pulumi-phone/provider")).toBe(installedText);
});

test("the text is the same whether a CommonJS or an ES module imports the provider", async () => {
  expect(await textForModules()).toBe(installedText);
});

test("of a linked package Pulumi stores the methods, each a call of pulumi-phone/runtime", async () => {
  const text = await serializeProvider("pulumi-phone/provider", repository);
  // A text that changes here is a decision for a release: older states keep the older one.
  await expect(text).toMatchFileSnapshot("provider-text.by-value.txt");
  expect(Buffer.byteLength(text)).toBeLessThan(3000);
  expect(text).not.toContain("process.env");
  expect(text).not.toMatch(/\brequire\b/);
  expect(text).not.toMatch(/#[a-z]/i);
  expect(new Set(text.match(/\bimport\b[^)]*\)/g))).toEqual(new Set(['import("pulumi-phone/runtime")']));
  expect(text.match(/\bimport\(/g)).toHaveLength(6);
});

test("the methods are stored the same way however the package is linked", async () => {
  const stored = await serializeProvider("pulumi-phone/provider", repository);
  await withLinkedRepository(async (folder) => {
    expect(await serializeProvider("pulumi-phone/provider", folder)).toBe(stored);
  });
  await withLayout("workspaces", async (folder) => {
    expect(await registeredText(folder)).toBe(stored);
  });
});

test("a number registers the require", async () => {
  expect(await registeredText()).toBe(installedText);
});

test.each<Layout>(["named like the package", "pnpm"])(
  "a number registers the require where the project's layout is: %s",
  async (layout) => {
    await withLayout(layout, async (folder) => expect(await registeredText(folder)).toBe(installedText));
  },
);

test("the stored methods buy and release a number from the repository's own root", async () => {
  const provider = await serializeProvider("pulumi-phone/provider", repository);
  await withPlugin({ provider, folder: repository }, async (plugin) => {
    await plugin.configure({ "phone:sandbox": bench.sandbox.url });
    const { id, properties } = await bought(plugin);
    expect(bench.owned).toEqual([id]);
    await plugin.delete(id, properties);
    expect(bench.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});
