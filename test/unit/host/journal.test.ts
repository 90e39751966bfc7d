import fileSystem, {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  stat,
  writeFile,
} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { type JournalFiles, openJournal } from "../../../provider/host/journal";
import { digestOf, isOrdered } from "../../../provider/host/ordered-for";
import type { PurchaseRecord } from "../../../provider/host/purchase-records";
import { create } from "../../../provider/lifecycle/create";
import { remove } from "../../../provider/lifecycle/delete";
import { readInputs } from "../../../provider/lifecycle/state";
import { pinnedInputs } from "../../support/backend";
import { expectNothingBought } from "../../support/buying";
import { checkNew } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { contextWith } from "../../support/context-with";
import { errorOfClass } from "../../support/expect";
import { journalRecord } from "../../support/killed-run";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, withTestNumbers } from "../../support/up";

const scope = () => "file:///states\norganization";
const record: PurchaseRecord = {
  asked: 1,
  claim: claimOf("line"),
  keptBy: "journal",
  vendor: "plivo",
  account: undefined,
  vendorAccount: undefined,
  country: "US",
  type: undefined,
  candidates: [testNumber(0), testNumber(1)],
  quote: {
    matched: 0,
    monthlyPrice: { amount: "0.80", currency: "USD" },
    setupPrice: null,
    restriction: null,
    terms: { price: 3 },
  },
  order: { agent: digestOf("app-1"), subaccount: undefined },
  until: "2026-03-10T12:00:00.000Z",
  word: undefined,
  isAdoption: false,
  isAnew: false,
  isHandedOver: false,
};
const otherProject = "urn:pulumi:dev::elsewhere::pulumi-nodejs:dynamic/phone:PhoneNumber::line";

async function newFolder(): Promise<string> {
  return path.join(await mkdtemp(path.join(os.tmpdir(), "journal-")), "phone-intents");
}

/** What a process finds that starts now. */
function recordsIn(folder: string, claim = record.claim): Promise<readonly PurchaseRecord[]> {
  return openJournal(folder, scope).records(claim);
}

