import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnoseAccount } from "../../cli/doctor/diagnose-account";
import { printDiagnosis } from "../../cli/doctor/print-diagnosis";
import { recordingOf } from "../../cli/doctor/recording";
import { loadStandIns } from "../../cli/load-stand-ins";
import { PhoneError } from "../../provider/domain/errors";
import type { Properties } from "../../provider/domain/properties";
import type { ConfigurationReader } from "../../provider/host/configuration";
import { createClient } from "../../provider/http/client";
import { openContext, useContext } from "../../provider/pulumi/open-context";
import * as runtime from "../../provider/pulumi/runtime";
import { vendorDefinitions, vendorNames } from "../../provider/vendors";
import type { ContractFixture } from "../../provider/vendors/kit/contract-fixture";
import { loadVendors } from "../../provider/vendors/modules";
import {
  type AccountSettings,
  isLacking,
  type Vendor,
  type VendorDefinition,
} from "../../provider/vendors/vendor";
import { type FaultName, type Sandbox, startSandbox } from "../../sandbox";
import { drawSchedule, play, story } from "../simulation/schedule";
import { claimOf } from "../support/claim";
import { defined } from "../support/expect";
import { formsOf, keysIn, type Seen } from "../support/key-leaks";
import { repository } from "../support/repository";
import { noStacks } from "../support/sandbox";
import { type Canned, type Request, serve } from "../support/server";
import { bolnaFixture } from "./bolna/support";
import { caldFixture } from "./cald/support";
import { remembered, take } from "./lab";
import { plivoFixture } from "./plivo/support";
import { ravanFixture } from "./ravan/support";
import { sondosFixture } from "./sondos/support";

const fixtures: Readonly<Record<string, ContractFixture>> = {
  bolna: bolnaFixture,
  plivo: plivoFixture,
  ravan: ravanFixture,
  sondos: sondosFixture,
  cald: caldFixture,
};

/** A vendor that tells everybody what it was told: what it answers to a request, given texts that show the keys in all forms. */
type Trouble = (shown: string, request: Request) => Canned | undefined;

const inJson = (status: number, body: unknown): Canned => ({
  status,
  headers: { "content-type": "application/json", "retry-after": "0" },
  body: JSON.stringify(body),
});

const refusing = (status: number): Record<string, Trouble> => ({
  [`${status} with a text`]: (shown) =>
    inJson(status, { error: shown, message: shown, detail: shown, error_id: shown, [shown]: shown }),
  [`${status} with an object`]: (shown) =>
    inJson(status, {
      error: { message: shown, code: shown },
      errors: [{ message: shown }],
      detail: [{ msg: shown, loc: [shown] }],
    }),
  [`${status} as a text`]: (shown) => ({ status, headers: { "retry-after": "0" }, body: shown }),
  [`${status} as a page`]: (shown) => ({
    status,
    headers: { "retry-after": "0", "x-request-id": shown },
    body: `<html><title>${shown}</title>${shown}</html>`,
  }),
  [`${status} with parts`]: (shown) => {
    const parts = shown
      .split(" ")
      .flatMap((form) => [
        `${form.slice(0, 15)}…`,
        `…${form.slice(-15)}`,
        form.slice(4, 20),
        form.toUpperCase(),
      ]);
    return inJson(status, { error: parts.join(" "), message: parts.join(" "), detail: parts.join(" ") });
  },
});

/** Whether another page than the first is asked for. */
function isFurther(url: string): boolean {
  return /[?&](page=(?!1\b)|(offset|skip)=(?!0\b)|after=)/.test(url);
}

