import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isThisMachine } from "./http/gate";
import type { StandInFactory } from "./kit/stand-in";

/** The largest value of each option that is a number; the smallest is 0. */
export const sandboxLimits = { port: 65_535, latency: 60_000, stock: 100_000 } as const;

/** What the options are when they are left out. */
export const sandboxDefaults = {
  host: "127.0.0.1",
  port: 0,
  latency: 0,
  stock: 500,
  seed: "pulumi-phone",
  rateLimit: true,
} as const;

/** How to start a sandbox. Everything has a default. */
export interface SandboxOptions {
  /** Address to listen on. Default `"127.0.0.1"`: this machine alone. Another one needs a `token`. */
  host?: string | undefined;
  /**
   * What the page and the control calls want of whoever asks, at least 16 characters without blanks: as `authorization: Bearer <token>`, in a
   * browser as `/?token=<token>`. Default none.
   */
  token?: string | undefined;
  /** Port. Default 0: any free one. */
  port?: number | undefined;
  /** How long every answer of a vendor is held back, in milliseconds, at most 60,000. Default 0. */
  latency?: number | undefined;
  /** Free US numbers per vendor, at most 100,000. Default 500. */
  stock?: number | undefined;
  /**
   * The same seed gives the same credentials, agents and stock. Default `"pulumi-phone"`; where others than this machine can call, a new
   * one each time, as everybody knows the keys of that.
   */
  seed?: string | number | undefined;
  /** Whether the vendors' rate limits are enforced. Default true. */
  rateLimit?: boolean | undefined;
  /** Stand-ins of one's own, besides the built-in ones. Default none. */
  standIns?: readonly StandInFactory[] | undefined;
}

const schema = z
  .strictObject({
    host: z.string().min(1).default(sandboxDefaults.host),
    token: z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, "must be at least 16 characters without blanks")
      .optional(),
    port: upTo(sandboxLimits.port).default(sandboxDefaults.port),
    latency: upTo(sandboxLimits.latency).default(sandboxDefaults.latency),
    stock: upTo(sandboxLimits.stock).default(sandboxDefaults.stock),
    seed: z.union([z.string(), z.number()]).optional(),
    rateLimit: z.boolean().default(sandboxDefaults.rateLimit),
    standIns: z.array(z.unknown()).default([]),
  })
  .refine(({ host, token }) => isThisMachine(host) || token !== undefined, {
    path: ["token"],
    message: "must be given where others than this machine can call",
  });

/** Options of which none is left out; the stand-ins are not looked at yet. */
interface FilledOptions {
  host: string;
  token: string | undefined;
  port: number;
  latency: number;
  stock: number;
  seed: string | number;
  rateLimit: boolean;
  standIns: unknown[];
}

/** Fills in the defaults. Throws a TypeError that names the option. */
export function parseOptions(options: SandboxOptions): FilledOptions {
  const result = schema.safeParse(options);
  if (result.success) {
    const { token, seed, ...others } = result.data;
    const usual = isThisMachine(others.host) ? sandboxDefaults.seed : randomUUID();
    return { ...others, token, seed: seed ?? usual };
  }
  const problems = result.error.issues.map(({ path, message }) =>
    `${path.join(".")}: ${message}`.replace(/^: /, ""),
  );
  throw new TypeError(`startSandbox: ${problems.join("; ")}`);
}

function upTo(largest: number) {
  return z.int().min(0).max(largest);
}
