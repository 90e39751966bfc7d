import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/domain/unknown-value";
import { mainFile, run } from "./run-cli";

const folder = mkdtempSync(join(os.tmpdir(), "plan-"));
const usd = (amount: string) => ({ amount, currency: "USD" });
const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";
const soon = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
const late = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10);

interface Step {
  readonly op: string;
  readonly name?: string;
  readonly inputs?: object;
  /** The inputs from before. */
  readonly asked?: object;
  readonly outputs?: object;
}

/** A preview of these steps, as `pulumi preview --json` prints it. */
function previewOf(steps: readonly Step[], more: object = {}): string {
  return JSON.stringify({
    steps: steps.map(({ op, name = "main", inputs, asked, outputs }) => ({
      op,
      urn: `urn:pulumi:dev::phones::${type}::${name}`,
      ...(outputs && {
        oldState: { type, id: "+14155550100", inputs: { vendor: "plivo", ...asked }, outputs },
      }),
      ...(inputs && { newState: { type, inputs: { vendor: "plivo", ...inputs } } }),
    })),
    ...more,
  });
}

function plan(input: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainFile, "plan", "-", ...args], {
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

const bought = { monthlyPrice: usd("0.80"), renewsAt: late, status: "active" };
const buy: Step = {
  op: "create",
  name: "fresh",
  inputs: { candidates: ["+14155550111"], quote: { monthlyPrice: usd("1.20"), setupPrice: usd("2.00") } },
};
const drop: Step = { op: "delete", name: "old", outputs: bought };

describe("plan", () => {
  test("says what is bought, with its price and its setup, and exits 0", () => {
    const { status, stdout } = plan(previewOf([buy]));
    expect(status).toBe(0);
    expect(stdout).toBe(
      "buy  fresh  +14155550111  plivo  1.20 USD a month  2.00 USD to set up\n\nThe monthly bill: +1.20 USD\n",
    );
  });

  test("exits 3 when a number is released, unless that is allowed, and says how to", () => {
    const refused = plan(previewOf([buy, drop]));
    expect(refused.status).toBe(3);
    expect(refused.stdout).toContain("RELEASE  old    +14155550100");
    expect(refused.stdout).toContain("The monthly bill: +0.40 USD");
    expect(refused.stderr).toContain("--allow-release");
    expect(plan(previewOf([buy, drop]), "--allow-release").status).toBe(0);
  });

  test("shows a resource that was moved without an alias as one row, and exits 3", () => {
    const grouped = `urn:pulumi:dev::phones::voice:index:VoiceLine$${type}::main`;
    const moved = JSON.parse(
      previewOf([
        { ...buy, name: "main" },
        { ...drop, name: "main" },
      ]),
    ) as {
      steps: { urn: string }[];
    };
    for (const step of moved.steps.slice(0, 1)) step.urn = grouped;
    const named = previewOf([{ ...buy, inputs: { candidates: [], adopt: "+14155550100" } }, drop]);
    for (const [input, name] of [
      [JSON.stringify(moved), "main"],
      [named, "fresh"],
    ] as const) {
      const { status, stdout } = plan(input);
      expect(status).toBe(3);
      expect(stdout.split("\n")[0]).toBe(`moved? RELEASE  ${name}  +14155550100  plivo  0.80 USD a month`);
      expect(stdout.split("\n")[1]).toBe("");
      expect(stdout).toContain("The aliases option keeps its number");
    }
  });

  test.each([
    ["has ended", { status: "released" }, "", 0],
    ["stays in the account", { deletionPolicy: "retain" }, "leave in the account", 0],
  ])("of a resource that was moved and whose number %s shows the purchase", (_, outputs, line, status) => {
    const steps = [
      { ...drop, name: "main", outputs: { ...bought, ...outputs } },
      { ...buy, name: "main" },
    ];
    const result = plan(previewOf(steps));
    expect(result.status).toBe(status);
    expect(result.stdout).toMatch(/^buy +main +\+14155550111/m);
    expect(result.stdout).toContain(line);
    expect(result.stdout).not.toContain("moved?");
    expect(result.stdout).toContain("The monthly bill: +1.20 USD");
  });

  test("is fed by a file as well, and speaks JSON", () => {
    const file = join(folder, "preview.json");
    writeFileSync(file, previewOf([drop]));
    const { status, stdout } = spawnSync(process.execPath, [mainFile, "plan", file, "--json"], {
      encoding: "utf8",
    });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      numbers: [
        {
          action: "release",
          name: "old",
          vendor: "plivo",
          number: "+14155550100",
          monthlyPrice: usd("0.80"),
          setupPrice: null,
        },
      ],
      monthlyChange: [usd("-0.80")],
      withoutPrice: 0,
      givesUp: true,
    });
  });

  test.each<[string, Step[], number, string, string]>([
    ["nothing", [{ op: "same", outputs: bought, inputs: {} }], 0, "Nothing changes", "Nothing changes"],
    ["a change", [{ op: "update", outputs: bought, inputs: {} }], 0, "change", "does not change"],
    [
      "a replacement",
      [{ op: "replace", outputs: bought, inputs: { ...buy.inputs } }],
      3,
      "GIVE UP for another",
      "+0.40 USD",
    ],
    [
      "a replacement that keeps the old one",
      [{ op: "replace", outputs: { ...bought, deletionPolicy: "retain" }, inputs: { ...buy.inputs } }],
      0,
      "leave in the account",
      "+1.20 USD",
    ],
    [
      "a replacement, step by step",
      [
        { ...buy, op: "create-replacement", name: "main" },
        { op: "replace", outputs: bought, inputs: {} },
        { ...drop, op: "delete-replaced", name: "main" },
      ],
      3,
      "GIVE UP for another",
      "+0.40 USD",
    ],
    [
      "a number taken over",
      [{ op: "create", inputs: { adopt: "+14155550111" } }],
      0,
      "take over",
      "does not change",
    ],
    [
      "detach",
      [{ ...drop, outputs: { ...bought, deletionPolicy: "detach" } }],
      0,
      "leave in the account",
      "does not change",
    ],
    [
      "retain",
      [{ ...drop, outputs: { ...bought, deletionPolicy: "retain" } }],
      0,
      "leave in the account",
      "does not change",
    ],
    [
      "a number that has ended",
      [{ ...drop, outputs: { ...bought, status: "released" } }],
      0,
      "Nothing changes",
      "Nothing",
    ],
    [
      "renewal off, long before",
      [{ op: "update", outputs: bought, inputs: { renewal: "off" } }],
      0,
      "change",
      "does not",
    ],
    [
      "renewal off, in the window",
      [{ op: "update", outputs: { ...bought, renewsAt: soon }, inputs: { renewal: "off" } }],
      3,
      "END (renewal is off)",
      "-0.80 USD",
    ],
    [
      "renewal off by notice",
      [
        {
          op: "update",
          outputs: { ...bought, renewsAt: null },
          inputs: { vendor: "sondos", renewal: "off" },
        },
      ],
      3,
      "END (renewal is off)",
      "-0.80 USD",
    ],
    ["an unknown number", [{ op: "create", inputs: {} }], 0, "not known yet", "1 price unknown"],
  ])("of %s", (_, steps, status, line, bill) => {
    const result = plan(previewOf(steps));
    expect(result.stdout).toContain(line);
    expect(result.stdout).toContain(bill);
    expect(result.status).toBe(status);
  });

  test("goes by the stack's own release window", () => {
    const steps: Step[] = [{ op: "update", outputs: bought, inputs: { renewal: "off" } }];
    const config = { "phone:releaseWindowHours": "672" };
    expect(plan(previewOf(steps, { config })).status).toBe(3);
  });

  test("adds up money exactly, each currency by itself", () => {
    const many = Array.from({ length: 3 }, (_, index): Step => ({ ...buy, name: `n${index}` }));
    const euros = { ...buy, inputs: { quote: { monthlyPrice: { amount: "0.10", currency: "EUR" } } } };
    expect(plan(previewOf([...many, euros])).stdout).toContain("+3.60 USD, +0.10 EUR");
  });

  test.each([
    ["aws:s3/bucket:Bucket", {}],
    ["aws:connect/phoneNumber:PhoneNumber", { status: [{ status: "CLAIMED" }] }],
    ["twilio:index:PhoneNumber", { status: "active" }],
  ])("passes over what is no number of this package: %s", (other, outputs) => {
    const step = {
      op: "delete",
      urn: `urn:pulumi:dev::phones::${other}::b`,
      oldState: { type: other, id: "b", inputs: {}, outputs },
    };
    const { status, stdout } = plan(JSON.stringify({ steps: [step] }));
    expect(status).toBe(0);
    expect(stdout).toContain("Nothing changes");
  });

  describe("of a number that is taken over with its renewal off,", () => {
    const adopting = (more: object) => ({ op: "create", inputs: { adopt: "+14155550100", ...more } });

    test.each([
      ["sondos", "END (renewal is off)"],
      ["another", "END (renewal is off)"],
      ["plivo", "MAY GIVE UP"],
      ["bolna", "MAY GIVE UP"],
    ])("says at %s that it may end in the same run, and exits 3", (vendor, words) => {
      const { status, stdout } = plan(previewOf([adopting({ vendor, renewal: "off" })]));
      expect(status).toBe(3);
      expect(stdout).toContain(`${words}  main  +14155550100`);
    });

    test.each([
      ["an unsettled purchase", { op: "update", outputs: { status: "unsettled" } }],
      ["a new resource whose renewal is not told", { op: "create", renewal: unknownValue }],
    ])(
      "says so of %s, too",
      (_, { op, outputs, renewal = "off" }: { op: string; outputs?: object; renewal?: string }) => {
        const { inputs } = adopting({ vendor: "sondos", renewal });
        expect(plan(previewOf([{ op, inputs, ...(outputs && { outputs }) }])).status).toBe(3);
      },
    );

    test.each([{ renewal: "auto" }, { renewal: "off", deletionProtection: true }])(
      "takes it over, and no more, where it has %j",
      (more) => {
        const { status, stdout } = plan(previewOf([adopting({ vendor: "sondos", ...more })]));
        expect(status).toBe(0);
        expect(stdout).toContain("take over  main  +14155550100");
      },
    );
  });

  describe("of a number of a provider of its own, whose renewal is off,", () => {
    const urn = "urn:pulumi:dev::phones::pulumi:providers:phone::eu";
    const day = 24 * 3_600_000;
    const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
    const previewAt = (renewsAt: string, provider: object | undefined, config: object = {}, name = "eu") => {
      const state = {
        type: "phone:index:PhoneNumber",
        inputs: { vendor: "plivo", claim: "x", renewal: "off" },
      };
      const own = `urn:pulumi:dev::phones::pulumi:providers:phone::${name}`;
      const number = {
        op: "update",
        urn: "urn:pulumi:dev::phones::phone:index:PhoneNumber::main",
        oldState: { ...state, id: "+14155550100", outputs: { ...bought, renewsAt } },
        newState: { ...state, provider: `${own}::0b5d` },
      };
      const newState = { type: "pulumi:providers:phone", inputs: provider };
      return plan(
        JSON.stringify({ config, steps: [...(provider ? [{ op: "update", urn, newState }] : []), number] }),
      );
    };

    test("the window is the provider's, and not that of the stack", () => {
      expect(previewAt(inDays(5), { releaseWindowHours: "240" }).status).toBe(3);
      expect(previewAt(inDays(5), { releaseWindowHours: 240 }).stdout).toContain("END (renewal is off)");
      expect(previewAt(inDays(5), {}, { "phone:releaseWindowHours": "240" }).status).toBe(0);
      expect(previewAt(inDays(1), {}, { "phone:releaseWindowHours": "2" }).status).toBe(3);
    });

    test("where the preview does not show it, it may be any", () => {
      expect(previewAt(inDays(5), undefined).stdout).toContain("MAY GIVE UP");
      expect(previewAt(inDays(5), { releaseWindowHours: unknownValue }).status).toBe(3);
      expect(previewAt(inDays(29.5), undefined).status).toBe(0);
    });

    test("the engine's own provider has that of the stack", () => {
      for (const name of ["default", "default_0_2_0"]) {
        expect(previewAt(inDays(5), undefined, {}, name).status).toBe(0);
        expect(previewAt(inDays(5), undefined, { "phone:releaseWindowHours": "240" }, name).status).toBe(3);
      }
    });
  });

  describe("of a replacement by the engine itself", () => {
    const type = "phone:index:PhoneNumber";
    const urn = `urn:pulumi:dev::phones::${type}::main`;
    const oldState = { type, id: "+14155550100", inputs: { vendor: "plivo" }, outputs: bought };
    const lookedUp = { type, id: "plivo:+14155550124", external: true };
    const imported = { type, importID: "plivo:+14155550124", inputs: { vendor: "plivo" } };
    const of = (...steps: readonly object[]) =>
      plan(JSON.stringify({ steps: steps.map((step) => ({ urn, ...step })) }));

    const replacedBy = (op: string, newState: object) => {
      const summary = { op: "replace", oldState, newState: { ...newState, id: "+14155550124" } };
      return [[summary], [{ op, newState }, summary, { op: "delete-replaced", oldState }]];
    };

    test("shows a read, which buys nothing, beside the number that is given up", () => {
      for (const steps of replacedBy("read-replacement", lookedUp)) {
        const { status, stdout } = of(...steps);
        expect(status).toBe(3);
        expect(stdout).toMatch(/^GIVE UP for another +main +\+14155550100/);
        expect(stdout.split("\n")[1]).toMatch(/^look up +main +\+14155550124/);
        expect(stdout.split("\n")[2]).toBe("");
        expect(stdout).toContain("The monthly bill: -0.80 USD");
      }
    });

    test("shows an import, which buys nothing, beside the number that it leaves in the account", () => {
      for (const steps of replacedBy("import-replacement", imported)) {
        const { status, stdout } = of(...steps);
        expect(status).toBe(0);
        expect(stdout).toMatch(/^import +main +\+14155550124/);
        expect(stdout.split("\n")[1]).toMatch(/^leave in the account +main +\+14155550100/);
        expect(stdout.split("\n")[2]).toBe("");
        expect(stdout).toContain("The monthly bill: does not change");
      }
    });

    test("leaves what an import replaces also where that had another name", () => {
      const before = "urn:pulumi:dev::phones::phone:index:PhoneNumber::desk";
      const old = { ...oldState, urn: before, delete: true };
      const [, steps = []] = replacedBy("import-replacement", imported);
      const { status, stdout } = of(
        ...steps.slice(0, 1),
        { ...steps[1], oldState: old },
        { op: "delete-replaced", urn: before, oldState: old },
      );
      expect(status).toBe(0);
      expect(stdout).toMatch(/^leave in the account +desk +\+14155550100/m);
    });

    test.each([
      ["update", true, 0],
      ["update", undefined, 3],
      ["delete", true, 3],
    ])(
      "leaves what an import of an earlier run has replaced, as far as a %s shows that: %s",
      (op, mark, status) => {
        const waiting = { op: "delete-replaced", oldState: { ...oldState, delete: true } };
        const row = {
          type,
          id: "+14155550124",
          inputs: { vendor: "plivo", imported: mark },
          outputs: bought,
        };
        const newState = { type, inputs: { vendor: "plivo" } };
        const step = { op, oldState: row, ...(op === "update" && { newState }) };
        expect(of(step, waiting).status).toBe(status);
      },
    );

    test("shows the number that an earlier replacement has left to be released", () => {
      const waiting = { ...oldState, delete: true };
      const { status, stdout } = of({ op: "delete-replaced", oldState: waiting });
      expect(status).toBe(3);
      expect(stdout).toMatch(/^GIVE UP for another +main +\+14155550100/);
      expect(stdout).toContain("The monthly bill: -0.80 USD");
    });

    test("gives nothing up again where the number went before, and another is still to be bought", () => {
      const newState = { type, inputs: { vendor: "plivo", ...buy.inputs } };
      const half = { ...oldState, pendingReplacement: true };
      const { status, stdout } = of(
        { op: "replace", oldState: half, newState },
        { op: "create-replacement", oldState: half, newState },
      );
      expect(status).toBe(0);
      expect(stdout).toBe(
        "buy  main  +14155550111  plivo  1.20 USD a month  2.00 USD to set up\n\nThe monthly bill: +1.20 USD\n",
      );
    });

    test("gives the number up once where it goes before another is bought", () => {
      const newState = { type, inputs: { vendor: "plivo", ...buy.inputs } };
      const { status, stdout } = of(
        { op: "delete-replaced", oldState },
        // The engine marks the row in the first preview, too.
        { op: "replace", oldState: { ...oldState, pendingReplacement: true }, newState },
        { op: "create-replacement", oldState: { ...oldState, pendingReplacement: true }, newState },
      );
      expect(status).toBe(3);
      expect(stdout.match(/\+14155550100/g)).toHaveLength(1);
      expect(stdout).toContain("The monthly bill: +0.40 USD");
    });

    test("shows an import that replaces nothing", () => {
      const { status, stdout } = of({ op: "import", newState: imported });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^import +main +\+14155550124 +plivo/);
    });

    test("shows the purchase in the place of a number that was imported before", () => {
      const { importID } = imported;
      const newState = { type, importID, inputs: { vendor: "plivo", ...buy.inputs } };
      const { status, stdout } = of({ op: "replace", oldState: { ...oldState, importID }, newState });
      expect(status).toBe(3);
      expect(stdout).toMatch(/^buy +main +\+14155550111/m);
    });

    describe("leaves what Pulumi is told to retain in the account", () => {
      const kept = { ...oldState, retainOnDelete: true };
      const next = { type, inputs: { vendor: "plivo", ...buy.inputs } };

      test.each<[string, object]>([
        ["that is deleted", { op: "delete", oldState: kept }],
        ["that is replaced", { op: "delete-replaced", oldState: kept }],
        ["in a summary", { op: "replace", oldState: kept, newState: { ...next, retainOnDelete: true } }],
      ])("%s", (_, step) => {
        const { status, stdout } = of(step);
        expect(status).toBe(0);
        expect(stdout).toMatch(/^leave in the account +main +\+14155550100/m);
        expect(stdout).toMatch(/^The monthly bill: (does not change|\+1\.20 USD)$/m);
      });

      test.each([
        [kept, next],
        [oldState, { ...next, retainOnDelete: true }],
      ])("and not where a summary does not say so for both", (before, newState) => {
        expect(of({ op: "replace", oldState: before, newState }).status).toBe(3);
      });

      test("and what goes with another resource that is deleted", () => {
        const other = "urn:pulumi:dev::phones::team:index:Team::team";
        const going = { ...oldState, deletedWith: other };
        const gone = { op: "delete", urn: other, oldState: { type: "team:index:Team" } };
        expect(of({ op: "delete", oldState: going }, gone).stdout).toMatch(/^leave in the account +main/);
        expect(of({ op: "delete", oldState: going }).status).toBe(3);
        expect(of({ op: "delete-replaced", oldState: going }, gone).status).toBe(3);
        expect(of({ op: "delete", oldState: { ...going, delete: true } }, gone).status).toBe(3);
      });
    });

    test("gives up nothing where the number was only looked up", () => {
      const newState = { type, inputs: { vendor: "plivo", ...buy.inputs } };
      const { status, stdout } = of({ op: "replace", oldState: { ...oldState, external: true }, newState });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^buy +main +\+14155550111/);
    });
  });

  test("of a preview that failed, or of something else, exits 1 and says so", () => {
    const diagnostics = [{ severity: "error", message: "main: no keys" }];
    const failed = plan(previewOf([], { diagnostics }));
    expect(failed).toMatchObject({ status: 1, stdout: "" });
    expect(failed.stderr).toContain("the preview failed: main: no keys");
    expect(plan("no json")).toMatchObject({ status: 1 });
    expect(plan("no json").stderr).toContain("this is not the output of pulumi preview --json");
  });

  test.each(["null", "[]", '{"steps":[1]}', previewOf([{ op: "create", inputs: { vendor: 7 } }])])(
    "of JSON of another form exits 1 and says so in one line: %s",
    (text) => {
      const { status, stdout, stderr } = plan(text);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toBe("error: this is not the output of pulumi preview --json\n");
    },
  );

  test.each([
    "{}",
    '{"config":{}}',
    '"text"',
    "7",
    "",
    "\n",
    "Previewing update (dev):",
    '{"steps":[{"op":"create"}]}',
  ])("of what is no preview exits 1 and says so in one line: %j", (text) => {
    const { status, stdout, stderr } = plan(text);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^error: .*pulumi preview --json.*\n$/);
  });

  test("of a file that is not there exits 1, and says what to give", () => {
    const { status, stderr } = run("plan", join(folder, "nowhere.json"));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: the preview cannot be read from .*nowhere\.json \(ENOENT\)\. Give a file .*or - /,
    );
  });

  test("of a preview in which nothing is to be done is fine, whatever the engine leaves out", () => {
    expect(plan('{"config":{},"changeSummary":{"same":3},"duration":5}').status).toBe(0);
    expect(plan(`\ufeff${previewOf([])}`).status).toBe(0);
  });

  test("is fed by what Windows PowerShell has written", () => {
    const file = join(folder, "utf16.json");
    writeFileSync(file, Buffer.from(`\ufeff${previewOf([{ ...drop, name: "Büro" }])}\r\n`, "utf16le"));
    const { status, stdout, stderr } = run("plan", file);
    expect(stderr).toContain("--allow-release");
    expect(status).toBe(3);
    expect(stdout).toMatch(/^RELEASE +Büro/);
  });

  describe("in a fixed order", () => {
    const steps: Step[] = [
      buy,
      { ...buy, name: "another" },
      drop,
      { op: "update", name: "kept", outputs: bought, inputs: {} },
      { ...drop, name: "left", outputs: { ...bought, deletionPolicy: "retain" } },
      { ...drop, name: "gone" },
    ];
    const orders = [steps, steps.toReversed(), [...steps.slice(3), ...steps.slice(0, 3)]];

    test.each([[], ["--json"], ["--markdown"]])("%s", (...options) => {
      const printed = orders.map((each) => plan(previewOf(each), ...options).stdout);
      expect(printed).toEqual([printed[0], printed[0], printed[0]]);
    });

    test("names what is given up first", () => {
      const { numbers } = JSON.parse(plan(previewOf(steps), "--json").stdout) as {
        numbers: { action: string; name: string }[];
      };
      expect(numbers.map(({ action, name }) => `${action} ${name}`)).toEqual([
        "release gone",
        "release old",
        "buy another",
        "buy fresh",
        "change kept",
        "leave left",
      ]);
    });
  });

  describe("--markdown", () => {
    test("is a table for a pull request, with the bill, and exits alike", () => {
      const { status, stdout } = plan(previewOf([buy, drop]), "--markdown");
      expect(status).toBe(3);
      expect(stdout).toBe(
        [
          "### Phone numbers",
          "",
          "| what | resource | number | vendor | a month | to set up |",
          "| --- | --- | --- | --- | ---: | ---: |",
          "| **RELEASE** | old | +14155550100 | plivo | 0.80 USD |  |",
          "| buy | fresh | +14155550111 | plivo | 1.20 USD | 2.00 USD |",
          "",
          "The monthly bill: **+0.40 USD**",
          "",
          "**Numbers would be given up: they rarely come back.**",
          "",
        ].join("\n"),
      );
    });

    test("shows a move that lacks an alias, and what keeps its number", () => {
      const moved = previewOf([{ ...buy, inputs: { candidates: [], adopt: "+14155550100" } }, drop]);
      const { stdout } = plan(moved, "--markdown");
      expect(stdout).toContain("| **moved? RELEASE** | fresh | +14155550100 |");
      expect(stdout).toContain("The aliases option keeps its number");
    });

    test("takes no name for markup", () => {
      const { stdout } = plan(previewOf([{ ...buy, name: "a|b `c` <img> [d](e) *f*" }]), "--markdown");
      const row = stdout.split("\n").find((line) => line.startsWith("| buy")) ?? "";
      expect(row.match(/\|/g)).toHaveLength(7);
      for (const mark of ["`", "<", "[", "("]) expect(row).not.toContain(mark);
    });

    test("of nothing says so", () => {
      expect(plan(previewOf([]), "--markdown").stdout).toContain("Nothing changes");
    });

    test("beside --json exits 2", () => {
      expect(plan(previewOf([]), "--markdown", "--json").status).toBe(2);
    });
  });

  test.each([unknownValue, "[secret]"])("does not take what stands for a number for one: %s", (adopt) => {
    const { stdout } = plan(previewOf([{ op: "create", inputs: { adopt } }]));
    expect(stdout).toContain("take over  main  not known yet");
    expect(stdout).not.toContain(adopt);
  });

  describe("of what is secret, which a preview shows as [secret],", () => {
    const secret = "[secret]";

    test("takes what it cannot read for unknown", () => {
      const inputs = { number: secret, candidates: secret, quote: secret };
      const { status, stdout } = plan(previewOf([{ op: "create", inputs }]));
      expect(status).toBe(0);
      expect(stdout).toContain("not known yet");
      expect(stdout).toContain("1 price unknown");
    });

    test("knows the number that is given up by its id", () => {
      const outputs = { monthlyPrice: secret, renewsAt: secret, status: secret };
      const { status, stdout } = plan(previewOf([{ op: "delete", outputs }]));
      expect(status).toBe(3);
      expect(stdout).toContain("+14155550100");
      expect(stdout).toContain("1 price unknown");
    });

    test("takes the deletion for a release", () => {
      expect(plan(previewOf([{ ...drop, outputs: { ...bought, deletionPolicy: secret } }])).status).toBe(3);
    });
  });

  describe.each([
    ["known in the up only", unknownValue],
    ["secret, and so may be known in the up only", "[secret]"],
  ])("of an update in which something is %s,", (_, untold) => {
    const claim = "urn:pulumi:dev::phones::phone:index:PhoneNumber::main";
    const update = (inputs: object, more: Partial<Step> = {}) =>
      plan(previewOf([{ op: "update", outputs: bought, inputs: { claim, ...inputs }, ...more }]));

    test.each(["vendor", "account", "country", "type", "number", "adopt", "search"])(
      "takes %s for another one where the number is replaceable, and exits 3",
      (name) => {
        const { status, stdout } = update({ replaceable: true, [name]: untold });
        expect(status).toBe(3);
        expect(stdout).toBe(
          "MAY GIVE UP  main  +14155550100  plivo  0.80 USD a month\n\n" +
            "The monthly bill: ?, and 1 price unknown\n\n" +
            "MAY GIVE UP: what decides whether the number is kept is not in the preview: it is secret, or known in the up only.\n",
        );
      },
    );

    test.each([
      ["a part of the search", { replaceable: true, search: [{ areaCode: "415" }, { region: untold }] }, {}],
      ["whether it is replaceable, beside what is not told", { replaceable: untold, number: untold }, {}],
      ["whether it is replaceable, beside another search", { replaceable: untold, search: [] }, {}],
      ["whether it is protected", { replaceable: true, number: untold, deletionProtection: untold }, {}],
      [
        "when the rent of one is due that is to end",
        { renewal: "off" },
        { outputs: { ...bought, renewsAt: untold } },
      ],
      ["the renewal, in the window", { renewal: untold }, { outputs: { ...bought, renewsAt: soon } }],
      ["the renewal, where notice is taken", { renewal: untold, vendor: "sondos" }, {}],
      ["the renewal of a vendor that is not known", { renewal: untold, vendor: untold }, {}],
      [
        "the renewal, where the number ends and is replaceable",
        { renewal: untold, vendor: "sondos", replaceable: true },
        { outputs: { ...bought, status: "lapsing" } },
      ],
    ])("says that the number may be given up for %s", (_, inputs, more) => {
      const { status, stdout } = update(inputs, more);
      expect(stdout).toMatch(/^MAY GIVE UP +main +\+14155550100/);
      expect(status).toBe(3);
      const { numbers, givesUp } = JSON.parse(
        plan(previewOf([{ op: "update", outputs: bought, inputs, ...more }]), "--json").stdout,
      ) as { numbers: object[]; givesUp: boolean };
      expect(numbers).toEqual([expect.objectContaining({ action: "risk" })]);
      expect(givesUp).toBe(true);
    });

    test("says that the number may be given up where the engine had nothing checked, as the provider's configuration is known in the up only", () => {
      const inputs = { replaceable: true, country: "CA" };
      expect(update({ ...inputs, claim: undefined }).stdout).toMatch(/^MAY GIVE UP +main/);
      expect(update(inputs).status).toBe(0);
      expect(update({ ...inputs, claim: undefined, replaceable: false }).status).toBe(0);
    });

    test.each<[string, object, Partial<Step>]>([
      ["it is not replaceable", { number: untold }, {}],
      ["the agent is it", { replaceable: true, agent: untold }, {}],
      ["it is protected", { replaceable: true, number: untold, deletionProtection: true }, {}],
      ["it was protected", { replaceable: true, number: untold }, { asked: { deletionProtection: true } }],
      [
        "it stays in the account",
        { replaceable: true, number: untold },
        { outputs: { ...bought, deletionPolicy: "detach" } },
      ],
      ["its renewal would be off long before", { renewal: untold }, {}],
      [
        "its renewal would be off, and it is protected",
        { renewal: untold, deletionProtection: true },
        { outputs: { ...bought, renewsAt: soon } },
      ],
    ])("keeps the number where %s", (_, inputs, more) => {
      const { status, stdout } = update(inputs, more);
      expect(stdout).toMatch(/^change +main +\+14155550100/);
      expect(status).toBe(0);
    });

    test("says so in Markdown", () => {
      const { stdout } = plan(
        previewOf([{ op: "update", outputs: bought, inputs: { replaceable: true, number: untold } }]),
        "--markdown",
      );
      expect(stdout).toContain("| **MAY GIVE UP** | main | +14155550100 |");
      expect(stdout).toContain("known in the up only.\n");
    });
  });

  test("with an unknown option exits 2", () => {
    expect(plan("{}", "--force").status).toBe(2);
  });
});
