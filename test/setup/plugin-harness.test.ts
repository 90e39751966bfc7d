import { expect, test } from "vitest";
import { InitializationFailed, Plugin, withPlugin } from "../support/plugin";
import { commandLine } from "../support/process-tree";
import { serializeProvider } from "../support/serialize-provider";

/** A provider's text in the form that Pulumi's serializer gives it: a module with a handler that returns it. */
const provider = `exports.handler = () => ({
  async configure({ config }) { this.key = config.get("phone:key"); },
  async check(olds, news) {
    console.log("checking");
    return { inputs: { ...news, key: this.key }, failures: news.size > 9 ? [{ property: "size", reason: "too large" }] : [] };
  },
  async diff(id, olds, news) { return { changes: olds.size !== news.size, replaces: news.size > 5 ? ["size"] : [] }; },
  async create(inputs) {
    if (inputs.size === 0) throw new Error("out of stock");
    if (inputs.size === 1) throw Object.assign(new Error("half done"), { id: "half", properties: { size: 1 }, reasons: ["not bound"] });
    return { id: "thing", outs: inputs };
  },
  async read(id, props) { return { id: props.size === 2 ? "" : id, props, inputs: { size: props.size } }; },
  async update(id, olds, news) { return { outs: { ...news, before: olds.size } }; },
  async delete(id) { if (id !== "thing") throw new Error("no such thing"); },
});`;

test("calls every method and takes the provider's text out of the answers", async () => {
  await withPlugin({ provider }, async (plugin) => {
    await plugin.configure({ "phone:key": "secret" });
    expect(await plugin.check({ size: 3 })).toEqual({ inputs: { size: 3, key: "secret" }, failures: [] });
    expect((await plugin.check({ size: 10 }, { size: 3 })).failures).toEqual([
      { property: "size", reason: "too large" },
    ]);
    expect(await plugin.diff("thing", { size: 3 }, { size: 3 })).toEqual({
      changes: "none",
      replaces: [],
      differing: [],
      deleteBeforeReplace: false,
    });
    expect(await plugin.diff("thing", { size: 3 }, { size: 6 })).toMatchObject({
      changes: "some",
      replaces: ["size"],
    });
    expect(await plugin.create({ size: 3 })).toEqual({ id: "thing", properties: { size: 3 } });
    expect(await plugin.read("thing", { size: 3 })).toEqual({
      id: "thing",
      properties: { size: 3 },
      inputs: { size: 3 },
    });
    expect((await plugin.read("thing", { size: 2 })).id).toBe("");
    expect(await plugin.update("thing", { size: 3 }, { size: 4 })).toEqual({ size: 4, before: 3 });
    await plugin.delete("thing", { size: 4 });
    await expect.poll(() => plugin.output).toContain("checking");
  });
});

test("tells a failure from a resource that exists but is not finished", async () => {
  await withPlugin({ provider }, async (plugin) => {
    await plugin.configure({});
    await expect(plugin.create({ size: 0 })).rejects.toThrow("out of stock");
    await expect(plugin.delete("other", {})).rejects.toThrow("no such thing");
    const failure = await plugin.create({ size: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InitializationFailed);
    expect(failure).toMatchObject({
      message: "half done",
      id: "half",
      properties: { size: 1 },
      reasons: ["not bound"],
    });
  });
});

test("ends the process it started", async () => {
  const plugin = await Plugin.start({ provider });
  expect(commandLine(plugin.pid)).toContain("dynamic-provider");
  await plugin.stop();
  expect(commandLine(plugin.pid)).toBe("");
});

test("takes the text that Pulumi stores for the installed package", async () => {
  const text = await serializeProvider("pulumi-phone/provider");
  expect(text).toContain('require("pulumi-phone/provider")');
  await withPlugin({ provider: text }, async (plugin) => {
    await plugin.configure({});
    const { failures } = await plugin.check({ vendor: "no such vendor" });
    expect(failures).not.toEqual([]);
  });
});
