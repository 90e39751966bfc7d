import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { createClient } from "../../provider/http/client";
import { openContext } from "../../provider/pulumi/open-context";
import type { Vendor, VendorDefinition } from "../../provider/vendors/vendor";
import { configuration, noStacks, type Told } from "./sandbox";
import { type Canned, type Request, serve } from "./server";

/** A call as a vendor got it, with its address taken apart. */
export interface FieldCall extends Omit<Request, "url"> {
  readonly url: URL;
}

/** A small vendor of one test: what it keeps is the test's, and it answers as vendors were seen to, not as they document. */
export interface FieldVendor {
  readonly url: string;
  /** Every call, in order. */
  readonly calls: FieldCall[];
  /** `POST /path` of every call that could change something, in order. */
  readonly writes: string[];
  /** The adapter of a new process. */
  connect(): Vendor;
  /** A new process of a stack that has nothing. */
  process(): Promise<Told>;
}

/** Starts such a vendor, for the rest of the test. */
export async function fieldVendor<Key extends string>(
  definition: VendorDefinition<Key>,
  keys: Readonly<Record<Key, string>>,
  answer: (call: FieldCall) => Canned,
): Promise<FieldVendor> {
  const calls: FieldCall[] = [];
  const { url } = await serve((request) => {
    const call = { ...request, url: new URL(request.url, "http://localhost") };
    calls.push(call);
    return answer(call);
  });
  return {
    url,
    calls,
    get writes() {
      return calls
        .filter(({ method }) => method !== "GET")
        .map((call) => `${call.method} ${decodeURIComponent(call.url.pathname)}`);
    },
    connect: () => definition.connect({ baseUrl: url, keys }, { createClient }),
    async process() {
      const before = process.env.PULUMI_HOME;
      process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
      onTestFinished(() => {
        if (before === undefined) delete process.env.PULUMI_HOME;
        else process.env.PULUMI_HOME = before;
      });
      const lines: string[] = [];
      const values = {
        [`phone:${definition.name}BaseUrl`]: url,
        ...Object.fromEntries(
          (Object.keys(keys) as Key[]).map((key) => [`phone:${definition.keys[key].config}`, keys[key]]),
        ),
        "phone:settleSeconds": "1",
      };
      const context = await openContext(configuration(values), {
        tell: (line) => lines.push(line),
        cli: noStacks,
      });
      return { context, lines };
    },
  };
}

/** An answer in JSON. */
export function json(body: unknown, status = 200): Canned {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A success without a body. */
export const noContent: Canned = { status: 204, body: "" };

/** A page for browsers, as proxies and gateways answer. */
export function page(status: number, title = "Not Found"): Canned {
  return {
    status,
    headers: { "content-type": "text/html" },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** Plain text. */
export function words(status: number, text: string): Canned {
  return { status, headers: { "content-type": "text/plain" }, body: text };
}
