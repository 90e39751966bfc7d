import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ArgumentError, NotFoundError, PhoneError } from "../../../provider/domain/errors";
import { check } from "../../../provider/lifecycle/check";
import { remove } from "../../../provider/lifecycle/delete";
import { diff } from "../../../provider/lifecycle/diff";
import { importNumber, lookUp } from "../../../provider/lifecycle/import";
import {
  inputProperties,
  type NumberState,
  outputs,
  readInputs,
  readState,
} from "../../../provider/lifecycle/state";
import { update } from "../../../provider/lifecycle/update";
import { accountEntry, contextOfAccounts } from "../../support/accounts";
import { claimOf } from "../../support/claim";
import { contextWith } from "../../support/context-with";
import { errorOfClass } from "../../support/expect";
import { repository } from "../../support/repository";
import { testNumber, useSandbox } from "../../support/sandbox";
import { upAgain, upUnfinishedAgain } from "../../support/up";

const bench = useSandbox({ stock: 0 });
const claim = claimOf("line").replace("pulumi-nodejs:dynamic/phone:PhoneNumber", "phone:index:PhoneNumber");
const owned = testNumber(0);
const own = () => bench.numbers({ own: [{ e164: owned, country: "US" }] });

describe("an import", () => {
  it.each([
    owned,
    "+1 (907) 234-0000",
    "1-907-234-0000",
    "(907) 234-0000",
    `plivo:${owned.slice(1)}`,
    "plivo: +1 907 234 0000",
  ])("finds %s", async (written) => {
    own();
    const { context } = await contextWith(bench, {});
    const state = await importNumber(context, claim, written);
    expect(inputProperties(state)).toMatchObject({
      vendor: "plivo",
      country: "US",
      deletionPolicy: "retain",
      claim,
    });
    expect(state.observed).toMatchObject({ e164: owned, status: "active", vendorId: owned.slice(1) });
    expect(bench.writes).toEqual([]);
  });

  it("of what no account has says where it was looked for, and how Cald's numbers are taken over", async () => {
    const { context } = await contextWith(bench, {});
    const error = await errorOfClass(NotFoundError, importNumber(context, claim, "+14155550100"));
    expect(error.message).toContain("no account of this stack owns +14155550100");
    expect(error.message).toContain("cald shows no numbers: declare one there with adopt");
  });

  it("of a vendor that shows none says the same", async () => {
    const { context } = await contextWith(bench, {});
    const error = await errorOfClass(ArgumentError, importNumber(context, claim, "cald:pn-1"));
    expect(error.message).toContain("adopt (the vendor's id)");
  });

  it("of a number that another stack has is refused by its name", async () => {
    own();
    const { context: empty } = await contextWith(bench, {});
    const state = { ...(await lookUp(empty, claimOf("desk"), owned)) };
    const { context } = await contextWith(bench, { other: [state] });
    const error = await errorOfClass(ArgumentError, importNumber(context, claim, owned));
    expect(error.message).toContain(`${owned} cannot be imported: desk of the stack`);
  });

  it("is refused in the words of docs/import.md", async () => {
    const other = testNumber(1);
    bench.numbers({ own: [owned, other].map((e164) => ({ e164, country: "US" })) });
    bench.control.changeNumbers({ vendor: "sondos", own: [{ e164: owned, country: "US" }] });
    const { context: empty } = await contextWith(bench, {});
    const desk = await lookUp(empty, claimOf("desk"), `plivo:${owned}`);
    const line = await lookUp(empty, claim, `plivo:${owned}`);
    const refusals = [
      ["+14155550100", {}],
      [owned, {}],
      [`plivo:${owned}`, { other: [desk] }],
      [`plivo:${owned}`, { dev: [desk] }],
      [`plivo:${owned}`, { dev: [line] }],
      [`plivo:${other}`, { dev: [line] }],
      ["cald:pn-1", {}],
    ] as const;
    const messages = refusals.map(async ([wanted, stacks]) => {
      const { context } = await contextWith(bench, stacks);
      return (await errorOfClass(PhoneError, importNumber(context, claim, wanted))).message;
    });
    const page = readFileSync(path.join(repository, "docs/import.md"), "utf8");
    const told = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message.split("…"));
    expect(told).toHaveLength(refusals.length);
    const said = await Promise.all(messages);
    for (const [index, parts] of told.entries())
      for (const part of parts) expect(said[index]).toContain(part);
  });

  it("takes two entries of one account for one", async () => {
    own();
    const entry = accountEntry(bench);
    const { context } = await contextOfAccounts({ main: entry, again: entry });
    expect((await importNumber(context, claim, owned)).args).toMatchObject({ account: "main" });
    expect((await importNumber(context, claim, `again:${owned}`)).args).toMatchObject({ account: "again" });
  });
});

