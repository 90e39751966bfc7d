import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError, MissingKeyError } from "../../../provider/domain/errors";
import { type Environment, readConfiguration, requireKnownKeys } from "../../../provider/host/configuration";
import { partsOf, runKeyCommand } from "../../../provider/host/run-key-command";
import { vendorDefinitions } from "../../../provider/vendors";
import { bolna } from "../../../provider/vendors/bolna";
import { plivo } from "../../../provider/vendors/plivo";
import { defined, errorOf, errorOfClass } from "../../support/expect";
import { configuration } from "../../support/sandbox";

const token = "a-token-0123456789-0123456789";
const authId = "MA0123456789ABCDEFGH";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "keys-"));
});

const settings = (values: Record<string, string>, environment: Environment = {}) =>
  readConfiguration(configuration({ "phone:plivoAuthId": authId, ...values }), environment, folder).settings(
    plivo,
  );

/** A command that runs this program. */
function running(program: string): string {
  return `${process.execPath} -e "${program}"`;
}

const printing = (text: string) => running(`process.stdout.write('${text}')`);

function file(name: string, content: string): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

describe("a key of any vendor", () => {
  it.each(
    vendorDefinitions.flatMap(({ name, keys }) =>
      Object.keys(keys).map((key): [string, string] => [name, key]),
    ),
  )("may come from a command or a file: %s, %s", async (vendor, key) => {
    const definition = defined(vendorDefinitions.find(({ name }) => name === vendor));
    const others = Object.entries(definition.keys).filter(([name]) => name !== key);
    const { config, environment } = defined(definition.keys[key]);
    const value = key === "authId" ? authId : "12|a-key-0123456789";
    const read = (values: Record<string, string>, variables: Environment = {}) => {
      const rest = others.map(([name, each]) => [`phone:${each.config}`, name === "authId" ? authId : token]);
      const reader = configuration({ ...Object.fromEntries(rest), ...values });
      return readConfiguration(reader, variables, folder).settings(definition);
    };
    const asked = [
      read({ [`phone:${config}Command`]: printing(value) }),
      read({ [`phone:${config}File`]: file("key", `${value}\r\n`) }),
      read({}, { [`${environment}_COMMAND`]: printing(value) }),
      read({}, { [`${environment}_FILE`]: path.join(folder, "key") }),
    ];
    for (const { keys } of await Promise.all(asked)) expect(keys[key]).toBe(value);
    const spelt = [`phone:${config}Command`, `phone:${config}File`];
    requireKnownKeys(spelt, vendorDefinitions, "shop");
    expect(() => requireKnownKeys([`phone:${config}Comand`], vendorDefinitions, "shop")).toThrow(
      `did you mean phone:${config}Command?`,
    );
  });

  it("of the configuration wins over the environment, however each is given", async () => {
    const inEnvironment = { PLIVO_AUTH_TOKEN: "from-environment" };
    const { keys } = await settings({ "phone:plivoAuthTokenFile": file("key", token) }, inEnvironment);
    expect(keys.authToken).toBe(token);
    const { keys: other } = await settings(
      { "phone:plivoAuthToken": token },
      { PLIVO_AUTH_TOKEN_FILE: file("other", "from-file") },
    );
    expect(other.authToken).toBe(token);
  });

  it.each([
    ["a command with a NUL", "Command", `cat ${token}\0`, "names no program that can be run"],
    ["a command of blanks", "Command", "  ", "names no program that can be run"],
    ["a file with a NUL", "File", `${token}\0`, "cannot be read: ERR_INVALID_ARG_VALUE"],
    ["a folder", "File", ".", "cannot be read: EISDIR"],
    ["a file without end", "File", "/dev/zero", "it is longer than a key"],
  ])("is refused as %s, which is not shown", async (_, form, text, reason) => {
    const error = await errorOf(settings({ [`phone:plivoAuthToken${form}`]: text }));
    expect(error).toBeInstanceOf(MissingKeyError);
    expect(String(error)).toContain(reason);
    expect(String(error)).not.toContain(token);
  });

  it("is read from a pipe that another program writes to, and not waited for where none does", async () => {
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    await errorOfClass(MissingKeyError, settings({ "phone:plivoAuthTokenFile": pipe }));
    const end = openSync(pipe, constants.O_RDWR);
    const writer = spawn("sh", ["-c", `sleep 0.2; printf %s ${token}`], {
      stdio: ["ignore", end, "inherit"],
    });
    closeSync(end);
    const closed = once(writer, "close");
    const { keys } = await settings({ "phone:plivoAuthTokenFile": pipe });
    expect(keys.authToken).toBe(token);
    await closed;
  });

  it("that is given in two ways in one place is refused, and nothing is run", async () => {
    const ran = path.join(folder, "ran");
    const values = {
      "phone:plivoAuthToken": token,
      "phone:plivoAuthTokenCommand": running(`require('fs').writeFileSync('${ran}', '')`),
    };
    const error = await errorOfClass(ConfigurationError, settings(values));
    expect(error.message).toContain(
      "phone:plivoAuthToken and phone:plivoAuthTokenCommand: plivo: are both given",
    );
    expect(error.message).not.toContain(token);
    expect(() => readFileSync(ran)).toThrow("ENOENT");
  });

  it("that is given itself and by a file, as some containers do, is taken where both are the same", async () => {
    const values = { "phone:plivoAuthToken": token, "phone:plivoAuthTokenFile": file("key", `${token}\n`) };
    expect((await settings(values)).keys.authToken).toBe(token);
    file("key", "another-key-0123456789");
    const error = await errorOfClass(ConfigurationError, settings(values));
    expect(error.message).toContain(
      "phone:plivoAuthToken and phone:plivoAuthTokenFile: plivo: are both given, and are two keys",
    );
    expect(error.message).not.toMatch(/another-key|a-token/);
  });

  it("of an entry of phone:accounts too, under either of its names", async () => {
    const accounts = {
      desk: {
        vendor: "plivo",
        plivoAuthIdFile: file("id", `${authId}\n`),
        authTokenCommand: printing(token),
      },
    };
    const reader = configuration({ "phone:accounts": JSON.stringify(accounts) });
    const { keys } = await readConfiguration(reader, {}, folder).settings(plivo, "desk");
    expect(keys).toEqual({ authId, authToken: token });
  });

  it("of a vendor that a module adds", async () => {
    const acme = {
      ...bolna,
      name: "acme",
      keys: { apiKey: { ...bolna.keys.apiKey, config: "acmeKey", environment: "ACME_KEY" } },
    };
    const reader = configuration({ "phone:acmeKeyCommand": printing(token) });
    const { keys } = await readConfiguration(reader, {}, folder).settings(acme);
    expect(keys).toEqual({ apiKey: token });
    requireKnownKeys(["phone:acmeKeyCommand", "phone:acmeKeyFile"], [...vendorDefinitions, acme], "shop");
  });

  it("is looked for at a sandbox only where one stands in: no command is run", async () => {
    const ran = path.join(folder, "ran");
    const command = running(`require('fs').writeFileSync('${ran}', '')`);
    const values = { "phone:plivoAuthTokenCommand": command, "phone:sandbox": "http://127.0.0.1:1" };
    await errorOfClass(ConfigurationError, settings(values));
    expect(() => readFileSync(ran)).toThrow("ENOENT");
  });
});

