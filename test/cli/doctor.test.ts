import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { json } from "../support/field-vendor";
import { run } from "../support/run";
import { serve } from "../support/server";
import { mainFile, onSandbox } from "./run-cli";

function doctor(
  args: readonly string[],
  env: Record<string, string> = {},
  firstOnPath: readonly string[] = [],
) {
  return run(process.execPath, [mainFile, "doctor", ...args], { env: childEnvironment(env, firstOnPath) });
}

describe("pulumi-phone doctor --live", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "doctor-"));
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 3, rateLimit: false });
  });
  afterAll(() => sandbox.close());

  test.each([
    ["--record", "x.json"],
    ["--country", "US"],
  ])("%s %s without --live exits 2", async (...options) => {
    const { exitCode, stderr } = await doctor(options, { PHONE_SANDBOX: sandbox.url });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${options[0]} goes with --live`);
    expect(sandbox.control.calls()).toEqual([]);
  });

  test.each([["--country=Q"], ["--colour"]])("%s exits 2", async (option) => {
    expect((await doctor(["--live", option])).exitCode).toBe(2);
  });

  test("without an account exits 1", async () => {
    const { exitCode, stderr, stdout } = await doctor(["--live"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no account is configured");
    expect(stdout).toBe("");
  });

  test("reports every vendor of a sandbox as documented, exits 0 and writes the recording", async () => {
    sandbox.control.reset();
    sandbox.control.changeNumbers({ vendor: "plivo", own: [{ e164: "+19072347100", country: "US" }] });
    const file = path.join(folder, "recording.json");
    const { exitCode, stdout, stderr } = await doctor(["--live", "--record", file], {
      PHONE_SANDBOX: sandbox.url,
    });
    expect(stderr).toBe(onSandbox(sandbox.url));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("nothing was bought, changed or released");
    for (const vendor of ["bolna", "plivo", "ravan", "sondos", "cald"])
      expect(stdout).toMatch(`\n${vendor}\n`);
    expect(stdout.match(/fields: as documented, in [1-9]/g)).toHaveLength(4);
    // It shows no numbers, and has no agent that is known here.
    expect(stdout).toMatch(/\ncald\n(.*\n){4} {2}fields: no answer to compare\n/);
    const recording = readFileSync(file, "utf8");
    expect(JSON.parse(recording)).toMatchObject({
      format: 1,
      accounts: [{ vendor: "bolna" }, { vendor: "plivo" }, {}, {}, {}],
    });
    const keys = Object.values(sandbox.control.vendors()).flatMap(({ credentials }) =>
      Object.values(credentials),
    );
    for (const secret of [...keys, "9072347100"]) {
      expect(stdout).not.toContain(secret);
      expect(recording).not.toContain(secret);
    }
    expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("exits 3 and names what is not as documented, without a value of it", async () => {
    const rows = [{ id: 5, phone_number: "+14155550123", nickname_2: "Alice" }];
    const { url } = await serve(({ url: asked }) => json(asked.startsWith("/phone-numbers/all") ? rows : []));
    const { exitCode, stdout } = await doctor(["--live"], {
      BOLNA_API_KEY: "bn-0123456789",
      BOLNA_BASE_URL: url,
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("list: [].id: number like 9 where string is expected");
    expect(stdout).toContain("list: [].nickname_2: new: text, short");
    expect(stdout).toContain("list: [].rented: missing");
    for (const value of ["Alice", "4155550123", "bn-0123456789"]) expect(stdout).not.toContain(value);
  });

  test("says which key lacks its other half, and exits 3", async () => {
    const { exitCode, stdout } = await doctor(["--live"], { PLIVO_AUTH_ID: "MA0123456789ABCDEFGH" });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("phone:plivoAuthToken (or PLIVO_AUTH_TOKEN) missing");
    expect(stdout).not.toContain("MA0123456789ABCDEFGH");
  });

  // A script stands in for the CLI.
  test.skipIf(process.platform === "win32")(
    "takes keys and accounts from the configuration of a stack",
    async () => {
      sandbox.control.reset();
      const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
      const entry = { vendor: "plivo", baseUrl, ...credentials };
      const config = {
        "phone:plivoAuthId": { value: defined(credentials.plivoAuthId), secret: false },
        "phone:plivoAuthToken": { value: defined(credentials.plivoAuthToken), secret: true },
        "phone:plivoBaseUrl": { value: baseUrl, secret: false },
        "phone:accounts": {
          value: JSON.stringify({ "Alice Example": entry, Bob: { vendor: "bolna" } }),
          objectValue: {},
          secret: true,
        },
      };
      writeFileSync(path.join(folder, "config.json"), JSON.stringify(config));
      const cli = path.join(folder, "pulumi");
      writeFileSync(cli, `#!/bin/sh\necho "$@" > "${folder}/arguments"\ncat "${folder}/config.json"\n`);
      chmodSync(cli, 0o755);
      const { exitCode, stdout, stderr } = await doctor(["--live", "--stack", "dev"], {}, [folder]);
      expect(stderr).toBe("");
      // The entry without a key is told, and the others are asked.
      expect(exitCode).toBe(3);
      expect(stdout).toContain(
        "\nbolna, entry 2 of phone:accounts\n  not asked: phone:accounts.….bolnaApiKey missing\n",
      );
      expect(stdout.match(/fields: as documented/g)).toHaveLength(2);
      expect(readFileSync(path.join(folder, "arguments"), "utf8").trim()).toBe(
        "config --json --show-secrets --stack dev --non-interactive",
      );
      expect(stdout).toContain("\nplivo\n");
      expect(stdout).toContain("\nplivo, entry 1 of phone:accounts\n");
      for (const secret of [...Object.values(credentials), "Alice", "Bob"])
        expect(stdout).not.toContain(secret);
    },
  );
});
