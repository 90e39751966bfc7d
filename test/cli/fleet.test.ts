import { mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openJournal } from "../../provider/host/journal";
import { keyDigest } from "../../provider/vendors/kit/key-digest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { json } from "../support/field-vendor";
import { run } from "../support/run";
import { serve } from "../support/server";
import { pulumiScript, type Row, type StackContent, urnOf } from "./pulumi-script";
import { mainFile, onSandbox, plivoAndBolnaAt } from "./run-cli";

// A script stands in for the CLI.
describe.skipIf(process.platform === "win32")("the fleet", () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "home-"));
  const backend = "file:///backend";
  const [kept, lost, other] = ["+19072347100", "+19072347101", "+19072347102"] as const;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 3, rateLimit: false });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    sandbox.control.reset();
    sandbox.control.changeNumbers({
      vendor: "plivo",
      own: [kept, lost].map((e164) => ({ e164, country: "US" })),
    });
  });

  interface Around {
    readonly stacks?: Readonly<Record<string, StackContent>> | undefined;
    readonly env?: Record<string, string>;
  }

  function phone(args: readonly string[], around: Around = {}) {
    const { stacks, env = { PHONE_SANDBOX: sandbox.url } } = around;
    return run(process.execPath, [mainFile, ...args], {
      cwd: home,
      env: childEnvironment({ PULUMI_HOME: home, PULUMI_BACKEND_URL: backend, ...env }, [
        pulumiScript(stacks),
      ]),
    });
  }

  const row = (name: string, e164: string, outputs: object = {}): Row => ({
    name,
    id: e164,
    outputs: { vendor: "plivo", e164, status: "active", ...outputs },
  });
  const both = { dev: { rows: [] }, prod: { rows: [row("support", kept)] } };

  const numberKeys = [
    "e164",
    "vendor",
    "account",
    "agent",
    "subaccount",
    "status",
    "monthlyPrice",
    "renewsAt",
    "stack",
    "resource",
  ];

  interface Listed {
    readonly e164: string | null;
    readonly vendor: string;
    readonly status: string;
    readonly account: string | null;
    readonly stack: string | null;
    readonly resource: string | null;
    readonly monthlyPrice: { readonly amount: string } | null;
  }
  const parsed = (stdout: string) => JSON.parse(stdout) as Listed[];

  describe("pulumi-phone list", () => {
    test("says which stack and resource have a number, what it costs, and the sum", async () => {
      const { exitCode, stdout, stderr } = await phone(["list"], { stacks: both });
      expect(stderr).toBe(onSandbox(sandbox.url));
      expect(exitCode).toBe(0);
      const [head = "", first = "", second = "", , sum] = stdout.split("\n");
      expect(head).toMatch(/^number +vendor +status +a month +renews +stack +resource$/);
      expect(first).toMatch(
        /^\+19072347100 +plivo +active +0\.80 USD +\d{4}-\d\d-\d\d +phones\/prod +support$/,
      );
      expect(second).toMatch(/^\+19072347101 +plivo +orphan +0\.80 USD +\d{4}-\d\d-\d\d$/);
      expect(sum).toBe("2 numbers: 1.60 USD a month");
    });

    test("is a list of objects with --json, in a fixed order", async () => {
      const first = await phone(["list", "--json"], { stacks: both });
      const rows = parsed(first.stdout);
      expect(rows.map((each) => Object.keys(each))).toEqual([numberKeys, numberKeys]);
      expect(rows).toMatchObject([
        {
          e164: kept,
          vendor: "plivo",
          account: null,
          stack: "organization/phones/prod",
          resource: "support",
        },
        { e164: lost, stack: null, resource: null, monthlyPrice: { amount: "0.80", currency: "USD" } },
      ]);
      expect((await phone(["list", "--json"], { stacks: both })).stdout).toBe(first.stdout);
    });

    test("writes the page with --html also where nobody reads what it prints, and exits as it would", async () => {
      const env = childEnvironment(
        { PULUMI_HOME: home, PULUMI_BACKEND_URL: backend, PHONE_SANDBOX: sandbox.url },
        [pulumiScript(undefined)],
      );
      const command = `'${process.execPath}' '${mainFile}' list --html unread.html 2>&1 | true; echo "status \${PIPESTATUS[0]}"`;
      const { stdout } = await run("bash", ["-c", command], { cwd: home, env });
      expect(stdout).toBe("status 1\n");
      expect(readFileSync(path.join(home, "unread.html"), "utf8")).toContain(kept);
    });

    test("writes a page with --html, besides what it prints: by stack, orphans on top, labels as texts", async () => {
      const label = "<script>alert(1)</script>";
      sandbox.control.changeNumbers({
        vendor: "plivo",
        own: [{ e164: other, country: "US", alias: label }],
      });
      const stacks = { ...both, dev: { rows: [row("night", other)] } };
      const args = ["list", "--html", "fleet.html"];
      const { exitCode, stdout, stderr } = await phone(args, { stacks });
      expect([exitCode, stderr]).toEqual([0, onSandbox(sandbox.url)]);
      expect(stdout).toContain("3 numbers: 2.40 USD a month");
      const page = readFileSync(path.join(home, "fleet.html"), "utf8");
      const places = [...page.matchAll(/>(Orphans and unsettled|phones\/\w+) <small>|>(\+\d+)<\/th>/g)];
      expect(places.map(([, group, number]) => group ?? number)).toEqual([
        "Orphans and unsettled",
        lost,
        "phones/dev",
        other,
        "phones/prod",
        kept,
      ]);
      expect(page).toContain("<dt>A month</dt><dd>2.40 USD</dd>");
      expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(page.match(/<script>/g)).toHaveLength(1);
    });

    test("writes what could not be read into the page, too, and exits 1", async () => {
      const { exitCode, stderr } = await phone(["list", "--html", "part.html"]);
      expect(exitCode).toBe(1);
      const [, problem = ""] = /^error: (which stack has a number is not known: .*)$/m.exec(stderr) ?? [];
      const page = readFileSync(path.join(home, "part.html"), "utf8");
      expect(page).toContain("which stack has a number is not known");
      expect(problem).not.toBe("");
      expect(page).not.toContain("Orphans");
    });

    test("says where the page cannot be written, and exits 1", async () => {
      const { exitCode, stderr } = await phone(["list", "--html", "nowhere/fleet.html"], { stacks: both });
      expect(exitCode).toBe(1);
      expect(stderr).toContain("--html nowhere/fleet.html cannot be written: ENOENT");
    });

    test("shows what a vendor does not list as the state has it", async () => {
      const cald = row("front", other, {
        vendor: "cald",
        monthlyPrice: { amount: "10.00", currency: "USD" },
        boundAgent: "agent-1",
        vendorAccount: "x",
      });
      const { stdout } = await phone(["list", "--vendor", "cald"], { stacks: { dev: { rows: [cald] } } });
      expect(stdout).toMatch(/^\+19072347102 +cald +agent-1 +active +10\.00 USD +phones\/dev +front$/m);
    });

    test("shows an unsettled purchase without a number, and does not count it", async () => {
      const unsettled: Row = {
        name: "front",
        id: `unsettled:${urnOf("dev", "front")}`,
        outputs: { vendor: "cald", status: "unsettled", monthlyPrice: { amount: "10.00", currency: "USD" } },
      };
      const { stdout } = await phone(["list", "--vendor", "cald"], {
        stacks: { dev: { rows: [unsettled] } },
      });
      expect(stdout).toMatch(/^not known +cald +unsettled +10\.00 USD +phones\/dev +front$/m);
      expect(stdout).toContain("1 number: nothing to pay");
    });

    test("tells a number that is in state and not in its account", async () => {
      const { credentials } = defined(sandbox.control.vendors().plivo);
      const gone = row("gone", other, { vendorAccount: credentials.plivoAuthId });
      const { stdout, stderr, exitCode } = await phone(["list"], { stacks: { dev: { rows: [gone] } } });
      expect(stdout).not.toContain(other);
      expect(stderr).toContain(`note: ${other} is in the state of organization/phones/dev as gone`);
      expect(exitCode).toBe(0);
    });

    test("shows a number in state that its account's list passes over, and that a look by itself finds", async () => {
      const { url } = await serve(() =>
        json([{ id: "b1", phone_number: other, rented: false, agent_id: null, price: "$2.0" }]),
      );
      const { env } = plivoAndBolnaAt(url, sandbox);
      const first = await phone(["list", "--json", "--vendor", "bolna"], { stacks: both, env });
      expect(first.stdout).not.toContain(other);
      const vendorAccount = keyDigest("bolna", env.BOLNA_API_KEY);
      const bolna = row("desk", other, { vendor: "bolna", vendorAccount });
      const { stdout, stderr } = await phone(["list", "--vendor", "bolna"], {
        stacks: { dev: { rows: [bolna] } },
        env,
      });
      expect(stdout).toMatch(new RegExp(`^\\${other} .*desk$`, "m"));
      expect(stderr).not.toContain("does not show it");
    });

    test("shows the accounts that answer, names the one that does not, and exits 1", async () => {
      const { url } = await serve(() => ({ status: 401, body: '{"message":"bad key"}' }));
      const { env, keys } = plivoAndBolnaAt(url, sandbox);
      const { exitCode, stdout, stderr } = await phone(["list"], { stacks: both, env });
      expect(exitCode).toBe(1);
      expect(stdout).toContain(kept);
      expect(stderr).toContain("error: bolna is not listed:");
      for (const key of keys) expect(stdout + stderr).not.toContain(key);
    });

    test("without readable stacks shows the numbers, says that nobody knows whose they are, and exits 1", async () => {
      const { exitCode, stdout, stderr } = await phone(["list"], {});
      expect(exitCode).toBe(1);
      expect(stdout).toContain(kept);
      expect(stdout).not.toContain("orphan");
      expect(stderr).toContain("which stack has a number is not known");
      expect(stderr).toContain("the backend does not answer");
    });

    test("with --no-stacks asks no CLI, and exits 0", async () => {
      const { exitCode, stdout, stderr } = await phone(["list", "--no-stacks"], {});
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: onSandbox(sandbox.url) });
      expect(stdout).toContain(lost);
      expect(stdout).not.toContain("orphan");
    });

    test("takes keys and accounts from the configurations of stacks", async () => {
      const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
      const entry = { vendor: "plivo", baseUrl, ...credentials };
      const stacks = { dev: { config: { "phone:accounts": JSON.stringify({ main: entry }) } }, prod: {} };
      const options = ["--stack", "dev", "--stack", "prod", "--account", "main"];
      const { exitCode, stdout, stderr } = await phone(["list", "--json", ...options], { stacks, env: {} });
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      expect(parsed(stdout).map(({ account }) => account)).toEqual(["main", "main"]);
    });

    test.each([
      [["--vendor", "pilvo"], "--vendor pilvo: there is no such vendor. Did you mean plivo?"],
      [["--account", "main"], "--account main: phone:accounts has no such entry."],
      [["--jsn"], "(Did you mean --json?)"],
    ])("%s exits 2, and names the nearest right word", async (options, said) => {
      const { exitCode, stderr } = await phone(["list", ...options], { stacks: both });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(said);
    });

    test("without an account exits 1", async () => {
      const { exitCode, stderr } = await phone(["list"], { stacks: both, env: {} });
      expect(exitCode).toBe(1);
      expect(stderr).toContain("no account is configured");
    });

    test("hands nothing on that would steer a terminal", async () => {
      const rows = [
        { id: "x", phone_number: kept, telephony_provider: "plivo", rented: true, agent_id: "a\u001b[2Jb" },
      ];
      const { url } = await serve(({ url: asked }) =>
        json(asked.startsWith("/phone-numbers/all") ? rows : []),
      );
      const env = { BOLNA_API_KEY: "bn-0123456789", BOLNA_BASE_URL: url };
      const { stdout } = await phone(["list"], { stacks: both, env });
      expect(stdout).toContain("a [2Jb");
      expect(stdout).not.toContain("\u001b");
    });
  });

  describe("a purchase under a prefix that its resource's number has", () => {
    const first = "2026-11-20T10:00:00.000Z";
    const made = { kind: "update", startTime: first, endTime: "2026-11-20T10:01:00.000Z" };
    const number = row("line", "+19075550100", { vendor: "cald" });
    const listedAfter = (lastUpdate: string | undefined, result: string, created?: string) =>
      phone(["list", "--vendor", "cald", "--json"], {
        stacks: {
          dev: {
            rows: [{ ...number, ...(created && { created }) }],
            pending: [
              { name: "line", inputs: { vendor: "cald", country: "US", candidates: ["+1907"], lastUpdate } },
            ],
            history: [{ ...made, result, resourceChanges: { create: 1 } }],
          },
        },
      });

    test.each([
      ["was made by the update before the purchase", first, "succeeded", first],
      ["was made by an update that has failed", "", "failed", first],
      ["was made at an unknown time", "", "succeeded", undefined],
      ["was made before all updates that are known", "", "succeeded", "2026-11-20T09:00:00Z"],
      ["may be older, as the purchase names no update", undefined, "succeeded", first],
    ])("is shown where the number %s", async (_, lastUpdate, result, created) => {
      const { stdout } = await listedAfter(lastUpdate, result, created);
      expect((JSON.parse(stdout) as Listed[]).map(({ e164, status }) => [e164, status])).toEqual([
        ["+19075550100", "active"],
        [null, "unsettled"],
      ]);
    });

    test("has ended where an update that has succeeded since has made the number", async () => {
      const { stdout } = await listedAfter("", "succeeded", "2026-11-20T10:01:00.9Z");
      expect((JSON.parse(stdout) as Listed[]).map(({ e164 }) => e164)).toEqual(["+19075550100"]);
    });
  });

  describe("pulumi-phone orphans", () => {
    test("names what no stack has with its price, releases nothing, and exits 3", async () => {
      const { exitCode, stdout, stderr } = await phone(["orphans"], { stacks: both });
      expect(exitCode).toBe(3);
      expect(stderr).toBe(onSandbox(sandbox.url));
      expect(stdout).toMatch(/^\+19072347101 +plivo +orphan +0\.80 USD/m);
      expect(stdout).not.toContain(kept);
      expect(stdout).toContain("1 number: 0.80 USD a month");
      expect(stdout).toContain("Nothing was released");
      expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
    });

    test("is a list of objects with --json", async () => {
      const { exitCode, stdout } = await phone(["orphans", "--json"], { stacks: both });
      expect(exitCode).toBe(3);
      expect(parsed(stdout)).toMatchObject([{ e164: lost, stack: null, resource: null }]);
    });

    test("finds none where stacks have them all, and exits 0", async () => {
      const stacks = { dev: { rows: [row("a", lost)] }, prod: both.prod };
      const { exitCode, stdout } = await phone(["orphans"], { stacks });
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: "No orphans: a stack has every number.\n",
      });
    });

    test("names a number that was given up for another, which was not bought", async () => {
      const left = { ...row("a", lost), pendingReplacement: true as const };
      const { exitCode, stdout } = await phone(["orphans"], {
        stacks: { dev: { rows: [left] }, prod: both.prod },
      });
      expect(exitCode).toBe(3);
      expect(stdout).toMatch(/^\+19072347101 +plivo +orphan/m);
    });

    test("names a number that a program only looks up, and says where", async () => {
      const stacks = { dev: { rows: [{ ...row("seen", lost), external: true as const }] }, prod: both.prod };
      const { exitCode, stdout, stderr } = await phone(["orphans"], { stacks });
      expect(exitCode).toBe(3);
      expect(stdout).toMatch(/^\+19072347101 +plivo +orphan/m);
      expect(stderr).toContain(`note: ${lost} is only looked up, as seen in organization/phones/dev`);
      const listed = await phone(["list", "--json"], { stacks });
      expect(parsed(listed.stdout)).toContainEqual(
        expect.objectContaining({ e164: lost, stack: null, resource: null }),
      );
    });

    test("does not take a number that is held and looked up for one that is held twice", async () => {
      const seen = { ...row("seen", kept), external: true as const };
      const stacks = { dev: { rows: [row("a", lost), seen] }, prod: both.prod };
      const { exitCode, stderr } = await phone(["orphans"], { stacks });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: onSandbox(sandbox.url) });
    });

    test("speaks only of the accounts that were asked where a stack has a number of another one", async () => {
      const far = row("far", other, { vendorAccount: "MA0000000000000000FF" });
      const stacks = { dev: { rows: [row("a", lost), far] }, prod: both.prod };
      const { exitCode, stdout, stderr } = await phone(["orphans"], { stacks });
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: "No orphans: a stack has every number of the accounts that were asked.\n",
      });
      expect(stderr).toContain(
        "note: account MA0000000000000000FF of stack organization/phones/dev was not asked",
      );
    });

    test("calls nothing an orphan where the stacks cannot be read, and exits 1 with the reason", async () => {
      for (const options of [[], ["--json"]]) {
        const { exitCode, stdout, stderr } = await phone(["orphans", ...options], {});
        expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
        expect(stderr).toContain("the backend does not answer");
      }
    });

    const pending = (inputs: object) => ({
      prod: both.prod,
      dev: { pending: [{ name: "next", inputs: { vendor: "plivo", ...inputs } }] },
    });

    test.each([
      ["was asked for it", { candidates: [lost] }],
      ["cannot be read", { candidates: { "4dabf18193072939515e22adb298388d": "secret" } }],
    ])("is not a number whose purchase was interrupted and %s", async (_, inputs) => {
      const { exitCode, stdout, stderr } = await phone(["orphans"], { stacks: pending(inputs) });
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: "No orphans: a stack, or a purchase that is open, has every number.\n",
      });
      expect(stderr).toContain("note: 1 number of purchases that are open");
      const listed = await phone(["list"], { stacks: pending(inputs) });
      expect(listed.stdout).toMatch(/^\+19072347101 +plivo +unsettled/m);
    });

    test("is a number that an open purchase never asked for, and that purchase is listed beside it", async () => {
      const stacks = pending({ candidates: [other], country: "US" });
      const { exitCode, stdout } = await phone(["orphans"], { stacks });
      expect(exitCode).toBe(3);
      expect(stdout).toContain(lost);
      const listed = await phone(["list", "--json"], { stacks });
      expect(parsed(listed.stdout)).toContainEqual(
        expect.objectContaining({ e164: null, status: "unsettled", resource: "next" }),
      );
    });

    test("is not a number that this machine has written down as bought, maybe", async () => {
      const journal = openJournal(path.join(home, "phone-intents"), () => `${backend}\norganization`);
      const claim = urnOf("dev", "next");
      await journal.write({
        claim,
        keptBy: "journal",
        vendor: "plivo",
        account: undefined,
        vendorAccount: undefined,
        country: "US",
        type: undefined,
        candidates: [lost as never],
        quote: null,
        asked: 1,
        order: { agent: undefined, subaccount: undefined },
        until: "2026-11-27T10:00:00Z",
        word: undefined,
        isAdoption: false,
        isAnew: false,
        isHandedOver: false,
      });
      const { exitCode } = await phone(["orphans"], { stacks: both });
      await journal.forget([claim]);
      expect(exitCode).toBe(0);
      expect((await phone(["orphans"], { stacks: both })).exitCode).toBe(3);
    });

    test("says which account it could not list, and exits 1 though others have orphans", async () => {
      const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
      const { exitCode, stdout, stderr } = await phone(["orphans"], {
        stacks: both,
        env: {
          PLIVO_BASE_URL: baseUrl,
          PLIVO_AUTH_ID: defined(credentials.plivoAuthId),
          PLIVO_AUTH_TOKEN: defined(credentials.plivoAuthToken),
          BOLNA_API_KEY: "bn-0123456789",
          BOLNA_BASE_URL: "http://127.0.0.1:9",
        },
      });
      expect(exitCode).toBe(1);
      expect(stdout).toContain(lost);
      expect(stderr).toContain("error: bolna is not listed:");
    });
  });
});
