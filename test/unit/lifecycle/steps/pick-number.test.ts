import { beforeEach, describe, expect, it } from "vitest";
import { NoneAvailableError } from "../../../../provider/domain/errors";
import { check } from "../../../../provider/lifecycle/check";
import { create } from "../../../../provider/lifecycle/create";
import { remove } from "../../../../provider/lifecycle/delete";
import { diff } from "../../../../provider/lifecycle/diff";
import { read } from "../../../../provider/lifecycle/read";
import { inputProperties, type NumberState, readInputs } from "../../../../provider/lifecycle/state";
import { checkAgain, checkNew, onlyFailure } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { contextWith } from "../../../support/context-with";
import { defined, errorOfClass } from "../../../support/expect";
import { journalRecord } from "../../../support/killed-run";
import { programOf } from "../../../support/program-of";
import { testNumber, testNumbers, useSandbox } from "../../../support/sandbox";
import { asked, up, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 40 });

describe("a replacement that Pulumi is told to make", () => {
  const bench = useSandbox({ stock: 20 });
  beforeEach(() => {
    withTestNumbers(bench);
  });

  async function existing(args: object = asked): Promise<NumberState> {
    const state = await up(await bench.context(), { ...args });
    bench.control.clearCalls();
    return state;
  }

  it("picks another number, and says what it replaces", async () => {
    const state = await existing();
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, asked);
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toContain(state.observed.e164);
    expect(told.lines[0]).toBe(
      `line: ${state.observed.e164} is replaced by another number, and given up once that is bought (before it is, where deleteBeforeReplace or pulumi:autonaming has it so)`,
    );
  });

  it("is refused for a protected number, before anything is asked of the vendor", async () => {
    const state = await existing({ ...asked, deletionProtection: true });
    const told = await contextWith(bench, { dev: [state] });
    const failure = onlyFailure(await checkNew(told, { ...asked, deletionProtection: false }));
    expect(failure.property).toBe("deletionProtection");
    expect(failure.reason).toContain(`${state.observed.e164} is protected`);
    expect(bench.calls).toEqual([]);
  });

  it("is not meant by another stack's number of the same name", async () => {
    const state = await existing({ ...asked, deletionProtection: true });
    const told = await contextWith(bench, { prod: [state] });
    expect((await checkNew(told, asked)).failures).toEqual([]);
  });

  it("of an exact number buys it again once it is given up", async () => {
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await existing(args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(told.lines[0]).toContain(`${testNumber(0)} is given up and bought again`);
    await remove(told.context, state);
    bench.numbers({ add: [{ e164: testNumber(0), country: "US" }] });
    expect((await create(told.context, readInputs(inputs))).observed.e164).toBe(testNumber(0));
    expect(bench.state).toMatchObject({ purchases: 2, releases: 1 });
  });

  it("of an exact number that is not given up first is refused by create: the account has it still", async () => {
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await existing(args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs } = await checkNew(told, args);
    const { message } = await errorOfClass(NoneAvailableError, create(told.context, readInputs(inputs)));
    expect(message).toContain(testNumber(0));
    expect(message).toContain("with deleteBeforeReplace");
    expect(told.lines.join("\n")).toContain(`${testNumber(0)} is in the account already`);
    expect(bench.state).toMatchObject({ purchases: 1, releases: 0 });
  });

  it("of an exact number at another vendor that does not sell it is refused, and nothing is given up", async () => {
    const state = await existing({ vendor: "plivo", number: testNumber(0) });
    const told = await contextWith(bench, { dev: [state] });
    const failure = onlyFailure(await checkNew(told, { vendor: "bolna", number: testNumber(0) }));
    expect(failure.reason).toContain(`${testNumber(0)} is not for sale`);
    expect(bench.state).toMatchObject({ purchases: 1, releases: 0 });
  });

  it("of an adopted number is refused: it would be taken over, and then given up", async () => {
    bench.numbers({ own: [{ e164: testNumber(50), country: "US" }] });
    const args = { vendor: "plivo", adopt: testNumber(50) };
    const state = await existing(args);
    for (const adopt of [testNumber(50), testNumber(50).slice(1)]) {
      const told = await contextWith(bench, { dev: [state] });
      const failure = onlyFailure(await checkNew(told, { ...args, adopt }));
      expect(failure.property).toBe("adopt");
      expect(failure.reason).toContain("would be given up");
    }
    expect(bench.owned).toEqual([testNumber(50)]);
  });
});

