import { PhoneError } from "../../provider/domain/errors";
import type { ConfigurationReader } from "../../provider/host/configuration";
import { createClient } from "../../provider/http/client";
import { vendorNames } from "../../provider/vendors";
import { openVendor } from "../../provider/vendors/open-vendor";
import type { NumberReference, OwnedNumber, Vendor, VendorDefinition } from "../../provider/vendors/vendor";
import { type ConfiguredAccount, configuredAccounts } from "../accounts/configured-accounts";
import { noAccount } from "../accounts/no-account";
import { tellSandbox } from "../accounts/tell-sandbox";
import { suggestion, UsageError } from "../words/usage-error";

/** Whose numbers are meant; every account when nothing is named. */
export interface AccountFilter {
  readonly vendor: readonly string[];
  /** An entry of `phone:accounts`. */
  readonly account?: string | undefined;
}

/** What one account that was asked owns. */
export interface ListedAccount {
  readonly vendor: string;
  /** The entry of `phone:accounts`; null for the vendor's own keys. */
  readonly entry: string | null;
  /** The vendor's own name of the account, which state has, too. */
  readonly name: string;
  /** Undefined where the vendor's API shows no list, or has not answered. */
  readonly numbers: readonly OwnedNumber[] | undefined;
}

/** The same of an account that can be asked more. */
export interface AskedAccount extends ListedAccount {
  /** Looks at one number, also at one that a list passes over, as one that the vendor calls inactive. */
  readonly look: (number: NumberReference) => Promise<OwnedNumber | undefined>;
}

/** What was listed, and in one line each what could not be. */
export interface ListedAccounts {
  readonly accounts: readonly ListedAccount[];
  readonly problems: readonly string[];
  /** What the adapters said of rows that they passed over, and the like. */
  readonly notes: readonly string[];
}

/** The same with what is known of the vendors whose accounts were asked, by their names. */
export interface AskedAccounts extends ListedAccounts {
  readonly accounts: readonly AskedAccount[];
  readonly definitions: ReadonlyMap<string, VendorDefinition>;
}

/** Lists every account that these configurations and the environment have keys for, side by side. */
export async function readAccounts(
  configurations: readonly ConfigurationReader[],
  { vendor: vendors, account: wanted }: AccountFilter,
): Promise<AskedAccounts> {
  tellSandbox(configurations);
  const found = await Promise.all(
    configurations.map((each) => configuredAccounts(each, process.env, process.cwd())),
  );
  if (found.flat().length === 0) {
    throw new Error(noAccount);
  }
  const meant = accountsMeant(found.flat(), vendors, wanted);
  const notes = new Set<string>();
  const unlisted: Unlisted[] = [];
  const opened = new Map<string, { readonly vendor: Vendor; readonly entry: string | null }>();
  for (const account of meant) {
    try {
      const vendor = await open(account, (line) => notes.add(line));
      const identity = `${vendor.definition.name} ${vendor.account}`;
      // Two entries with the same keys are one account.
      if (!opened.has(identity)) opened.set(identity, { vendor, entry: account.entry ?? null });
    } catch (error) {
      unlisted.push(unlistedFor(account.entry ?? account.definition.name, error));
    }
  }
  const listed = await Promise.all(
    [...opened.values()].map(async ({ vendor, entry }): Promise<AskedAccount[]> => {
      const { name, capabilities } = vendor.definition;
      const account = {
        vendor: name,
        entry,
        name: vendor.account,
        look: (number: NumberReference) => vendor.get(number),
      };
      // Of all vendors it would be said whenever numbers are looked at.
      if (!capabilities.list && vendors.includes(name))
        notes.add(`${name} shows no numbers: what its account has is known from the stacks alone`);
      try {
        return [{ ...account, numbers: capabilities.list ? await vendor.list() : undefined }];
      } catch (error) {
        unlisted.push(unlistedFor(entry ?? name, error));
        return [{ ...account, numbers: undefined }];
      }
    }),
  );
  return {
    accounts: listed.flat(),
    problems: problemsOf(unlisted),
    notes: [...notes],
    definitions: new Map(meant.map(({ definition }) => [definition.name, definition])),
  };
}

function accountsMeant(
  found: readonly ConfiguredAccount[],
  vendors: readonly string[],
  wanted: string | undefined,
): readonly ConfiguredAccount[] {
  const names = [...new Set([...vendorNames, ...found.map(({ definition }) => definition.name)])];
  const stranger = vendors.find((vendor) => !names.includes(vendor));
  if (stranger !== undefined) {
    throw new UsageError(`--vendor ${stranger}: there is no such vendor. ${suggestion(stranger, names)}`);
  }
  const entries = found.flatMap(({ entry }) => entry ?? []);
  if (wanted !== undefined && !entries.includes(wanted)) {
    throw new UsageError(
      `--account ${wanted}: phone:accounts has no such entry. ${suggestion(wanted, entries)}`.trimEnd(),
    );
  }
  const meant = found.filter(
    ({ definition, entry }) =>
      (vendors.length === 0 || vendors.includes(definition.name)) &&
      (wanted === undefined || entry === wanted),
  );
  if (meant.length > 0) return meant;
  throw new Error(
    `no account of ${vendors.join(", ")} is configured: set its keys in the environment, or name a stack that has them by --stack`,
  );
}

async function open(
  { definition, settings }: ConfiguredAccount,
  tell: (line: string) => void,
): Promise<Vendor> {
  return openVendor(definition, await settings(), {
    createClient: (client) => createClient(client, undefined, tell),
  });
}

interface Unlisted {
  readonly account: string;
  readonly why: string;
}

function unlistedFor(account: string, error: unknown): Unlisted {
  if (!PhoneError.isInstance(error)) throw error;
  return { account, why: error.message };
}

/** One line for what several accounts have in common, such as a sandbox that does not answer. */
function problemsOf(unlisted: readonly Unlisted[]): readonly string[] {
  const reasons = [...new Set(unlisted.map(({ why }) => why))];
  return reasons.map((reason) => {
    const accounts = unlisted.filter(({ why }) => why === reason).map(({ account }) => account);
    return `${accounts.join(", ")} ${accounts.length === 1 ? "is" : "are"} not listed: ${reason}`;
  });
}