describe("a resource that has a number", () => {
  const other = testNumber(1);
  const both = () => bench.numbers({ own: [owned, other].map((e164) => ({ e164, country: "US" })) });
  /** A context whose own stack has this number under this resource's name. */
  const having = async (e164: string, row = claim) => {
    const { context: empty } = await contextWith(bench, {});
    const state = await lookUp(empty, row, e164);
    return (await contextWith(bench, { dev: [state] })).context;
  };

  it.each([`plivo:${owned}`, "(907) 234-0000", owned.slice(1)])(
    "is not looked up by %s, which the engine takes for another resource",
    async (written) => {
      both();
      const error = await errorOfClass(ArgumentError, lookUp(await having(owned), claim, written));
      expect(error.message).toContain(`${owned} is a number of this resource`);
      expect(error.message).toContain(`Write the id exactly as ${owned}`);
      expect(bench.writes).toEqual([]);
    },
  );

  it("is looked up by its own id", async () => {
    both();
    expect((await lookUp(await having(owned), claim, owned)).observed).toMatchObject({ e164: owned });
  });

  it("is not looked up as another number, nor where it was of the other front", async () => {
    both();
    const refusal = `cannot be looked up as line: this resource has ${owned}, which would be deleted for it`;
    const another = await errorOfClass(ArgumentError, lookUp(await having(owned), claim, other));
    expect(another.message).toContain(`${other} ${refusal}`);
    expect(another.message).toContain('deletionPolicy: "retain"');
    const before = await having(owned, claimOf("line"));
    const moved = await errorOfClass(ArgumentError, lookUp(before, claim, owned));
    expect(moved.message).toContain(`${owned} ${refusal}`);
  });

  it.each([owned, `plivo:${owned}`, "(907) 234-0000"])("does not import it again, as %s", async (written) => {
    both();
    for (const row of [claim, claimOf("line")]) {
      const error = await errorOfClass(ArgumentError, importNumber(await having(owned, row), claim, written));
      expect(error.message).toContain(`${owned} is this resource's number already`);
      expect(error.message).toContain("Take the import option out");
    }
  });

  it("imports no other", async () => {
    both();
    const error = await errorOfClass(ArgumentError, importNumber(await having(owned), claim, other));
    expect(error.message).toContain(`${other} cannot be imported as line: this resource has ${owned}`);
    expect(error.message).toContain("under another name");
  });

  it("imports for a resource whose number was given up already", async () => {
    both();
    const { context: empty } = await contextWith(bench, {});
    const state = await lookUp(empty, claim, owned);
    const { context } = await contextWith(bench, { dev: [state] }, {}, { pending: ["line"] });
    expect((await importNumber(context, claim, owned)).observed.e164).toBe(owned);
  });

  it("leaves an imported number alone where an old row of it is deleted", async () => {
    both();
    const { context: empty } = await contextWith(bench, {});
    const state = await lookUp(empty, claim, owned);
    const before: NumberState = { ...state, args: { ...state.args, deletionPolicy: "release" } };
    const { context, lines } = await contextWith(bench, { dev: [before] }, {}, { replaced: ["line"] });
    await importNumber(context, claim, owned);
    await remove(context, before);
    expect(lines).toEqual([`line: ${owned} is left alone: another resource of this stack has it`]);
    expect(bench.writes).toEqual([]);
  });
});

describe("an imported number", () => {
  const checked = async (olds: object, deletionPolicy?: string) => {
    const { context } = await contextWith(bench, {});
    const given = { vendor: "plivo", country: "US", claim, ...(deletionPolicy && { deletionPolicy }) };
    return (await check(context, { ...olds }, given)).inputs;
  };

  it("is kept until the program says otherwise, and then no more", async () => {
    own();
    const { context } = await contextWith(bench, {});
    const state = await importNumber(context, claim, owned);
    const silent = await checked(inputProperties(state));
    expect(silent).toMatchObject({ deletionPolicy: "retain", imported: true });
    expect(await checked(silent, "retain")).toMatchObject({ deletionPolicy: "retain", imported: true });
    const said = await checked(silent, "release");
    expect(said).toMatchObject({ deletionPolicy: "release" });
    expect(await checked(said)).not.toHaveProperty("deletionPolicy");
    expect(outputs(state)).toMatchObject({ imported: true });
  });

  it("is kept after a run that failed with another policy, once the program says nothing again", async () => {
    own();
    const state = await importNumber((await contextWith(bench, {})).context, claim, owned);
    const [agent] = bench.agents;
    const asked = { vendor: "plivo", country: "US", agent, deletionPolicy: "release" };
    bench.fault("update", "500-before", { times: 5 });
    const { error } = await upUnfinishedAgain(await bench.context(), state, asked);
    const failed = readState(error.properties);
    // The engine has the inputs of the run that failed, and the state that its error carries.
    const inputs = await checked({ ...asked, claim });
    const told = await bench.context();
    expect((await diff(told.context, failed, inputs)).changes).toBe(true);
    const after = readState(outputs(await update(told.context, failed, readInputs(inputs))));
    expect(outputs(after)).toMatchObject({ deletionPolicy: "retain", imported: true });
    expect((await diff(told.context, after, inputs)).changes).toBe(false);
    await remove((await contextWith(bench, { dev: [after] })).context, after);
    expect(bench.owned).toEqual([owned]);
  });

  it("is the program's once an up with a policy has succeeded", async () => {
    own();
    const state = await importNumber((await contextWith(bench, {})).context, claim, owned);
    const asked = { vendor: "plivo", country: "US", deletionPolicy: "release" };
    const after = outputs(await upAgain(await bench.context(), state, asked));
    expect(after).toMatchObject({ deletionPolicy: "release" });
    expect(after).not.toHaveProperty("imported");
  });

  it("keeps the mark of the import where the program has a policy of its own and the stack cannot be read", async () => {
    const told = await bench.context({}, () => Promise.reject(new Error("no answer")));
    const olds = { vendor: "plivo", country: "US", claim, deletionPolicy: "retain", imported: true };
    const given = { vendor: "plivo", country: "US", claim, deletionPolicy: "release" };
    expect(await check(told.context, olds, given)).toMatchObject({
      failures: [],
      inputs: { deletionPolicy: "release", imported: true },
    });
  });

  it("may be of a country that the vendor sells no numbers of", async () => {
    const { context } = await contextWith(bench, {});
    const inputs = { vendor: "bolna", country: "CA", claim, deletionPolicy: "retain", imported: true };
    const given = { vendor: "bolna", country: "CA", claim };
    expect((await check(context, inputs, given)).failures).toEqual([]);
    const [failure] = (await check(context, {}, given)).failures;
    expect(failure?.reason).toContain("sells numbers of US, IN, not of CA");
  });
});