const troubles: Readonly<Record<string, Trouble>> = {
  ...Object.assign({}, ...[400, 401, 402, 403, 404, 409, 410, 422, 429, 500, 503].map(refusing)),
  "a redirect": (shown) => ({ status: 302, headers: { location: `/${encodeURIComponent(shown)}/${shown}` } }),
  "a redirect to a host": (shown) => ({
    status: 307,
    headers: { location: `https://${shown.split(" ").find((form) => /^[\w-]+$/.test(form))}.example/` },
  }),
  "a body that breaks off": (shown) => ({ body: `{"error": "${shown}", "objects": [{"number": "${shown}` }),
  "a text as a success": (shown) => ({ body: JSON.stringify(shown) }),
  "a list of texts": (shown, { url }) =>
    inJson(200, isFurther(url) ? [] : [shown, { id: shown, number: shown, phone_number: shown }]),
  "rows of texts": (shown, { url }) =>
    inJson(200, {
      [shown]: shown,
      meta: { next: null },
      ...Object.fromEntries(
        ["objects", "data", "numbers", "lines", "results", "items", "phonenumbers"].map((name) => [
          name,
          isFurther(url)
            ? []
            : [{ id: shown, number: shown, phone_number: shown, e164: shown, status: shown }],
        ]),
      ),
    }),
  "a success that is another's": (shown) =>
    inJson(201, { id: shown, state: shown, status: shown, number: shown }),
};

const faults: readonly FaultName[] = [
  ...(["reset-before", "reset-after", "timeout-after", "500-before", "500-after", "502-html-after"] as const),
  ...(["429", "malformed-after", "taken", "no-funds", "list-lag"] as const),
];

let sandbox: Sandbox;
let definitions: readonly VendorDefinition[];
const modules = ["./examples/meridian/meridian.mjs"];

beforeAll(async () => {
  const standIns = await loadStandIns(["./examples/meridian/meridian-stand-in.mjs"], repository);
  sandbox = await startSandbox({ stock: 60, rateLimit: false, standIns, seed: "marked" });
  definitions = [...vendorDefinitions, ...(await loadVendors(modules, repository))];
});
afterAll(() => sandbox.close());

async function fixtureOf(name: string): Promise<ContractFixture> {
  if (fixtures[name] !== undefined) return fixtures[name];
  const module = await import(path.join(repository, "examples/meridian/meridian-stand-in.mjs"));
  return (module as { contract: ContractFixture }).contract;
}

/** One vendor of which everything is seen that anybody could see. */
class Watched {
  readonly seen: Seen[] = [];
  trouble: Trouble | undefined;

  private constructor(
    readonly definition: VendorDefinition,
    readonly fixture: ContractFixture,
    readonly credentials: Readonly<Record<string, string>>,
    readonly home: string,
  ) {}

  url = "";

  static async open(name: string): Promise<Watched> {
    const definition = defined(definitions.find((each) => each.name === name));
    const { baseUrl, credentials } = defined(sandbox.control.vendors()[name]);
    const home = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
    const watched = new Watched(definition, await fixtureOf(name), credentials, home);
    const { url } = await serve(async (request) => {
      watched.lookAtJournal();
      const [, number, rest = request.url] = /^\/~(\d+)(.*)$/.exec(request.url) ?? [];
      const trouble = number === undefined ? watched.trouble : Object.values(troubles)[Number(number)];
      return trouble?.(watched.shown(request), request) ?? forwarded(baseUrl, { ...request, url: rest });
    });
    watched.url = url;
    return watched;
  }

  /** The keys that must never be seen. */
  get keys(): string[] {
    const { keys } = this.definition;
    return Object.values(keys)
      .filter(({ secret }) => secret)
      .map(({ config }) => defined(this.credentials[config]));
  }

  get settings(): AccountSettings {
    const keys = Object.entries(this.definition.keys).map(([key, { config }]) => [
      key,
      this.credentials[config],
    ]);
    return { baseUrl: this.url, keys: Object.fromEntries(keys) };
  }

  see(what: string, value: unknown): void {
    const text = typeof value === "string" ? value : inspect(value, { depth: 12, maxStringLength: null });
    this.seen.push([what, text], [what, JSON.stringify(value) ?? ""]);
    if (value instanceof Error) this.seen.push([what, `${value.message}\n${value.stack}`]);
  }

