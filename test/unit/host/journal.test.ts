import { chmod, chown, mkdir, mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { openJournal } from "../../../provider/host/journal";
import type { PurchaseRecord } from "../../../provider/host/purchase-records";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { pinnedInputs } from "../../support/backend";
import { expectNothingBought } from "../../support/buying";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, withTestNumbers } from "../../support/up";

const backend = "file:///states";
const record: PurchaseRecord = {
  claim: claimOf("line"),
  vendor: "plivo",
  account: undefined,
  candidates: [testNumber(0), testNumber(1)],
  quote: {
    matched: 0,
    monthlyPrice: { amount: "0.80", currency: "USD" },
    setupPrice: null,
    restriction: null,
    terms: { price: 3 },
  },
  orders: [
    { agent: "app-1", subaccount: undefined },
    { agent: undefined, subaccount: "SA1" },
  ],
  wasSaid: false,
  since: "2026-03-10T11:59:00.000Z",
  until: "2026-03-10T12:00:00.000Z",
};

async function newFolder(): Promise<string> {
  return path.join(await mkdtemp(path.join(os.tmpdir(), "journal-")), "phone-intents");
}

describe("a record", () => {
  it.each([
    ["with all that it may have", { ...record, account: "eu" }],
    ["without an account", record],
    ["without a quote", { ...record, quote: null }],
  ])("%s is read as it was written, by another process", async (_, written) => {
    const folder = await newFolder();
    await openJournal(folder, backend).write(written);
    expect(await openJournal(folder, backend).read(record.claim)).toEqual(written);
  });

  it("is not there before it is written, nor after it is forgotten", async () => {
    const journal = openJournal(await newFolder(), backend);
    expect(await journal.read(record.claim)).toBeUndefined();
    await journal.write(record);
    await journal.forget([record.claim]);
    expect(await journal.read(record.claim)).toBeUndefined();
  });

  it("takes the place of an earlier one of the same claim, and of no other", async () => {
    const journal = openJournal(await newFolder(), backend);
    const other = { ...record, claim: claimOf("other") };
    await journal.write(other);
    await journal.write(record);
    const later = { ...record, candidates: [testNumber(2)] };
    await journal.write(later);
    expect(await journal.read(record.claim)).toEqual(later);
    expect(await journal.read(other.claim)).toEqual(other);
  });

  it("is forgotten with others at once, whether they are there or not", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, backend);
    await journal.write(record);
    await journal.forget([claimOf("never"), record.claim]);
    expect(await readdir(folder)).toEqual([]);
    await openJournal(await newFolder(), backend).forget([record.claim]);
  });

  it("is another one in another backend, where the same name is another stack's", async () => {
    const folder = await newFolder();
    await openJournal(folder, backend).write(record);
    expect(await openJournal(folder, "https://api.pulumi.com").read(record.claim)).toBeUndefined();
  });

  it("is one small file that only its owner may read, and leaves no draft behind", async () => {
    const folder = await newFolder();
    await openJournal(folder, backend).write(record);
    const [file = "", ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(/^[0-9a-f]{32}\.json$/);
    expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("that cannot be read is an error, and not the same as none", async () => {
    const folder = await newFolder();
    const journal = openJournal(folder, backend);
    await journal.write(record);
    const [file = ""] = await readdir(folder);
    await writeFile(path.join(folder, file), '{"claim":');
    const error = await errorOfClass(ConfigurationError, journal.read(record.claim));
    expect(error.message).toContain("what an earlier run may have bought cannot be read");
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

  it("is forgotten only once the state has what was bought", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    const state = await up(told, asked);
    expect(await told.context.journal.read(state.claim)).toMatchObject({ candidates: state.candidates });
    await upAgain(await bench.context(), state);
    expect(await told.context.journal.read(state.claim)).toBeUndefined();
  });
});