describe("a number that an earlier run has given up already, for a replacement that was not bought", () => {
  const bench = useSandbox({ stock: 20 });
  const pending = { pending: ["line"] };
  beforeEach(() => {
    withTestNumbers(bench);
  });

  it.each([
    ["protected", { deletionProtection: true }],
    ["without an argument that asks for another", {}],
  ])("%s, keeps no other from being bought: no run can keep it", async (_, more) => {
    const state = await up(await bench.context(), { ...asked, ...more });
    const told = await contextWith(bench, { dev: [state] }, {}, pending);
    const { inputs, failures } = await checkNew(told, { ...asked, ...more });
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toContain(state.observed.e164);
    expect(told.lines.join("\n")).not.toContain("is replaced");
  });

  it.each(["line", "another"])("is adopted by %s, as it is nobody's", async (name) => {
    const state = await up(await bench.context(), asked);
    const { e164 } = state.observed;
    const told = await contextWith(bench, { dev: [state] }, {}, pending);
    const { inputs, failures } = await checkNew(told, { vendor: "plivo", adopt: e164 }, name);
    expect(failures).toEqual([]);
    expect((await create(told.context, readInputs(inputs))).observed.e164).toBe(e164);
    expect(bench.state).toMatchObject({ purchases: 1, releases: 0 });
  });
});

describe("a number that the same run has found gone", () => {
  const bench = useSandbox({ stock: 20 });

  it("is asked for again where the program names it", async () => {
    withTestNumbers(bench);
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await up(await bench.context(), args);
    bench.numbers({ drop: [testNumber(0)] });
    bench.numbers({ add: [{ e164: testNumber(0), country: "US" }] });
    const told = await contextWith(bench, { dev: [state] });
    await read(told.context, state);
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual([testNumber(0)]);
    expect(told.lines.at(-1)).toContain(`picked ${testNumber(0)} from plivo for 0.80 USD a month`);
  });

  it("is not replaced but bought anew, though it was protected and the backend still has it", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), { ...asked, deletionProtection: true });
    bench.numbers({ drop: [state.observed.e164] });
    const told = await contextWith(bench, { dev: [state] });
    expect(await read(told.context, state)).toBeUndefined();
    const { inputs, failures } = await checkNew(told, asked);
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toHaveLength(0);
    expect(told.lines.join("\n")).not.toContain("is replaced");
  });
});

describe("a purchase that this machine remembers", () => {
  const bench = useSandbox({ stock: 20 });
  const cald = { vendor: "cald", country: "US" };

  it.each([
    ["plivo", asked],
    ["cald", cald],
  ])("of %s is over when its number is in state: a replacement is another purchase", async (_, args) => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain("interrupted");
    const { observed } = await create(told.context, readInputs(inputs));
    expect(observed.e164).not.toBe(state.observed.e164);
    await remove(told.context, state);
    const { owned, purchases, releases } = bench.control.state()[args.vendor] ?? {};
    expect(owned?.map(({ e164 }) => e164)).toEqual([observed.e164]);
    expect([purchases, releases]).toEqual([2, 1]);
  });
});

it("an adoption beside a purchase of the same resource that was interrupted is refused: it would be forgotten", async () => {
  withTestNumbers(bench);
  const told = await bench.context();
  const { inputs } = await checkNew(told, asked);
  const { candidates, quote, claim } = readInputs(inputs);
  await told.context.journal.write(journalRecord({ claim, candidates, quote }));
  bench.numbers({ own: [{ ...defined(testNumbers(10)[9]) }] });
  const adopting = { vendor: "plivo", adopt: testNumber(9) };
  const failure = onlyFailure(await checkNew(await bench.context(), adopting));
  expect(failure.property).toBe("adopt");
  expect(failure.reason).toContain(candidates[0]);
});