  /** Whatever the work comes to. */
  async watch(what: string, work: () => Promise<unknown>): Promise<unknown> {
    const end = await work().catch((error: unknown) => error);
    this.see(what, end);
    return end;
  }

  /** The keys, and the request that held them, as a vendor may quote them. */
  private shown({ headers, url, body }: Request): string {
    const sent = ["authorization", "x-api-key"].flatMap((name) => headers[name] ?? []);
    return [...this.keys.flatMap(formsOf), ...sent, url, body].join(" ").replaceAll(/[^\x20-\x7e]/g, " ");
  }

  private lookAtJournal(): void {
    const folder = path.join(this.home, "phone-intents");
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      try {
        this.see("journal", readFileSync(path.join(folder, file), "utf8"));
      } catch {
        // It was forgotten, or has its name by now.
      }
    }
  }
}

/** The stand-in's own answer. */
async function forwarded(baseUrl: string, { method, url, headers, body }: Request): Promise<Canned> {
  const names = ["authorization", "x-api-key", "content-type", "accept"];
  const answer = await fetch(`${baseUrl}${url}`, {
    method,
    headers: names.flatMap((name): [string, string][] =>
      headers[name] ? [[name, String(headers[name])]] : [],
    ),
    ...(method === "GET" ? {} : { body }),
    redirect: "manual",
  }).catch(() => undefined);
  if (answer === undefined) return { cut: "before" };
  const type = answer.headers.get("content-type");
  return {
    status: answer.status,
    headers: { ...(type && { "content-type": type }), "retry-after": "0" },
    body: await answer.text(),
  };
}

/** Everything that an adapter can be asked for. */
function operationsOf(
  vendor: Vendor,
  { fixture }: Watched,
): Readonly<Record<string, () => Promise<unknown>>> {
  const { country, testPrefix, testTerms = null, unknownAgent, unknownId = null } = fixture;
  const e164 = fixture.testNumber(0);
  const order = { country, agent: unknownAgent, subaccount: undefined, terms: testTerms };
  const number = { e164, vendorId: unknownId };
  const byNumber = vendor.definition.capabilities.purchase === "number";
  const now = remembered(e164, unknownId ?? e164.slice(1), "an-agent");
  return {
    search: () => take(vendor.search({ country, type: undefined, criteria: fixture.testRange, options: {} })),
    find: async () => vendor.find(e164, country),
    buy: () => vendor.buy({ ...order, e164: byNumber ? e164 : testPrefix }),
    list: async () => vendor.list(),
    get: async () => vendor.get(number),
    getMany: async () => vendor.getMany?.([number]),
    "update agent": () => vendor.update(now, { agent: unknownAgent ?? "agent" }),
    "update all": () =>
      vendor.update(now, { agent: null, alias: "desk", subaccount: "SA000000000000000000" }),
    takeOver: async () => vendor.takeOver?.("an-id", "an-agent"),
    release: () => vendor.release(number),
    checkAgent: () => vendor.checkAgent(unknownAgent ?? "an-agent"),
    checkSubaccount: () => vendor.checkSubaccount("SA000000000000000000"),
  };
}

/** Every operation of the adapter, with every trouble; gives how many errors there were. */
async function inTrouble(watched: Watched): Promise<number> {
  const { definition, settings } = watched;
  const ends = Object.keys(troubles).map(async (name, index) => {
    const tellOnce = (line: string) => watched.see(`line of ${name}`, line);
    const vendor = definition.connect(
      { ...settings, baseUrl: `${settings.baseUrl}/~${index}` },
      { createClient: (client) => createClient({ ...client, rateLimit: null }, undefined, tellOnce) },
    );
    const asked = Object.entries(operationsOf(vendor, watched)).map(async ([operation, work]) => {
      const end = await Promise.resolve()
        .then(work)
        .catch((error: unknown) => error);
      // What a success says is the vendor's, and is no message.
      if (end instanceof Error) watched.see(`${operation}, ${name}`, end);
      return PhoneError.isInstance(end) ? 1 : 0;
    });
    return Promise.all(asked);
  });
  return (await Promise.all(ends)).flat().reduce<number>((sum, each) => sum + each, 0);
}

