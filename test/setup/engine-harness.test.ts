import { expect, test } from "vitest";
import { EngineProject, type Language, withEngineProject, withoutStacks } from "../support/engine";
import { commandLine, descendants, killTree } from "../support/process-tree";

const outputsOf: Record<Exclude<Language, "yaml" | "python">, string> = {
  javascript: `const pulumi = require("@pulumi/pulumi");\nexports.stack = pulumi.getStack();`,
  typescript: `import * as pulumi from "@pulumi/pulumi";\nexport const stack: string = pulumi.getStack();`,
  esm: `import * as pulumi from "@pulumi/pulumi";\nexport const stack = pulumi.getStack();`,
};

/** A dynamic resource in the program itself: its text is captured by value. */
const withResource = (method: string) => `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async create(inputs) { ${method} },
  async read(id, outs) { return { id, props: outs, inputs: { size: outs.size } }; },
};
class Thing extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, { double: undefined, ...props }); }
}
exports.double = new Thing("thing", { size: new pulumi.Config().requireNumber("size") }).double;
exports.key = process.env.PLIVO_AUTH_ID ?? "none";
`;
const doubling = withResource("return { id: 'thing-1', outs: { ...inputs, double: inputs.size * 2 } };");

test.each(Object.keys(outputsOf) as (keyof typeof outputsOf)[])("runs a program in %s", async (language) => {
  await withEngineProject({ language, program: outputsOf[language] }, async (project) => {
    const stack = await project.createStack("dev");
    const up = await stack.up();
    expect(up.exitCode, up.all).toBe(0);
    expect(await stack.outputs()).toEqual({ stack: "dev" });
  });
});

test("takes a resource through its life with the plain CLI", async () => {
  await withEngineProject({ language: "javascript", program: doubling }, async (project) => {
    const stack = await project.createStack("dev");
    const unconfigured = await stack.up([], { environment: withoutStacks });
    expect(unconfigured.exitCode).not.toBe(0);
    expect(unconfigured.all).toContain("harness:size");

    await stack.setConfig("size", "21");
    await stack.setConfig("hidden", "in no clear text", { secret: true });
    const preview = await stack.preview();
    expect(preview.exitCode, preview.all).toBe(0);
    expect(preview.all).toContain("thing create");
    expect((await stack.export()).deployment.resources?.map(({ id }) => id)).not.toContain("thing-1");

    await stack.up();
    expect(await stack.outputs()).toEqual({ double: 42, key: "none" });
    const exported = await stack.export();
    const thing = exported.deployment.resources?.find(({ id }) => id === "thing-1");
    expect(thing).toMatchObject({
      type: "pulumi-nodejs:dynamic:Resource",
      outputs: { size: 21, double: 42 },
    });
    expect(JSON.stringify(exported)).not.toContain("in no clear text");

    expect((await stack.refresh()).exitCode).toBe(0);
    expect((await stack.preview(["--expect-no-changes"])).exitCode).toBe(0);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect((await stack.export()).deployment.resources ?? []).toEqual([]);
  });
});

test("gives the same stack through the Automation API", async () => {
  await withEngineProject({ language: "javascript", program: doubling }, async (project) => {
    const stack = await project.createStack("dev");
    const automation = await stack.automation();
    await automation.setConfig("size", { value: "4" });
    const up = await automation.up();
    expect(up.outputs.double?.value).toBe(8);
    expect(await stack.outputs()).toEqual({ double: 8, key: "none" });
    await automation.destroy();
  });
});

test("takes over nothing from the developer's shell, and what a test gives on purpose", async () => {
  process.env.PLIVO_AUTH_ID = "from the shell";
  try {
    await withEngineProject({ language: "javascript", program: doubling }, async (project) => {
      const stack = await project.createStack("dev");
      await stack.setConfig("size", "1");
      await stack.up();
      expect(await stack.outputs()).toMatchObject({ key: "none" });
      await stack.up([], { environment: { PLIVO_AUTH_ID: "from the test" } });
      expect(await stack.outputs()).toMatchObject({ key: "from the test" });
    });
  } finally {
    delete process.env.PLIVO_AUTH_ID;
  }
});

test("shows what a killed run leaves: a lock, and the operation that was under way", async () => {
  const waiting = withResource("await new Promise((resolve) => setTimeout(resolve, 600_000));");
  await withEngineProject({ language: "javascript", program: waiting }, async (project) => {
    const stack = await project.createStack("dev");
    await stack.setConfig("size", "1");
    let root = 0;
    const killed = stack.up([], { onStart: (pid) => (root = pid) });
    await expect
      .poll(() => stack.export().then(({ deployment }) => deployment.pending_operations?.length), {
        timeout: 60_000,
      })
      .toBe(1);
    // A process has its parent's command line for a moment.
    await expect.poll(() => descendants(root).map(commandLine).join("\n")).toContain("dynamic-provider");
    const below = descendants(root);
    killTree(root);
    expect((await killed).exitCode).toBeNull();
    // A process that is killed takes a moment to be gone.
    await expect.poll(() => below.filter((pid) => commandLine(pid) !== "")).toEqual([]);

    const locked = await stack.up();
    expect(locked.exitCode, locked.all).not.toBe(0);
    expect(locked.all).toContain("pulumi cancel");
    expect((await stack.cancel()).exitCode).toBe(0);
    const [pending] = (await stack.export()).deployment.pending_operations ?? [];
    expect(pending).toMatchObject({ type: "creating", resource: { inputs: { size: 1 } } });
  });
});

test("lets two projects share a backend", async () => {
  const program = outputsOf.javascript;
  const first = await EngineProject.create({ language: "javascript", program, name: "first" });
  try {
    await first.createStack("dev");
    await withEngineProject(
      { language: "javascript", program, name: "second", backendUrl: first.backendUrl },
      async (second) => {
        await second.createStack("dev");
        const listed = JSON.parse((await second.pulumi(["stack", "ls", "--all", "--json"])).stdout);
        expect(listed.map(({ name }: { name: string }) => name)).toEqual(["dev", "organization/first/dev"]);
      },
    );
  } finally {
    await first.remove();
  }
});
