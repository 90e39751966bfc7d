import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createProgram } from "../../cli/program";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { run } from "../support/run";
import { pulumiScript, urnOf } from "./pulumi-script";
import { mainFile } from "./run-cli";

const file = path.join(repository, "docs/commands.md");
const page = readFileSync(file, "utf8");
const names = createProgram("0.0.0").commands.map((command) => command.name());
const helps = /(<!-- help (.*) -->\n)([\s\S]*?)(<!-- \/help -->)/g;
const samples = /(<!-- sample (.*) -->\n)([\s\S]*?)(<!-- \/sample -->)/g;
const schemas = /<!-- schema (.*) -->\n```json\n([\s\S]*?)```/g;

// A script stands in for the CLI.
describe.skipIf(process.platform === "win32")("docs/commands.md", { timeout: 120_000 }, () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "home-"));
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 50, rateLimit: false });
    const own = ["+19072347100", "+19072347101"].map((e164) => ({ e164, country: "US" }));
    sandbox.control.changeNumbers({ vendor: "plivo", own });
    sandbox.control.changeNumbers({ vendor: "ravan", own: [{ e164: "+19072347102", country: "US" }] });
  });
  afterAll(() => sandbox.close());

  const price = { amount: "10.00", currency: "USD" };
  const stacks = {
    prod: {
      rows: [
        {
          name: "support",
          id: "+19072347100",
          outputs: { vendor: "plivo", e164: "+19072347100", status: "active" },
        },
        {
          name: "reception",
          id: "+14155550123",
          outputs: {
            vendor: "cald",
            e164: "+14155550123",
            status: "active",
            monthlyPrice: price,
            boundAgent: "agent_7f2c",
          },
        },
      ],
    },
    staging: {
      rows: [
        {
          name: "reception",
          id: `unsettled:${urnOf("staging", "reception")}`,
          outputs: { vendor: "cald", status: "unsettled", monthlyPrice: price },
        },
      ],
    },
  };
  const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";
  const preview = {
    steps: [
      {
        op: "create",
        urn: urnOf("dev", "sales"),
        newState: {
          type,
          inputs: {
            vendor: "plivo",
            candidates: ["+14155550101"],
            quote: {
              monthlyPrice: { amount: "0.80", currency: "USD" },
              setupPrice: { amount: "0.00", currency: "USD" },
            },
          },
        },
      },
      {
        op: "delete",
        urn: urnOf("dev", "old"),
        oldState: {
          type,
          id: "+14155550100",
          inputs: { vendor: "plivo" },
          outputs: { monthlyPrice: { amount: "0.80", currency: "USD" }, status: "active" },
        },
      },
    ],
  };

  async function printed(args: readonly string[]): Promise<string> {
    writeFileSync(path.join(home, "preview.json"), JSON.stringify(preview));
    const { stdout, stderr } = await run(process.execPath, [mainFile, ...args], {
      cwd: home,
      env: childEnvironment(
        { PHONE_SANDBOX: sandbox.url, PULUMI_HOME: home, PULUMI_BACKEND_URL: "s3://pulumi-state" },
        [pulumiScript(stacks)],
      ),
    });
    expect(stderr).not.toContain("error:");
    return stdout;
  }

  const block = (text: string) => `\`\`\`text\n${text}\`\`\`\n`;
  // Those of the sandbox are counted from today.
  const undated = (text: string) => text.replace(/\d{4}-\d\d-\d\d/g, "2027-01-15");

  /** The page with what each of these marks stands for. */
  async function filled(
    text: string,
    marks: RegExp,
    fill: (named: string) => Promise<string>,
  ): Promise<string> {
    const blocks = await Promise.all([...text.matchAll(marks)].map(([, , named = ""]) => fill(named)));
    return text.replace(
      marks,
      (_, head: string, _named, _before, end: string) => head + blocks.shift() + end,
    );
  }

  test("has the help of every command and a sample of what they print: PHONE_WRITE_COMMANDS=1 writes them", async () => {
    expect([...page.matchAll(helps)].map(([, , name]) => name).toSorted()).toEqual(names.toSorted());
    const withHelp = await filled(page, helps, async (name) => block(await printed([name, "--help"])));
    const whole = await filled(withHelp, samples, async (args) =>
      block(`$ npx pulumi-phone ${args}\n${undated(await printed(args.split(" ")))}`),
    );
    if (process.env.PHONE_WRITE_COMMANDS) writeFileSync(file, whole);
    else expect(page).toBe(whole);
  });

  const sampled: Readonly<Record<string, readonly (readonly string[])[]>> = {
    search: ["plivo", "bolna", "ravan", "sondos"].map((each) => ["--vendor", each, "--country", "US"]),
    list: [[]],
    plan: [["preview.json"]],
    doctor: [[]],
  };

  test("has a schema of the JSON of each command that prints any", () => {
    const withJson = createProgram("0.0.0").commands.filter(({ options }) =>
      options.some(({ long }) => long === "--json"),
    );
    // The JSON of orphans is that of list.
    const own = withJson.map((command) => command.name()).filter((name) => name !== "orphans");
    expect([...page.matchAll(schemas)].map(([, name]) => name).toSorted()).toEqual(own.toSorted());
    expect(Object.keys(sampled).toSorted()).toEqual(own.toSorted());
  });

  test.each([...page.matchAll(schemas)].map(([, name = "", text = ""]) => ({ name, text })))(
    "what $name prints is as its schema says, and other things are not",
    async ({ name, text }) => {
      const schema = z.fromJSONSchema(JSON.parse(text));
      for (const args of sampled[name] ?? []) {
        const output: unknown = JSON.parse(await printed([name, "--json", ...args]));
        expect(schema.parse(output)).toEqual(output);
        expect(JSON.stringify(output).length).toBeGreaterThan(2);
        const spoilt = JSON.parse(JSON.stringify(output).replace(/"(\w+)":/, '"$1x":')) as unknown;
        expect(schema.safeParse(spoilt).success).toBe(false);
      }
    },
  );

  test("the JSON of orphans is as the schema of list says", async () => {
    const text = [...page.matchAll(schemas)].find(([, name]) => name === "list")?.[2] ?? "";
    const output: unknown = JSON.parse(await printed(["orphans", "--json"]));
    expect(z.fromJSONSchema(JSON.parse(text)).parse(output)).toHaveLength(2);
  });
});
