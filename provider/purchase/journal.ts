import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../domain/errors";
import { candidateSchema, quoteSchema } from "./candidates";
import { stackPart } from "./claim";
import type { Intent, Journal, OrderedFor } from "./ledger";

/** {@link OrderedFor}, as JSON has it. */
export const orderedForSchema = z
  .object({ agent: z.string().optional(), subaccount: z.string().optional() })
  .transform(({ agent, subaccount }): OrderedFor => ({ agent, subaccount }));

const intentSchema = z.object({
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
 * file's name, together with the stack: by it the intents of a stack are found.
 */
export function openJournal(folder: string, backend: string): Journal {
  const stacks = new Map<string, Promise<readonly Intent[]>>();
  const prefixOf = (claim: string) => digest(`${backend}\n${stackPart(claim)}`);
  const fileOf = (claim: string) => path.join(folder, `${prefixOf(claim)}${digest(claim)}.json`);
  return {
    read(claim) {
      return readIntent(fileOf(claim));
    },
    readStack(claim) {
      const prefix = prefixOf(claim);
      const intents = stacks.get(prefix) ?? readIntents(folder, prefix);
      stacks.set(prefix, intents);
      return intents;
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

async function readIntents(folder: string, prefix: string): Promise<readonly Intent[]> {
  const files = (await readdir(folder).catch(absent)) ?? [];
  const ofStack = files.filter((file) => file.startsWith(prefix) && file.endsWith(".json"));
  const intents = await Promise.all(ofStack.map((file) => readIntent(path.join(folder, file))));
  return intents.filter((intent) => intent !== undefined);
}

async function readIntent(file: string): Promise<Intent | undefined> {
  try {
    const text = await readFile(file, "utf8").catch(absent);
    if (text === undefined) return undefined;
    const intent = intentSchema.parse(JSON.parse(text));
    return { ...intent, account: intent.account };
  } catch (error) {
    throw new ConfigurationError(
      `what an earlier run may have bought cannot be read in ${file}: ${reasonOf(error)}`,
      {
        argument: "PULUMI_HOME",
        nextStep:
          "Nothing was bought. Make the file readable; or look in the account whether that run has bought a number, and delete the file.",
      },
    );
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
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
