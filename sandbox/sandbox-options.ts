import { z } from "zod";
import type { StandInFactory } from "./kit/stand-in";

/** The largest value of each option that is a number; the smallest is 0. */
export const sandboxLimits = { port: 65_535, latency: 60_000, stock: 100_000 } as const;

/** What the options are when they are left out. */
export const sandboxDefaults = {
  port: 0,
  latency: 0,
  stock: 500,
  seed: "pulumi-phone",
  rateLimit: true,
} as const;

/** How to start a sandbox. Everything has a default. */
export interface SandboxOptions {
  /** Port on 127.0.0.1. Default 0: any free one. */
  port?: number | undefined;
  /** How long every answer of a vendor is held back, in milliseconds, at most 60,000. Default 0. */
  latency?: number | undefined;
  /** Free US numbers per vendor, at most 100,000. Default 500. */
  stock?: number | undefined;
  /** The same seed gives the same credentials, agents and stock. Default `"pulumi-phone"`. */
  seed?: string | number | undefined;
  /** Whether the vendors' rate limits are enforced. Default true. */
  rateLimit?: boolean | undefined;
  /** Stand-ins of one's own, besides the built-in ones. Default none. */
  standIns?: readonly StandInFactory[] | undefined;
}

const schema = z.strictObject({
  port: upTo(sandboxLimits.port).default(sandboxDefaults.port),
  latency: upTo(sandboxLimits.latency).default(sandboxDefaults.latency),
  stock: upTo(sandboxLimits.stock).default(sandboxDefaults.stock),
  seed: z.union([z.string(), z.number()]).default(sandboxDefaults.seed),
  rateLimit: z.boolean().default(sandboxDefaults.rateLimit),
  standIns: z.array(z.unknown()).default([]),
});

/** Options of which none is left out; the stand-ins are not looked at yet. */
interface FilledOptions {
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
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    `${path.join(".")}: ${message}`.replace(/^: /, ""),
  );
  throw new TypeError(`startSandbox: ${problems.join("; ")}`);
}

function upTo(largest: number) {
  return z.int().min(0).max(largest);
}
