import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { readConfiguration, unknownKeys } from "../../../provider/host/configuration";
import { createClient } from "../../../provider/http/client";
import { vendorDefinitions } from "../../../provider/vendors";
import { openVendor } from "../../../provider/vendors/open-vendor";
import { defined } from "../../support/expect";
import { keysIn } from "../../support/key-leaks";
import { anyJson, type Json, oddText } from "../generators/json";
import { must, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

interface Case {
  readonly vendor: string;
  readonly account: string | null;
  readonly values: { readonly [name: string]: Json };
  readonly environment: { readonly [name: string]: string };
  /** What the key file has. */
  readonly file: string;
}

const marked = "a-marked-key-0123456789abcdef";

const vendors = vendorDefinitions.map(({ name }) => name);
const keys = vendorDefinitions.flatMap((each) => Object.values(each.keys));
const forms = ["", "Command", "File"];
const settings = [
  "vendor",
  "accounts",
  "sandboxToken",
  "maxPurchases",
  "settleSeconds",
  "releaseWindowHours",
];
const names = [
  ...settings,
  ...["onlyStack", "vendorModules"],
  ...vendors.flatMap((name) => [`${name}BaseUrl`, `${name}SettleSeconds`]),
  ...keys.flatMap(({ config }) => forms.map((form) => `${config}${form}`)),
  ...["__proto__", "constructor", "toString"],
];
const variables = keys.flatMap(({ environment }) =>
  ["", "_COMMAND", "_FILE"].map((form) => `${environment}${form}`),
);

// Programs that are there do what they are told: of these it is known.
const command = fc
  .tuple(
    fc.constantFrom("printf %s", "echo", "false", "cat", "head -c 70000 /dev/zero", '"', "'printf' %s", ""),
    oddText,
  )
  .map(([program, text]) => `${program} ${text.replace(/[/\\]/g, "")}`);
const keyFile = fc.constantFrom("key", ".", "..", "/dev/zero", "/dev/null", "~/", "key\0", "no-such", "");
const url = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("https://", "http://", "file://", "javascript:", "//", ""),
      fc.constantFrom("127.0.0.1:1", "evil.test", "localhost", `u:${marked}@h`, "[::1]", "[", "h:99999", ""),
      oddText,
    )
    .map((parts) => parts.join("")),
  oddText,
);

function oddValue(name: string): fc.Arbitrary<Json> {
  if (/command$/i.test(name)) return command;
  if (/file$/i.test(name)) return keyFile;
  if (/BaseUrl$/.test(name)) return url;
  if (name === "accounts") {
    const entry = fc.record(
      { vendor: fc.constantFrom(...vendors), baseUrl: url },
      { requiredKeys: ["vendor"] },
    );
    return fc.oneof(
      anyJson.map((json) => JSON.stringify(json)),
      oddText,
      fc
        .tuple(entry, fc.constantFrom("plivoAuthToken", "authToken", "apiKey", "x", "__proto__"), oddText)
        .map(([each, key, text]) => JSON.stringify({ other: { ...each, [key]: `${marked}${text}` } })),
    );
  }
  return fc.oneof(
    oddText,
    oddText.map((text) => `${marked}${text}`),
    anyJson.map((json) => JSON.stringify(json)),
  );
}

const member = (all: readonly string[]) =>
  fc.constantFrom(...all).chain((name) => fc.tuple(fc.constant(name), oddValue(name)));

let folder: string | undefined;

/** Values of the configuration and of the environment: base URLs, keys, and what tells keys. */
export const configurationValues: Target<Case> = {
  name: "configuration",
  share: 60,
  cases: fc.record({
    vendor: fc.constantFrom(...vendors),
    account: fc.constantFrom(null, null, "other", "__proto__"),
    values: fc.array(member(names), { maxLength: 4 }).map((all) => Object.fromEntries(all)),
    environment: fc
      .array(member(variables), { maxLength: 2 })
      .map((all) => Object.fromEntries(all) as { [name: string]: string }),
    file: oddText.map((text) => `${marked}${text}`),
  }),
  async play({ vendor, account, values, environment, file }) {
    folder ??= mkdtempSync(path.join(os.tmpdir(), "keys-"));
    writeFileSync(path.join(folder, "key"), file);
    const definition = defined(vendorDefinitions.find(({ name }) => name === vendor));
    const own = Object.values(definition.keys).map((each, index) => [
      `phone:${each.config}`,
      index === 0 && vendor === "plivo" ? "MA0123456789ABCDEFGH" : marked,
    ]);
    const given: Record<string, string> = Object.fromEntries(own);
    for (const [name, value] of Object.entries(values)) {
      // Two ways at once are refused, before anything else is looked at.
      const plain = name.replace(/(Command|File)$/, "");
      if (plain !== name) delete given[`phone:${plain}`];
      given[`phone:${name}`] = String(value);
    }
    const outcome = await outcomeOf(async () => {
      const config = { get: (name: string) => (Object.hasOwn(given, name) ? given[name] : undefined) };
      unknownKeys(Object.keys(given), vendorDefinitions, undefined);
      const configuration = readConfiguration(config, environment, folder);
      configuration.settleMs(vendor);
      const read = await configuration.settings(definition, account ?? undefined);
      const { protocol, hostname, search, hash, username } = new URL(read.baseUrl);
      must(
        protocol === "https:" || /^(127\.|localhost|\[::1\])/.test(hostname),
        `keys go to ${read.baseUrl}`,
      );
      must(!`${search}${hash}${username}`, `keys go to ${read.baseUrl}`);
      openVendor(definition, read, {
        createClient: (client) => {
          for (const value of Object.values(client.headers))
            must(/^[\x20-\x7e]+$/.test(value), `a header of ${JSON.stringify(value)}`);
          return createClient(client);
        },
      });
    });
    if (outcome.kind === "value") return;
    mustBeTyped(outcome.error, "configuration");
    const { message, stack = "" } = outcome.error as Error;
    const told = keysIn(
      [marked],
      [
        ["message", message],
        ["stack", stack],
      ],
    );
    must(told.length === 0, `the key is told: ${told}`);
  },
};