describe("a number of this stack under another URN", () => {
  const bench = useSandbox({ stock: 20 });
  const grouped =
    "urn:pulumi:dev::phones::voice:index:VoiceLine$pulumi-nodejs:dynamic/phone:PhoneNumber::line";

  it("of the same name is told, with the alias that keeps it, and another one is picked", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), asked);
    const told = await contextWith(bench, { dev: [{ ...state, claim: grouped }] });
    const { inputs, failures } = await checkNew(told, asked);
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toContain(state.observed.e164);
    expect(told.lines[0]).toContain(`this stack has ${state.observed.e164} as ${grouped}`);
    expect(told.lines[0]).toContain(`aliases: ["${grouped}"]`);
  });

  it("is another one of that name where the program still declares it", async () => {
    withTestNumbers(bench);
    const state = { ...(await up(await bench.context(), asked)), claim: grouped };
    const told = await contextWith(bench, { dev: [state] });
    await check(told.context, inputProperties(state), { ...asked, claim: grouped });
    expect((await checkNew(told, asked)).failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain("before it was moved");
  });

  it("is another one of that name also where the program declares it later", async () => {
    withTestNumbers(bench);
    const state = { ...(await up(await bench.context(), asked)), claim: grouped };
    const told = await contextWith(bench, { dev: [state] });
    const program = programOf([
      { name: "line", args: asked },
      { name: "line", args: asked },
    ]);
    expect((await checkNew(told, { ...asked, turn: 0, program })).failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain("before it was moved");
  });

  it("that the program names is refused, and the alias is named first", async () => {
    withTestNumbers(bench);
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await up(await bench.context(), args, "before");
    const told = await contextWith(bench, { dev: [state] });
    const { property, reason } = onlyFailure(await checkNew(told, args));
    expect(property).toBe("number");
    expect(reason).toContain(`${testNumber(0)} is before's in this stack`);
    expect(reason.indexOf(`aliases: ["${state.claim}"]`)).toBeGreaterThan(0);
    expect(reason.indexOf("aliases: [")).toBeLessThan(reason.indexOf("ask for another number"));
  });

  it("that is to be adopted is refused, and the alias is named first", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), { vendor: "plivo", number: testNumber(0) }, "before");
    const told = await contextWith(bench, { dev: [state] });
    const { reason } = onlyFailure(await checkNew(told, { vendor: "plivo", adopt: testNumber(0) }));
    expect(reason.indexOf("aliases: [")).toBeGreaterThan(0);
    expect(reason.indexOf("aliases: [")).toBeLessThan(reason.indexOf("Take it out of there first"));
  });

  it("is nothing where the program's aliases name it: it is the same resource", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), asked);
    const told = await contextWith(bench, { dev: [{ ...state, claim: grouped }] });
    await checkNew(told, { ...asked, aliases: [grouped] });
    expect(told.lines.join("\n")).not.toContain("before it was moved");
  });
});

describe("a replacement that nothing in the arguments asks for", () => {
  const bench = useSandbox({ stock: 20 });

  beforeEach(() => {
    withTestNumbers(bench);
  });

  it("is refused without replaceable: replaceOnChanges buys no second number by surprise", async () => {
    const state = await up(await bench.context(), asked);
    const told = await contextWith(bench, { dev: [state] });
    await checkAgain(told, inputProperties(state), asked);
    await diff(told.context, state, inputProperties(state));
    const { property, reason } = onlyFailure(await checkNew(told, asked));
    expect(property).toBe("replaceable");
    expect(reason).toContain(state.observed.e164);
    expect((await checkNew(told, { ...asked, replaceable: true })).failures).toEqual([]);
  });

  it("is refused as well where the engine does not ask whether anything differs (replacementTrigger)", async () => {
    const state = await up(await bench.context(), asked);
    const told = await contextWith(bench, { dev: [state] });
    await checkAgain(told, inputProperties(state), asked);
    expect(onlyFailure(await checkNew(told, asked)).reason).toContain("replacementTrigger");
  });

  it("is made where a person has tainted the resource", async () => {
    const state = await up(await bench.context(), asked);
    const told = await contextWith(bench, { dev: [state] }, {}, { tainted: ["line"] });
    await checkAgain(told, inputProperties(state), asked);
    expect((await checkNew(told, asked)).failures).toEqual([]);
  });

  it("is refused under another name, too, of which no program has told", async () => {
    const state = await up(await bench.context(), asked, "before");
    const told = await contextWith(bench, { dev: [state] });
    await check(told.context, inputProperties(state), { ...asked, claim: claimOf("line") });
    expect(onlyFailure(await checkNew(told, asked)).reason).toContain(state.observed.e164);
  });

  it("is refused where a number that only waited to be deleted is gone: that is another row", async () => {
    const old = await up(await bench.context(), asked);
    const state = await up(await bench.context(), { ...asked, deletionProtection: true });
    const told = await contextWith(bench, { dev: [state] });
    bench.numbers({ drop: [old.observed.e164] });
    expect(await read(told.context, old)).toBeUndefined();
    expect(onlyFailure(await checkNew(told, asked)).reason).toContain(`${state.observed.e164} is protected`);
  });
});
