import { createHash } from "node:crypto";
import { fsync } from "node:fs";
import fileSystem from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { projectPart } from "../domain/claim";
import { ConfigurationError } from "../domain/errors";
import { candidateSchema, quoteSchema } from "../domain/quote-schema";
import { reasonOf } from "../domain/reason";
import type { Environment } from "./configuration";
import { digestOf } from "./ordered-for";
import { keepFolderToOwner, openOwnerOnly } from "./owner-only";
import type { Journal, PurchaseRecord } from "./purchase-records";

/** What the journal does with a disk. */
export interface JournalFiles {
  mkdir(folder: string, options: { recursive: true; mode: number }): Promise<unknown>;
  open(
    file: string,
    flags: "w" | "r",
  ): Promise<{
    writeFile(text: string): Promise<unknown>;
    sync(): Promise<unknown>;
    close(): Promise<unknown>;
  }>;
  readdir(folder: string): Promise<string[]>;
  readFile(file: string, encoding: "utf8"): Promise<string>;
  rename(from: string, to: string): Promise<unknown>;
  rm(file: string, options: { force: true }): Promise<unknown>;
}

/**
 * The file system, on which the journal is its owner's alone. Under Yarn's Plug'n'Play a handle cannot sync its file, and its descriptor
 * can.
 */
const disk: JournalFiles = {
  ...fileSystem,
  async mkdir(folder, options) {
    await fileSystem.mkdir(folder, options);
    await keepFolderToOwner(folder);
  },
  async open(file, flags) {
    const handle = flags === "w" ? await openOwnerOnly(file) : await fileSystem.open(file, flags);
    return {
      writeFile: (text) => handle.writeFile(text),
      sync: () => promisify(fsync)(handle.fd),
      close: () => handle.close(),
    };
  },
};

const text = z.string().optional();
const recordSchema = z.object({
  claim: z.string(),
  vendor: text,
  account: text,
  vendorAccount: text,
  country: text,
  type: text,
  candidates: z.array(candidateSchema),
  quote: quoteSchema.nullable(),
  picked: z.array(candidateSchema).optional(),
  asked: z.int().nonnegative().optional(),
  order: z.object({ agent: text, subaccount: text }).default({}),
  until: z.string().refine((value) => !Number.isNaN(Date.parse(value))),
  word: text,
  isAdoption: z.boolean().default(false),
  isAnew: z.boolean().default(false),
  isHandedOver: z.boolean().default(false),
});

/** An engine without checkpoints writes nothing down before its end: what is bought in a run that is killed would be in no state. */
function requireCheckpoints({ PULUMI_SKIP_CHECKPOINTS: skips = "" }: Environment): void {
  if (!/^(1|true)$/i.test(skips)) return;
  throw new ConfigurationError("Pulumi is told to write nothing down before its end", {
    argument: "PULUMI_SKIP_CHECKPOINTS",
    nextStep:
      "Nothing was bought. Run pulumi up without it, so that a purchase is not lost if the run is killed.",
  });
}

/**
 * A journal of one small file per claim below a folder. Claims are unique in one organization of one backend only: `scope` tells
 * which that is, and is part of the file's name together with the project, by which the records of a project are found.
 */
export function openJournal(
  folder: string,
  scope: () => string,
  files: JournalFiles = disk,
  environment: Environment = process.env,
): Journal {
  const projects = new Map<string, Promise<readonly PurchaseRecord[]>>();
  const prefixOf = (claim: string) => digest(`${scope()}\n${projectPart(claim)}`);
  // Another process may have written a file since: one whose engine was killed ends its purchases, while the next run goes on with them.
  const known = new Map<string, string>();
  const isAnothers = async (claim: string) => {
    const file = fileOf(claim);
    // Who has not looked has nothing to compare with.
    if (!known.has(file) && !projects.has(prefixOf(claim))) return false;
    const content = await files.readFile(file, "utf8").catch(() => undefined);
    return content !== undefined && content !== known.get(file);
  };
  const fileOf = (claim: string) => path.join(folder, `${prefixOf(claim)}${digest(claim)}.json`);
  return {
    records(claim) {
      const prefix = prefixOf(claim);
      const records = projects.get(prefix) ?? readRecords(files, folder, prefix, known);
      projects.set(prefix, records);
      return records;
    },
    requireCheckpoints: () => requireCheckpoints(environment),
    async write(record) {
      requireCheckpoints(environment);
      const file = fileOf(record.claim);
      if (await isAnothers(record.claim)) throw writtenSince(file);
      try {
        await files.mkdir(folder, { recursive: true, mode: 0o700 });
        await writeWhole(files, file, record, "synced", known);
        await syncFolder(files, folder);
      } catch (error) {
        throw new ConfigurationError(`the purchase cannot be written down in ${folder}: ${reasonOf(error)}`, {
          argument: "PULUMI_HOME",
          nextStep:
            "Nothing was bought. Make the folder writable, so that a purchase is not lost if this process dies.",
        });
      }
    },
    async handOver(record) {
      const noted = { ...record, isHandedOver: true };
      if (await isAnothers(record.claim)) return;
      await writeWhole(files, fileOf(record.claim), noted, "unsynced", known).catch(() => {});
    },
    async forget(claims) {
      const forget = async (claim: string) => {
        if (!(await isAnothers(claim))) await files.rm(fileOf(claim), { force: true });
      };
      await Promise.all(claims.map(forget));
    },
  };
}