/** The handlers of a new process. */
function processOf(watched: Watched, values: Readonly<Record<string, string>> = {}): ConfigurationReader {
  const { definition, credentials, url, home } = watched;
  const keys = Object.entries(credentials).map(([key, value]) => [`phone:${key}`, value]);
  const all: Record<string, string> = {
    ...Object.fromEntries(keys),
    [`phone:${definition.name}BaseUrl`]: url,
    "phone:vendorModules": JSON.stringify(modules),
    "phone:settleSeconds": "0",
    ...values,
  };
  const config = { get: (key: string) => all[key], rawConfig: {} };
  const surroundings = {
    tell: (line: string) => watched.see("line", line),
    cli: noStacks,
    environment: { PULUMI_HOME: home },
    folder: repository,
  };
  useContext(config, openContext(config, surroundings));
  return config;
}

/** A number's whole life by the handlers that Pulumi calls; the vendor does this wrong in the purchase, or later. */
async function life(watched: Watched, name: string, prepare: (verb: string) => void): Promise<void> {
  const { definition, fixture } = watched;
  const { capabilities } = definition;
  const [agent] = defined(sandbox.control.vendors()[definition.name]).agents;
  const args: Properties = {
    vendor: definition.name,
    country: fixture.country,
    claim: claimOf(name),
    turn: 0,
    ...(isLacking(capabilities.agent) || agent === undefined ? {} : { agent }),
    ...(isLacking(capabilities.label) ? {} : { alias: "desk" }),
  };
  const news = (await watched.watch("check", () => runtime.check(processOf(watched), {}, args))) as {
    inputs: Properties;
  };
  prepare("create");
  const made = (await watched.watch(`create, ${name}`, () =>
    runtime.create(processOf(watched), news.inputs),
  )) as {
    id?: string;
    outs?: Properties;
    properties?: Properties;
  };
  const state = made.outs ?? made.properties;
  const { id = "" } = made;
  if (state === undefined) return;
  await watched.watch(`diff, ${name}`, () => runtime.diff(processOf(watched), id, state, news.inputs));
  for (const verb of ["update", "read", "delete"] as const) {
    prepare(verb);
    await watched.watch(`${verb}, ${name}`, () => {
      if (verb === "update") return runtime.update(processOf(watched), id, state, news.inputs);
      return verb === "read"
        ? runtime.read(processOf(watched), id, state)
        : runtime.delete(processOf(watched), id, state);
    });
  }
}

async function lives(watched: Watched): Promise<void> {
  const vendor = watched.definition.name;
  await life(watched, "well", () => {});
  const work = faults.map((fault) =>
    life(watched, fault, (verb) => {
      const operations = {
        create: ["buy"],
        update: ["update", "bind"],
        read: ["list", "get"],
        delete: ["release"],
      };
      for (const operation of operations[verb as keyof typeof operations] as ["buy"]) {
        if (["taken", "no-funds", "list-lag"].includes(fault) && operation !== "buy") continue;
        sandbox.control.postFault({ vendor, operation, fault, delayMs: 20, retryAfter: 0 });
      }
    }),
  );
  await Promise.all(work);
  sandbox.control.clearFaults();
  const echoing = ["400 with a text", "401 with parts", "500 with a text", "rows of texts"];
  for (const name of echoing) {
    await life(watched, name, (verb) => {
      watched.trouble = verb === "create" ? troubles[name] : undefined;
    });
    await life(watched, `${name} in the end`, (verb) => {
      watched.trouble = verb === "delete" ? troubles[name] : undefined;
    });
    watched.trouble = undefined;
  }
  for (const [key] of Object.entries(watched.credentials)) {
    const config = processOf(watched, { [`phone:${key}`]: `${watched.keys[0]} ` });
    const args = { vendor, country: "US", claim: claimOf("malformed") };
    await watched.watch("malformed", () => runtime.check(config, {}, args));
  }
}

