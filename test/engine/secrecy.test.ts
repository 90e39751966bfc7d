import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { keysIn } from "../support/key-leaks";
import { repository } from "../support/repository";
import { type PhoneStack, refused, withPhoneStack } from "./support";

interface Said {
  /** What `up` printed with the most talkative log. */
  readonly log: string;
  /** What else was printed, what was exported, and every file that was written. */
  readonly rest: string;
}

/** Fails to buy a number where that is asked for, buys and releases it. */
async function everythingSaid(phones: PhoneStack, { fails = false } = {}): Promise<Said> {
  const [agent] = phones.agents;
  await phones.declare({ main: { vendor: "plivo", country: "US", agent } });
  const talkative = ["--logtostderr", "-v=9"];
  let log = "";
  if (fails) {
    phones.sandbox.control.postFault({ vendor: "plivo", operation: "buy", fault: "no-funds" });
    const failed = await phones.stack.up(talkative);
    expect(failed.exitCode).not.toBe(0);
    log += failed.all;
  }
  log += await phones.up(talkative);
  expect(log).toContain("Marshaling property for RPC");
  const exported = JSON.stringify(await phones.stack.export());
  const files = await written(path.dirname(phones.project.workDir));
  const rest = [exported, ...files, await phones.destroy()].join("\n");
  expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  return { log, rest };
}

/** Every file below the folder: program, configuration, backend with its backups, Pulumi's home. */
async function written(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain("dev.json");
  return Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name), "utf8")));
}

/** Nor any part of it, in any form. */
function expectNoPart(said: string, { token }: PhoneStack): void {
  expect(keysIn([token], [["said", said]])).toEqual([]);
}

/** The key is not there, and where it is found all the same, what stands around it. */
function expectWithout(said: string, ...forms: readonly string[]): void {
  for (const form of forms) {
    const place = said.indexOf(form);
    expect(place < 0 ? "" : said.slice(Math.max(0, place - 500), place + 100)).toBe("");
  }
}

/** A key in the forms in which only this package writes it. */
function encoded({ token, basicAuth }: PhoneStack): string[] {
  return [Buffer.from(token).toString("base64"), basicAuth];
}

test("a secret key of the configuration appears in no state, file or output, nor in a log line of ours", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    await phones.stack.setConfig("phone:plivoBaseUrl", phones.plivo.baseUrl);
    await phones.stack.setConfig("phone:plivoAuthId", phones.authId);
    await phones.stack.setConfig("phone:plivoAuthToken", phones.token, { secret: true });
    const { log, rest } = await everythingSaid(phones);
    expectNoPart(rest, phones);
    expectWithout(log, ...encoded(phones));
    // At this level the engine itself logs the secrets of the configuration that it hands to any provider.
    const isEngines = (line: string) => line.startsWith('{"time":');
    expectWithout(
      log
        .split("\n")
        .filter((line) => !isEngines(line))
        .join("\n"),
      phones.token,
    );
  });
});

test("a key from the environment alone is in no state, file, output or log, as no key is", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    const { log, rest } = await everythingSaid(phones, { fails: true });
    expectNoPart(log + rest, phones);
  });
});

test("nor is one that a command prints, or a file has that the environment names, as Pulumi ESC does", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "keys-"));
  const [id, token] = [path.join(folder, "id"), path.join(folder, "token")];
  await withPhoneStack({ access: "none", environment: { PLIVO_AUTH_ID_FILE: id } }, async (phones) => {
    await writeFile(id, `${phones.authId}\n`);
    await writeFile(token, `${phones.token}\n`);
    await phones.stack.setConfig("phone:plivoBaseUrl", phones.plivo.baseUrl);
    await phones.stack.setConfig("phone:plivoAuthTokenCommand", `cat "${token}"`);
    const { log, rest } = await everythingSaid(phones);
    expectNoPart(log + rest, phones);
  });
});

test("nor does the key that the sandbox tells", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    await phones.stack.setConfig("phone:sandbox", phones.sandbox.url);
    const { log, rest } = await everythingSaid(phones);
    expectNoPart(log + rest, phones);
  });
});

/** A vendor module that says its key wherever it fails: in a call, and after it where nobody catches it. */
const careless = `
import meridian from "./meridian.mjs";
export default {
  ...meridian,
  connect(settings, tools) {
    const failure = (where) => Object.assign(new Error(where + " with " + settings.keys.apiKey), { key: settings.keys.apiKey });
    const vendor = meridian.connect(settings, tools);
    vendor.search = () => {
      setTimeout(() => { throw failure("a timer"); });
      Promise.reject(failure("a promise"));
      throw failure("a call");
    };
    return vendor;
  },
};`;

test.each([false, true])(
  "nor does a module's own, in what it throws (as a plugin: %s)",
  async (hasPlugin) => {
    const key = "marked-0123456789-key-of-a-module";
    const files = {
      "meridian.mjs": await readFile(path.join(repository, "examples/meridian/meridian.mjs"), "utf8"),
      "careless.mjs": careless,
    };
    const environment = { MERIDIAN_API_KEY: key };
    const language = hasPlugin ? "typescript" : "javascript";
    await withPhoneStack({ access: "none", files, environment, hasPlugin, language }, async (phones) => {
      const main = { vendor: "meridian", country: "US" };
      if (hasPlugin) {
        await phones.project.writeProgram(
          `import { PhoneNumber } from "pulumi-phone/plugin";\nnew PhoneNumber("main", ${JSON.stringify(main)} as never);`,
        );
      } else await phones.declare({ main });
      await phones.stack.setConfig("phone:vendorModules[0]", "./careless.mjs", { path: true });
      const printed = refused(await phones.stack.up());
      for (const where of ["a call", "a timer", "a promise"])
        expect(printed).toContain(`${where} with [redacted]`);
      expect(keysIn([key], [["said", printed]])).toEqual([]);
    });
  },
);
