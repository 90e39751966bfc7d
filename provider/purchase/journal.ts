import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../domain/errors";
import { candidateSchema, quoteSchema } from "./candidates";
import type { Journal } from "./ledger";

const intentSchema = z.object({
  claim: z.string(),
  vendor: z.string(),
  account: z.string().optional(),
  candidates: z.array(candidateSchema),
  quote: quoteSchema.nullable(),
  since: z.string(),
  until: z.string(),
});

/**
 * A journal of one small file per claim below a folder. Claims are unique in a backend only, so the backend is part of the
 * file's name.
 */
export function openJournal(folder: string, backend: string): Journal {
  const fileOf = (claim: string) => {
    const digest = createHash("sha256").update(`${backend}\n${claim}`).digest("hex");
    return path.join(folder, `${digest.slice(0, 32)}.json`);
  };
  return {
    async read(claim) {
      const text = await readFile(fileOf(claim), "utf8").catch(absent);
      if (text === undefined) return undefined;
      const intent = intentSchema.parse(JSON.parse(text));
      return { ...intent, account: intent.account };
    },
    async write(intent) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeSynced(fileOf(intent.claim), JSON.stringify(intent));
        await sync(folder);
      } catch (error) {
        throw new ConfigurationError(`the purchase cannot be written down in ${folder}: ${reasonOf(error)}`, {
          argument: "PULUMI_HOME",
          nextStep:
            "Nothing was bought. Make the folder writable, so that a purchase is not lost if this process dies.",
        });
      }
    },
    async forget(claims) {
      await Promise.all(claims.map((claim) => rm(fileOf(claim), { force: true })));
    },
  };
}

// By another name first: whoever reads it finds all of it, or nothing.
async function writeSynced(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, "r");
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