describe("values as Pulumi ESC gives them", () => {
  it("as environment variables, as files whose paths are in variables, and as configuration", async () => {
    // environmentVariables, files and pulumiConfig of an environment.
    const variables = { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN_FILE: path.join(folder, file("esc", token)) };
    const { keys } = await readConfiguration(configuration({}), variables, folder).settings(plivo);
    expect(keys).toEqual({ authId, authToken: token });
    const pulumiConfig = {
      "phone:plivoAuthToken": token,
      "phone:accounts": JSON.stringify({ desk: { vendor: "plivo", plivoAuthId: authId, authToken: token } }),
      "phone:maxPurchases": "3",
    };
    const configured = readConfiguration(configuration(pulumiConfig), { PLIVO_AUTH_ID: authId }, folder);
    expect((await configured.settings(plivo)).keys).toEqual({ authId, authToken: token });
    expect((await configured.settings(plivo, "desk")).keys).toEqual({ authId, authToken: token });
    expect(configured.maxPurchases).toBe(3);
  });
});

describe("a command", () => {
  it("is run once in a process, whoever asks, also when it fails", async () => {
    const count = path.join(folder, "count");
    const counting = (end: string) =>
      running(`require('fs').appendFileSync('${count}', 'x'); process.stdout.write('${token}'); ${end}`);
    const asked = () => settings({ "phone:plivoAuthTokenCommand": counting("") });
    await Promise.all([asked(), asked()]);
    await asked();
    expect(readFileSync(count, "utf8")).toBe("x");
    const failing = () => errorOf(settings({ "phone:plivoAuthTokenCommand": counting("process.exit(3)") }));
    await failing();
    await failing();
    expect(readFileSync(count, "utf8")).toBe("xx");
  });

  it.each([
    [
      "has failed with exit code 3",
      running(`process.stdout.write('${token}'); console.error('${token}'); process.exit(3)`),
    ],
    ["was ended by SIGTERM", running("process.kill(process.pid)")],
    ["prints nothing", running("0")],
    ["prints more than a key", running(`process.stdout.write('${token}'.repeat(9999))`)],
    ["names a program that is not there", token],
    ["has a quote without its other half", `op read '${token}`],
  ])(
    "that gives no key is a missing key: its property is named, and nothing else: it %s",
    async (what, command) => {
      const error = await errorOfClass(MissingKeyError, settings({ "phone:plivoAuthTokenCommand": command }));
      expect(error.message).toContain(`phone:plivoAuthTokenCommand: plivo: ${what}`);
      expect(JSON.stringify([error, error.message, error.stack])).not.toContain(token.slice(0, 12));
    },
  );

  it("whose output is no key is malformed, and its property is named", async () => {
    const command = printing(`${token} and more`);
    const error = await errorOfClass(
      ConfigurationError,
      readConfiguration(configuration({ "phone:bolnaApiKeyCommand": command }), {}, folder).settings(bolna),
    );
    expect(error.details.argument).toBe("phone:bolnaApiKeyCommand");
    expect(error.message).toContain("is malformed");
    expect(error.message).not.toContain(token.slice(0, 12));
  });

  it("that does not end is ended, also where what it has started goes on", async () => {
    const idle = "setInterval(() => {}, 1000)";
    const starting = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: 'inherit' }); ${idle}`;
    await expect(runKeyCommand(running(starting), folder, 400)).rejects.toThrow("has not ended within 0.4 s");
  });

  it("runs in the program's folder, without input and without a shell", async () => {
    const values = { "phone:plivoAuthTokenCommand": `${process.execPath} tell.js $HOME * '>' "two words"` };
    file("tell.js", "process.stdout.write(process.argv.slice(2).join('|'))");
    expect((await settings(values)).keys.authToken).toBe("$HOME|*|>|two words");
  });

  it.each([
    ["op read op://vault/plivo/token", ["op", "read", "op://vault/plivo/token"]],
    ["op read 'op://my vault/x'", ["op", "read", "op://my vault/x"]],
    ['  a  --b="c d"  ', ["a", "--b=c d"]],
    ["sh -c 'x | y \"z\"'", ["sh", "-c", 'x | y "z"']],
    ["C:\\tools\\op.exe read x", ["C:\\tools\\op.exe", "read", "x"]],
    ["a '' b", ["a", "", "b"]],
    ["it's", undefined],
  ])("is split at blanks, but for what is in quotes: %s", (command, parts) => {
    expect(partsOf(command)).toEqual(parts);
  });
});

it.each([
  ["names a file that is not there", token],
  ["cannot be read: EISDIR", "."],
  ["names a file that is empty", "empty"],
])("a file that has no key is a missing key, and its path is not told: it %s", async (what, name) => {
  file("empty", "\n");
  const error = await errorOfClass(MissingKeyError, settings({ "phone:plivoAuthTokenFile": name }));
  expect(error.message).toContain(`phone:plivoAuthTokenFile: plivo: ${what}`);
  expect(error.message).not.toContain(token);
  expect(error.message).not.toContain(folder);
});
