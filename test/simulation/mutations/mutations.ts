import type { Fronts } from "../schedule";

/** A mistake that somebody could make who edits this code: one place, as it is and as it would be. */
export interface Mutation {
  readonly name: string;
  /** The kind of hole that it opens, as `docs/simulation.md` counts them; `model`: the model of a purchase itself. */
  readonly kind: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | "model";
  /** Where it takes another front than the package's class to meet it. */
  readonly fronts?: Fronts;
  readonly file: string;
  /** The text of one place; it has to be there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** What whoever made it had in mind. */
  readonly story: string;
}

export const mutations: readonly Mutation[] = [
  // 1: a record that does not end
  {
    name: "journal-of-any-backend",
    kind: 1,
    file: "provider/pulumi/open-context.ts",
    find: "const backend = await backendUrl(environment, home, (await engineFolder()) ?? folder);",
    replace: 'const backend = (await backendUrl(environment, home, folder)) && "";',
    story: "Stacks of one name in two backends share a record.",
  },
  // 2: failing to look taken as seeing nothing
  {
    name: "create-beside-what-check-could-not-read",
    kind: 2,
    file: "provider/lifecycle/steps/require-read.ts",
    find: "if (error === undefined) return;",
    replace: "if (claim !== undefined) return;",
    story: "What check could not read, create does not ask about.",
  },
  // 3: the own stale record as a witness
  {
    name: "release-without-looking",
    kind: 3,
    file: "provider/purchase/held-rows.ts",
    find: "return Math.max(rowsIn(atStart) + Number(wasMade), rowsIn(now)) - before > 1;",
    replace: "return false;",
    story: "A deletion releases without asking whether another row has the number.",
  },
  {
    name: "given-up-for-an-open-purchase",
    kind: 3,
    file: "provider/lifecycle/delete.ts",
    find: "if (!isForgotten) requireSettledInPlace(context, state, { atStart: stack, now });",
    replace: "",
    story: "The engine deletes what was replaced once it has the other number.",
  },
  {
    name: "any-id-is-the-number",
    kind: 3,
    file: "provider/lifecycle/steps/ownership.ts",
    find: "if (isSettled && (!mayBeOther || context.bought.has(owned.e164))) return inState;",
    replace: "if (isSettled) return inState;",
    story: "A number of the state is this resource's under whatever id the account shows it.",
  },
  // 4: a date, or an agent, as a proof
  {
    name: "date-as-proof",
    kind: 4,
    file: "provider/purchase/verdict.ts",
    find: "const odd = notAsOrdered(vendor, orders, owned);",
    replace:
      'const odd = notAsOrdered(vendor, orders, owned);\n  if (Date.parse(owned.purchasedAt ?? "") < now.getTime() - 600_000) return find("had before", "its date is older");',
    story: "A number that was bought long ago, by its date, was not bought by this run.",
  },
  {
    name: "agent-as-proof",
    kind: 4,
    file: "provider/purchase/verdict.ts",
    find: ': find("not as ordered", odd);',
    replace: ': find("another resource", odd);',
    story: "A number that is bound to an agent which was not ordered is another's.",
  },
  {
    name: "absence-at-once",
    kind: 4,
    file: "provider/purchase/settling-rule.ts",
    find: "return now.getTime() - Date.parse(askedAt) > showsWithinMs;",
    replace: "return now.getTime() >= Date.parse(askedAt);",
    story: "What the account does not show was not bought.",
  },
  // 5: identity by a copy of the URN
  {
    name: "claim-from-inputs",
    kind: 5,
    file: "provider/host/backend.ts",
    find: "claim: urn,",
    replace: 'claim: typeof inputs.claim === "string" ? inputs.claim : urn,',
    story: "A pending operation belongs to the URN that its inputs have.",
  },
  {
    name: "aliases-forgotten",
    kind: 5,
    file: "provider/lifecycle/context.ts",
    find: "return [claim, ...(aliases.get(claim) ?? []).filter((name) => !isAnothers(name))];",
    replace: "return [claim];",
    story: "A resource has one name.",
  },
  // 6: secrets that make a record invisible
  {
    name: "secret-vendor-in-state",
    kind: 6,
    file: "provider/purchase/verdict.ts",
    find: "if (row.hasEnded || (row.vendor !== undefined && row.vendor !== name)) return false;",
    replace: "if (row.hasEnded || row.vendor !== name) return false;",
    story: "A row whose vendor is secret is not this vendor's.",
  },
  {
    name: "secret-number",
    kind: 6,
    file: "provider/host/backend.ts",
    find: 'e164: e164 ?? (id.startsWith("+") ? id : undefined),',
    replace: "e164,",
    story: "A number that is secret in the outputs is not read from the id.",
  },
  // 7: two that act at once, or a plugin that died with its disk
  {
    name: "no-look-for-strays",
    kind: 7,
    file: "provider/lifecycle/steps/refuse-stray.ts",
    find: "if (context.cleared.has(claim)) return undefined;",
    replace: "return undefined;",
    story: "After a run that failed the account is not looked through.",
  },
  // 8: smaller ones
  {
    name: "one-account-twice",
    kind: 8,
    file: "provider/pulumi/open-context.ts",
    find: "const same = opened.get(identity) ?? shareAccount(",
    replace: "const same = shareAccount(",
    story: "Two entries of phone:accounts with one key are two accounts.",
  },
  {
    name: "refresh-is-not-named",
    kind: 8,
    file: "provider/lifecycle/steps/apply.ts",
    find: "It stays in state. Run pulumi refresh, which takes it out of the state if it is gone; otherwise pulumi up again.",
    replace: "It stays in state. Run pulumi up again.",
    story: "Of a number that is gone it is said that another up helps.",
  },
  {
    name: "refresh-writes",
    kind: 8,
    file: "provider/lifecycle/read.ts",
    find: "const { vendor, listed } = account;",
    replace: "const { vendor, listed } = account;\n  await context.journal.forget([state.claim]);",
    story: "A refresh tidies the journal, that of a preview as well.",
  },
  {
    name: "time-in-inputs",
    kind: 8,
    file: "provider/lifecycle/check.ts",
    find: "return { inputs: { ...inputs, ...picked.list }, failures: picked.failures };",
    replace:
      "return { inputs: { ...inputs, ...picked.list, pinnedAt: new Date().toISOString() }, failures: picked.failures };",
    story: "check writes down when it has picked.",
  },
  {
    name: "gone-after-one-look",
    kind: 8,
    file: "provider/lifecycle/read.ts",
    find: "if (!isGoneProven(state, await account.now())) {",
    replace: "if (state === undefined) {",
    story: "A refresh drops a number that does not show yet.",
  },
  // the model of a purchase
  {
    name: "lost-in-a-later-step",
    kind: "model",
    file: "provider/lifecycle/steps/keep-state.ts",
    find: "throw new UnfinishedResource(state, PhoneError.isInstance(error) ? error : unexpected(error));",
    replace: "throw PhoneError.isInstance(error) ? error : unexpected(error);",
    story: "A step after the purchase fails, and the error has no state.",
  },
  {
    name: "protection-is-not-asked",
    kind: "model",
    file: "provider/lifecycle/delete.ts",
    find: "if (deletionProtection === true) {",
    replace: "if (deletionProtection === undefined && state === undefined) {",
    story: "A deletion does not ask for the protection in state.",
  },
  {
    name: "next-after-unclear",
    kind: "model",
    file: "provider/purchase/buy-candidate.ts",
    find: "if (!NumberTakenError.isInstance(error)) throw error;",
    replace: "if (!NumberTakenError.isInstance(error) && !(error instanceof UnsettledPurchase)) throw error;",
    story: "After an unclear answer the next candidate is bought.",
  },
  {
    name: "unclear-means-not-made",
    kind: "model",
    file: "provider/purchase/outcome.ts",
    find: 'return PhoneError.isInstance(error) && !error.mayHaveBought ? "not-made" : "unclear";',
    replace: 'return "not-made";',
    story: "A request without an answer was not made.",
  },
  {
    name: "purchase-not-noted",
    kind: "model",
    file: "provider/lifecycle/steps/buy.ts",
    find: "await journal.write(record);",
    replace: "",
    story: "The purchase is not written down before it is made.",
  },
  {
    name: "token-is-ignored",
    kind: "model",
    file: "provider/purchase/record.ts",
    find: "if (word === undefined) return undefined;",
    replace: "return undefined;",
    story: "nothingBought does nothing.",
  },
  {
    name: "other-keys-prove-absence",
    kind: 2,
    file: "provider/purchase/settling-rule.ts",
    find: "if (vendorAccount === undefined || vendorAccount === account) return undefined;",
    replace: "if (vendorAccount !== account) return undefined;",
    story: "What another account does not show was not bought.",
  },
  {
    name: "not-kept-in-state",
    kind: "model",
    file: "provider/lifecycle/steps/buy.ts",
    find: "throw new UnfinishedResource({ ...state, confirmed: error.confirmed }, error);",
    replace: 'throw state.observed.e164 === "" ? state : error;',
    story: "An unsettled purchase is an error without a state.",
  },
  {
    name: "plugin-keeps-nothing",
    kind: "model",
    fronts: "plugin",
    file: "provider/pulumi/plugin/plugin-service.ts",
    find: "throw initFailure(error, outputsSent(error.properties, secrets));",
    replace: "throw error;",
    story: "The plugin's error has no state.",
  },
  {
    name: "claim-of-another-front",
    kind: 5,
    fronts: "both",
    file: "provider/pulumi/plugin/plugin-service.ts",
    find: "claim: urn,\n",
    replace: "claim: olds.properties.claim ?? urn,\n",
    story: "A number that comes from the other front keeps the URN it had there.",
  },
];