async function readRecords(
  files: JournalFiles,
  folder: string,
  prefix: string,
  known: Map<string, string>,
): Promise<readonly PurchaseRecord[]> {
  const names = await files
    .readdir(folder)
    .catch(absent)
    .catch((error: unknown) => {
      throw unreadable(folder, error);
    });
  const ofProject = (names ?? []).filter((file) => file.startsWith(prefix) && file.endsWith(".json"));
  const records = await Promise.all(
    ofProject.map((file) => readRecord(files, path.join(folder, file), known)),
  );
  return records.filter((record) => record !== undefined);
}

async function readRecord(
  files: JournalFiles,
  file: string,
  known: Map<string, string>,
): Promise<PurchaseRecord | undefined> {
  try {
    const content = await files.readFile(file, "utf8").catch(absent);
    if (content === undefined) return undefined;
    known.set(file, content);
    const { vendor, account, vendorAccount, country, type, word, picked, order, ...record } =
      recordSchema.parse(JSON.parse(content));
    const { agent, subaccount } = order;
    const { asked = record.candidates.length } = record;
    return {
      ...record,
      asked,
      keptBy: "journal",
      vendor,
      account,
      vendorAccount,
      country,
      type,
      word,
      picked,
      order: { agent, subaccount },
    };
  } catch (error) {
    throw unreadable(file, error);
  }
}

function writtenSince(file: string): ConfigurationError {
  return new ConfigurationError(
    `another process has written down a purchase of this resource in ${file} since this run began`,
    {
      argument: "PULUMI_HOME",
      nextStep:
        "Nothing was bought by this run. Run pulumi up again, which finds out what that one has bought.",
    },
  );
}

function unreadable(place: string, error: unknown): ConfigurationError {
  const reason = error instanceof z.ZodError ? "it has another form" : reasonOf(error);
  return new ConfigurationError(`what an earlier run may have bought cannot be read in ${place}: ${reason}`, {
    argument: "PULUMI_HOME",
    nextStep:
      "Nothing was bought. Make it readable; or, where it is one file, look in the account: if that run bought a number, write adopt for it; then delete that file and run pulumi up.",
  });
}

function digest(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}

// By another name first: whoever reads it finds all of it, or nothing.
async function writeWhole(
  files: JournalFiles,
  file: string,
  { keptBy: _, order, ...others }: PurchaseRecord,
  how: "synced" | "unsynced",
  known: Map<string, string>,
): Promise<void> {
  // Either may be a secret, and a job that failed hands its journal on.
  const record = {
    ...others,
    order: { agent: digestOf(order.agent), subaccount: digestOf(order.subaccount) },
  };
  const content = JSON.stringify(record);
  const draft = `${file}.${process.pid}`;
  const handle = await files.open(draft, "w");
  try {
    await handle.writeFile(content);
    if (how === "synced") await handle.sync();
  } finally {
    await handle.close();
  }
  await files.rename(draft, file);
  known.set(file, content);
}

// Windows opens no folder, and needs no such sync: its file system writes names by itself (nodejs issue 3879).
const unsyncable = ["EPERM", "EISDIR", "EACCES", "EINVAL", "ENOTSUP"];

async function syncFolder(files: JournalFiles, folder: string): Promise<void> {
  try {
    const handle = await files.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!unsyncable.includes(code)) throw error;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