it("forgets what it has read or written, and not what another process has written since: that one may have bought as well", async () => {
  const folder = await newFolder();
  const journal = openJournal(folder, scope);
  await journal.write(record);
  const orphan = openJournal(folder, scope);
  await orphan.write({ ...record, candidates: [testNumber(1)] });
  await journal.handOver(record);
  await journal.forget([record.claim]);
  await errorOfClass(ConfigurationError, journal.write(record));
  expect((await recordsIn(folder)).map(({ candidates }) => candidates)).toEqual([[testNumber(1)]]);
  const next = openJournal(folder, scope);
  await next.records(record.claim);
  await next.forget([record.claim]);
  expect(await recordsIn(folder)).toEqual([]);
  await next.write(record);
  expect(await recordsIn(folder)).toEqual([record]);
});

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: the disk says so`), { code });
}

describe("a record", () => {
  it.each([
    [
      "with all that it may have",
      {
        ...record,
        account: "eu",
        type: "local",
        order: { agent: digestOf("app-1"), subaccount: digestOf("SA1") },
        word: "0123456789ab",
      },
    ],
    ["without an account", record],
    ["without a quote", { ...record, quote: null }],
    ["without anything that can be missing", { ...record, vendor: undefined, country: undefined, order: {} }],
    ["without candidates", { ...record, candidates: [] }],
    ["of an adoption", { ...record, isAdoption: true }],
  ] as [string, PurchaseRecord][])("%s is read as it was written, by another process", async (_, written) => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(written);
    expect(await recordsIn(folder)).toEqual([written]);
  });

  it("does not have who was to answer and hold the number, which may be secret, and knows them again", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    await journal.write({ ...record, order: { agent: "app-1", subaccount: "SA-1" } });
    const [file = ""] = await readdir(folder);
    const [read] = await recordsIn(folder);
    expect(await readFile(path.join(folder, file), "utf8")).not.toMatch(/app-1|SA-1/);
    expect(isOrdered(read?.order.agent, "app-1")).toBe(true);
    expect(isOrdered(read?.order.agent, "app-2")).toBe(false);
    expect(isOrdered(read?.order.subaccount, null)).toBe(false);
    await journal.write({ ...record, order: read?.order ?? record.order });
    expect((await recordsIn(folder))[0]?.order).toEqual(read?.order);
  });

  it("is read also without what an earlier version did not write", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const [file = ""] = await readdir(folder);
    const { claim, candidates, quote, until } = record;
    await writeFile(path.join(folder, file), JSON.stringify({ claim, candidates, quote, until, since: "…" }));
    expect(await recordsIn(folder)).toEqual([
      {
        claim,
        candidates,
        quote,
        until,
        asked: candidates.length,
        keptBy: "journal",
        order: {},
        isAdoption: false,
        isAnew: false,
        isHandedOver: false,
      },
    ]);
  });

  it("is not there before it is written, nor after it is forgotten", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    expect(await recordsIn(folder)).toEqual([]);
    await journal.write(record);
    expect(await recordsIn(folder)).toHaveLength(1);
    await journal.forget([record.claim]);
    expect(await recordsIn(folder)).toEqual([]);
  });

  it("takes the place of an earlier one of the same claim, and of no other", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    const other = { ...record, claim: claimOf("other") };
    await journal.write(other);
    await journal.write(record);
    const later = { ...record, candidates: [testNumber(2)] };
    await journal.write(later);
    const records = await recordsIn(folder);
    expect(records).toHaveLength(2);
    expect(records).toEqual(expect.arrayContaining([later, other]));
  });

  it("is forgotten with others at once, whether they are there or not", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    await journal.write(record);
    await journal.forget([claimOf("never"), record.claim]);
    expect(await readdir(folder)).toEqual([]);
    await openJournal(await newFolder(), scope).forget([record.claim]);
  });

  it("is one small file that only its owner may read, and leaves no draft behind", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const [file = "", ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(/^[0-9a-f]{32}\.json$/);
    expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it.each([
    ["cut off", '{"claim":'],
    ["empty", ""],
    ["of another form", "[]"],
    ["without candidates", JSON.stringify({ ...record, candidates: undefined })],
    ["with a candidate that is no number", JSON.stringify({ ...record, candidates: ["907"] })],
    ["with an end that nobody knows", JSON.stringify({ ...record, isHandedOver: "somehow" })],
  ])("that is %s is an error that names its file, and not the same as none", async (_, text) => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const [file = ""] = await readdir(folder);
    await writeFile(path.join(folder, file), text);
    const error = await errorOfClass(ConfigurationError, recordsIn(folder));
    expect(error.message).toContain("what an earlier run may have bought cannot be read");
    expect(error.message).toContain(path.join(folder, file));
    expect(error.message).not.toMatch(/\n|"path"/);
    expect(error.details.argument).toBe("PULUMI_HOME");
    expect(error.details.nextStep).toMatch(/Nothing was bought.*write adopt for it; then delete that file/);
  });

  it("that may not be read is an error that names its file", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const [file = ""] = await readdir(folder);
    const files: JournalFiles = { ...fileSystem, readFile: () => Promise.reject(failure("EACCES")) };
    const error = await errorOfClass(
      ConfigurationError,
      openJournal(folder, scope, files).records(record.claim),
    );
    expect(error.message).toContain(path.join(folder, file));
    expect(error.message).toContain("EACCES");
  });

  it("that another process forgets while it is read is none", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const files: JournalFiles = { ...fileSystem, readFile: () => Promise.reject(failure("ENOENT")) };
    expect(await openJournal(folder, scope, files).records(record.claim)).toEqual([]);
  });
});

describe("the records", () => {
  it("of a claim are those of its whole project: all its stacks and names", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    const claims = [record.claim, claimOf("other"), claimOf("line", "prod"), claimOf("line", "renamed")];
    for (const claim of claims) await journal.write({ ...record, claim });
    const found = (await recordsIn(folder, claimOf("never", "new"))).map(({ claim }) => claim);
    expect(found.toSorted()).toEqual(claims.toSorted());
  });

  it("of another project are others", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    await journal.write(record);
    await journal.write({ ...record, claim: otherProject });
    expect(await recordsIn(folder)).toMatchObject([{ claim: record.claim }]);
    expect(await recordsIn(folder, otherProject)).toMatchObject([{ claim: otherProject }]);
  });

  it.each([
    ["backend", "https://api.pulumi.com\norganization"],
    ["organization", "file:///states\nacme"],
  ])("of another %s are others, where the same name is another stack's", async (_, elsewhere) => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const journal = openJournal(folder, () => elsewhere);
    expect(await journal.records(record.claim)).toEqual([]);
    await journal.forget([record.claim]);
    await journal.write({ ...record, candidates: [] });
    expect(await recordsIn(folder)).toEqual([record]);
  });

  it("are those of the organization that is known when they are asked for", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    let current = "not known yet";
    const journal = openJournal(folder, () => current);
    current = scope();
    expect(await journal.records(record.claim)).toEqual([record]);
  });

  it("are as they were when this process first asked, whatever it writes or forgets since", async () => {
    const folder = await newFolder();
    const earlier = { ...record, claim: claimOf("earlier") };
    await openJournal(folder, scope).write(earlier);
    const journal = openJournal(folder, scope);
    expect(await journal.records(record.claim)).toEqual([earlier]);
    await journal.write(record);
    await journal.forget([earlier.claim]);
    expect(await journal.records(claimOf("other"))).toEqual([earlier]);
    expect(await recordsIn(folder)).toEqual([record]);
  });

  it("are none of what else lies in the folder", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).write(record);
    const [file = ""] = await readdir(folder);
    await writeFile(path.join(folder, `${file}.12345`), '{"claim":');
    await writeFile(path.join(folder, "0".repeat(32).concat(".json")), '{"claim":');
    await writeFile(path.join(folder, "notes.txt"), "mine");
    expect(await recordsIn(folder)).toEqual([record]);
  });
});

describe("how a purchase ended", () => {
  it("is noted in its record", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    await journal.write(record);
    const bought = { ...record, candidates: [testNumber(1)] };
    await journal.handOver(bought);
    expect(await recordsIn(folder)).toEqual([{ ...bought, isHandedOver: true }]);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("is forgotten with its record, and gone when the claim buys again", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, scope);
    await journal.handOver(await written(folder));
    await journal.write(record);
    expect(await recordsIn(folder)).toEqual([record]);
    await journal.handOver(record);
    await journal.forget([record.claim]);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["the disk is full", "open", "ENOSPC"],
    ["the disk fails", "rename", "EIO"],
    ["the folder may not be written to", "open", "EACCES"],
  ] as const)("is left where it cannot be noted, as %s", async (_, step, code) => {
    const folder = await newFolder();
    await written(folder);
    const files: JournalFiles = { ...fileSystem, [step]: () => Promise.reject(failure(code)) };
    await openJournal(folder, scope, files).handOver(record);
    expect(await recordsIn(folder)).toEqual([record]);
  });

  it("is left where the disk is full in the midst of it, and harms no record", async () => {
    const folder = await newFolder();
    await written(folder);
    const full: JournalFiles = {
      ...fileSystem,
      async open(file, flags) {
        const handle = await fileSystem.open(file, flags);
        return {
          async writeFile(text) {
            await handle.writeFile(text.slice(0, 20));
            throw failure("ENOSPC");
          },
          sync: () => handle.sync(),
          close: () => handle.close(),
        };
      },
    };
    await openJournal(folder, scope, full).handOver(record);
    expect(await recordsIn(folder)).toEqual([record]);
    const error = await errorOfClass(ConfigurationError, openJournal(folder, scope, full).write(record));
    expect(error.message).toContain("ENOSPC");
    expect(await recordsIn(folder)).toEqual([record]);
  });

  it("is left where the folder is missing", async () => {
    const folder = await newFolder();
    await openJournal(folder, scope).handOver(record);
    expect(await recordsIn(folder)).toEqual([]);
  });
});

/** A record that another process has written. */
async function written(folder: string): Promise<PurchaseRecord> {
  await openJournal(folder, scope).write(record);
  return record;
}

/** A disk that tells of its steps, and on which folders are opened, and synced, as the test says. */
function diskWith(folders: { open?: () => Promise<unknown>; sync?: () => Promise<unknown> }): {
  files: JournalFiles;
  steps: string[];
} {
  const steps: string[] = [];
  const nameOf = (file: string) => path.basename(file).replace(/^[0-9a-f]{32}/, "record");
  const noted = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    steps.push(step);
    return work();
  };
  const files: JournalFiles = {
    ...fileSystem,
    mkdir: (folder, options) => noted("mkdir", () => fileSystem.mkdir(folder, options)),
    rename: (from, to) => noted(`rename to ${nameOf(to)}`, () => fileSystem.rename(from, to)),
    async open(file, flags) {
      if (flags === "r") await folders.open?.();
      const handle = await fileSystem.open(file, flags);
      const sync = flags === "r" && folders.sync ? folders.sync : () => handle.sync();
      const what = flags === "r" ? "folder" : "draft";
      return {
        writeFile: (text) => noted(`write ${what}`, () => handle.writeFile(text)),
        sync: () => noted(`sync ${what}`, sync),
        close: () => noted(`close ${what}`, () => handle.close()),
      };
    },
  };
  return { files, steps };
}

describe("a record that is written", () => {
  it("is on disk, and so is its name, when that resolves", async () => {
    const { files, steps } = diskWith({});
    await openJournal(await newFolder(), scope, files).write(record);
    expect(steps).toEqual([
      "mkdir",
      "write draft",
      "sync draft",
      "close draft",
      "rename to record.json",
      "sync folder",
      "close folder",
    ]);
  });

  it.each(["EPERM", "EISDIR", "EACCES", "EINVAL", "ENOTSUP"])(
    "is written also where no folder can be opened or synced, as on Windows: %s",
    async (code) => {
      for (const step of ["open", "sync"]) {
        const folder = await newFolder();
        const { files, steps } = diskWith({ [step]: () => Promise.reject(failure(code)) });
        await openJournal(folder, scope, files).write(record);
        expect(await recordsIn(folder)).toEqual([record]);
        expect(steps.includes("close folder")).toBe(step === "sync");
      }
    },
  );

  it.each(["open", "sync"])("is not sure to stay where the disk fails to %s its folder", async (step) => {
    const folder = await newFolder();
    const { files } = diskWith({ [step]: () => Promise.reject(failure("EIO")) });
    const error = await errorOfClass(ConfigurationError, openJournal(folder, scope, files).write(record));
    expect(error.message).toContain(`the purchase cannot be written down in ${folder}: EIO`);
    expect(error.details.nextStep).toContain("Nothing was bought");
  });
});

/** Permissions mean nothing to root, so another user owns the folders and does the work. */
async function asNobody<T>(
  folders: readonly string[],
  work: () => Promise<T>,
  skip: (reason: string) => never,
): Promise<T> {
  const nobody = 65_534;
  for (const folder of folders) {
    await chown(folder, nobody, nobody).catch((error) => skip(`root cannot act as another user: ${error}`));
  }
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("a file system whose handles have no sync, as Yarn's under Plug'n'Play", () => {
  it("is written to all the same: the descriptor is synced", async () => {
    const folder = await newFolder();
    const handle = await fileSystem.open(os.tmpdir(), "r");
    const prototype = Object.getPrototypeOf(handle) as { sync: unknown };
    await handle.close();
    const { sync } = prototype;
    prototype.sync = () => Promise.reject(new Error("Method not implemented."));
    try {
      await openJournal(folder, scope).write(record);
    } finally {
      prototype.sync = sync;
    }
    expect(await recordsIn(folder)).toEqual([record]);
  });
});

describe("a journal that cannot be written", () => {
  const bench = useSandbox({ stock: 20 });

  it("refuses the purchase before anything is asked for", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    const inputs = readInputs(await pinnedInputs(told, asked));
    // A file where the folder should be: not even root can write below it.
    await writeFile(path.join(process.env.PULUMI_HOME ?? "", "phone-intents"), "");
    const error = await errorOfClass(ConfigurationError, create(told.context, inputs));
    expect(error.message).toContain("the purchase cannot be written down");
    expect(error.message).toContain("PULUMI_HOME");
    expect(error.details.nextStep).toContain("Nothing was bought");
    expectNothingBought(bench);
    expect(bench.writes).toEqual([]);
  });

  it("also for want of permission", async (context) => {
    withTestNumbers(bench);
    const home = process.env.PULUMI_HOME ?? "";
    const folder = path.join(home, "phone-intents");
    await mkdir(folder);
    await chmod(folder, 0o500);
    const told = await bench.context();
    const inputs = readInputs(await pinnedInputs(told, asked));
    const buy = () => errorOfClass(ConfigurationError, create(told.context, inputs));
    const error = await (process.getuid?.() === 0 ? asNobody([home, folder], buy, context.skip) : buy());
    expect(error.message).toContain("EACCES");
    expectNothingBought(bench);
  });
});

describe("the record of a number that was bought", () => {
  const bench = useSandbox({ stock: 20 });

  it("tells that it was handed over, and is forgotten only once the state has the number", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    const { inputs } = await checkNew(told, asked);
    const state = await create(told.context, readInputs(inputs));
    const next = await bench.context();
    expect(await next.context.journal.records(state.claim)).toMatchObject([
      { claim: state.claim, candidates: [state.observed.e164], isHandedOver: true },
    ]);
    await upAgain(next, state);
    const last = await bench.context();
    expect(await last.context.journal.records(state.claim)).toEqual([]);
  });

  it("stays while the state has another number: the engine may never have got it", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    const old = await up(told);
    const replacing = await bench.context();
    const record = journalRecord({ claim: old.claim, candidates: [testNumber(9)], isHandedOver: true });
    await replacing.context.journal.write(record);
    await upAgain(await bench.context(), old);
    await remove((await bench.context()).context, old);
    const last = await bench.context();
    expect(await last.context.journal.records(old.claim)).toMatchObject([{ candidates: [testNumber(9)] }]);
  });

  it("is not told as open once the state has the number", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    const { inputs } = await checkNew(told, asked);
    const state = await create(told.context, readInputs(inputs));
    const next = await contextWith(bench, { dev: [state] });
    await checkNew(next, asked, "other");
    expect(next.lines.join("\n")).not.toContain("was interrupted");
  });
});