/** What the doctor prints and records, of an account that is well and of vendors that quote keys. */
async function diagnosed(watched: Watched): Promise<void> {
  const { definition, settings } = watched;
  const own = [{ e164: "+19072347199", country: "US" }];
  sandbox.control.changeNumbers({ vendor: definition.name, own });
  const names = [
    undefined,
    "401 with parts",
    "403 with a text",
    "404 as a text",
    "a list of texts",
    "rows of texts",
  ];
  for (const name of [...names, "a text as a success", "a redirect to a host"]) {
    watched.trouble = name === undefined ? undefined : troubles[name];
    const diagnosis = await diagnoseAccount(definition, settings, ["US"]);
    watched.see(`report, ${name}`, printDiagnosis(definition.name, diagnosis));
    watched.see(
      `recording, ${name}`,
      JSON.stringify(recordingOf([diagnosis], () => definition.shapes ?? [])),
    );
  }
  watched.trouble = undefined;
}

describe("no key is seen", () => {
  it.each([...vendorNames, "meridian"])(
    "of %s: in errors, lines, state, outputs, journal, reports and recordings",
    async (name) => {
      const watched = await Watched.open(name);
      const errors = await inTrouble(watched);
      expect(errors).toBeGreaterThan(200);
      await lives(watched);
      await diagnosed(watched);
      const journals = watched.seen.filter(([what]) => what === "journal");
      expect(journals.length).toBeGreaterThan(0);
      expect(watched.seen.some(([what, text]) => what === "create, well" && text.includes("e164"))).toBe(
        true,
      );
      expect(keysIn(watched.keys, watched.seen)).toEqual([]);
    },
    60_000,
  );

  it("in what the sandbox keeps and shows, also of calls that have keys in the wrong places", async () => {
    const access = Object.entries(sandbox.control.vendors());
    const keys = access.flatMap(([, { credentials }]) => Object.values(credentials));
    expect(keys.length).toBeGreaterThan(6);
    for (const [, { baseUrl, credentials }] of access) {
      for (const form of Object.values(credentials).flatMap(formsOf)) {
        const query = new URLSearchParams({ key: form });
        const body = JSON.stringify({ key: form, list: [`Bearer ${form}`] });
        const headers = { "content-type": "application/json" };
        await fetch(`${baseUrl}/v1/${encodeURIComponent(form)}/?${query}`, { method: "POST", headers, body });
      }
    }
    const seen: Seen[] = [];
    for (const place of ["_sandbox/calls", "_sandbox/state", "_sandbox/faults", ""]) {
      seen.push([place, await (await fetch(`${sandbox.url}/${place}`)).text()]);
    }
    expect(sandbox.control.calls().length).toBeGreaterThan(100);
    expect(keysIn(keys, seen)).toEqual([]);
  });

  it("in what the simulator tells of its runs", async () => {
    const seen: Seen[] = [];
    const keys = new Set<string>();
    for (let index = 0; index < 20; index++) {
      const schedule = drawSchedule(`secrecy/${index}`);
      const { simulation, violations } = await play(schedule);
      const { account, runs, disks, vendorWrites } = simulation;
      const { secret, config } = defined(Object.values(definedOf(schedule.vendor).keys).at(-1));
      expect(secret).toBe(true);
      keys.add(defined(account.configuration.get(`phone:${config}`)));
      const violation = violations[0] ?? { invariant: "none", what: "nothing", at: 0, isHarmless: true };
      seen.push(["story", story(schedule, violation)]);
      seen.push(["runs", runs.flatMap(({ lines }) => lines).join("\n")], ["writes", vendorWrites.join("\n")]);
      seen.push(["disks", disks.flatMap(({ files }) => [...files.values()]).join("\n")]);
      seen.push(["state", JSON.stringify(runs.map(({ stack }) => stack.fullName))]);
    }
    expect(keysIn([...keys], seen)).toEqual([]);
  });
});

function definedOf(vendor: string): VendorDefinition {
  return defined(vendorDefinitions.find(({ name }) => name === vendor));
}
