import { chmod, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openJournal } from "../../../provider/host/journal";
import { openOwnerOnly } from "../../../provider/host/owner-only";
import type { PurchaseRecord } from "../../../provider/host/purchase-records";
import { claimOf } from "../../support/claim";

const record: PurchaseRecord = {
  claim: claimOf("line"),
  keptBy: "journal",
  vendor: "plivo",
  account: undefined,
  vendorAccount: undefined,
  country: "US",
  type: undefined,
  candidates: ["+14155550100"],
  quote: null,
  asked: 1,
  order: { agent: undefined, subaccount: undefined },
  until: "2026-01-01T00:00:00.000Z",
  word: undefined,
  isAdoption: false,
  isAnew: false,
  isHandedOver: false,
};

const newFolder = () => mkdtemp(path.join(os.tmpdir(), "owner-only-"));

/** The permissions, as `ls` shows them in octal. */
async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

// Windows has no such permissions.
describe.skipIf(process.platform === "win32")("only its owner can read", () => {
  it.each([0o000, 0o022, 0o077])("the journal, whatever the umask: %o", async (mask) => {
    const folder = path.join(await newFolder(), "phone-intents");
    const before = process.umask(mask);
    try {
      await openJournal(folder, () => "").write(record);
    } finally {
      process.umask(before);
    }
    const [file = ""] = await readdir(folder);
    expect([await modeOf(folder), await modeOf(path.join(folder, file))]).toEqual(["700", "600"]);
  });

  it("the journal in a folder that others could read, and what it writes again", async () => {
    const folder = path.join(await newFolder(), "phone-intents");
    await mkdir(folder);
    await chmod(folder, 0o777);
    const journal = openJournal(folder, () => "");
    await journal.write(record);
    const [name = ""] = await readdir(folder);
    const file = path.join(folder, name);
    await chmod(file, 0o644);
    // The draft of a process that died, with this process's number.
    await writeFile(`${file}.${process.pid}`, "", { mode: 0o644 });
    await journal.handOver(record);
    expect([await modeOf(folder), await modeOf(file)]).toEqual(["700", "600"]);
  });

  it("a file that others could read before anything is written", async () => {
    const file = path.join(await newFolder(), "recording.json");
    await writeFile(file, "old", { mode: 0o666 });
    await chmod(file, 0o666);
    const handle = await openOwnerOnly(file);
    expect([await modeOf(file), await readFile(file, "utf8")]).toEqual(["600", ""]);
    await handle.close();
  });

  it("but a device stays as it is", async () => {
    const before = await modeOf("/dev/null");
    await (await openOwnerOnly("/dev/null")).close();
    expect(await modeOf("/dev/null")).toBe(before);
  });
});
