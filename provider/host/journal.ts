import { createHash } from "node:crypto";
import fileSystem from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { stackPart } from "../domain/claim";
import { ConfigurationError } from "../domain/errors";
import { candidateSchema, quoteSchema } from "../domain/quote";
import { reasonOf } from "../domain/reason";
import type { Journal, OrderedFor, PurchaseRecord } from "./purchase-records";

/** What the journal does with a disk; the file system's own by default. */
export interface JournalFiles {
  mkdir(folder: string, options: { recursive: true; mode: number }): Promise<unknown>;
  open(
    file: string,
    flags: "w" | "r",
    mode?: number,
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

/** {@link OrderedFor}, as JSON has it. */
export const orderedForSchema = z
  .object({ agent: z.string().optional(), subaccount: z.string().optional() })
  .transform(({ agent, subaccount }): OrderedFor => ({ agent, subaccount }));

const recordSchema = z.object({
  claim: z.string(),
  vendor: z.string(),
  account: z.string().optional(),
  candidates: z.array(candidateSchema),
  quote: quoteSchema.nullable(),
  wasSaid: z.boolean().default(false),
  orders: z.array(orderedForSchema).default([]),
  since: z.string(),
  until: z.string(),
});

/**
 * A journal of one small file per claim below a folder. Claims are unique in a backend only, so the backend is part of the
 * file's name, together with the stack: by it the records of a stack are found.
 */
export function openJournal(folder: string, backend: string, files: JournalFiles = fileSystem): Journal {
  const stacks = new Map<string, Promise<readonly PurchaseRecord[]>>();
  const prefixOf = (claim: string) => digest(`${backend}\n${stackPart(claim)}`);
  const fileOf = (claim: string) => path.join(folder, `${prefixOf(claim)}${digest(claim)}.json`);
  return {
    read(claim) {
      return readRecord(files, fileOf(claim));
    },
    readStack(claim) {
      const prefix = prefixOf(claim);
      const records = stacks.get(prefix) ?? readRecords(files, folder, prefix);
      stacks.set(prefix, records);
      return records;
    },
    async write(record) {
      try {
        await files.mkdir(folder, { recursive: true, mode: 0o700 });
        await writeSynced(files, fileOf(record.claim), JSON.stringify(record));
        await sync(files, folder);
      } catch (error) {
        throw new ConfigurationError(`the purchase cannot be written down in ${folder}: ${reasonOf(error)}`, {
          argument: "PULUMI_HOME",
          nextStep:
            "Nothing was bought. Make the folder writable, so that a purchase is not lost if this process dies.",
        });
      }
    },
    async forget(claims) {
      await Promise.all(claims.map((claim) => files.rm(fileOf(claim), { force: true })));
    },
  };
}

async function readRecords(
  files: JournalFiles,
  folder: string,
  prefix: string,
): Promise<readonly PurchaseRecord[]> {
  const names = (await files.readdir(folder).catch(absent)) ?? [];
  const ofStack = names.filter((file) => file.startsWith(prefix) && file.endsWith(".json"));
  const records = await Promise.all(ofStack.map((file) => readRecord(files, path.join(folder, file))));
  return records.filter((record) => record !== undefined);
}

async function readRecord(files: JournalFiles, file: string): Promise<PurchaseRecord | undefined> {
  try {
    const text = await files.readFile(file, "utf8").catch(absent);
    if (text === undefined) return undefined;
    const record = recordSchema.parse(JSON.parse(text));
    return { ...record, account: record.account };
  } catch (error) {
    throw new ConfigurationError(
      `what an earlier run may have bought cannot be read in ${file}: ${reasonOf(error)}`,
      {
        argument: "PULUMI_HOME",
        nextStep:
          "Nothing was bought. Make the file readable; or check in the account whether that run bought a number, then delete the file.",
      },
    );
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

// By another name first: whoever reads it finds all of it, or nothing.
async function writeSynced(files: JournalFiles, file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  const handle = await files.open(draft, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await files.rename(draft, file);
}

async function sync(files: JournalFiles, folder: string): Promise<void> {
  const handle = await files.open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
