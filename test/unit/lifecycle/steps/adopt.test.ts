import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { beforeEach, describe, expect, it } from "vitest";
import { ArgumentError } from "../../../../provider/domain/errors";
import { create } from "../../../../provider/lifecycle/create";
import { diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState, readInputs } from "../../../../provider/lifecycle/state";
import { creating, otherStack, ownStack, pinnedInputs, Stacks } from "../../../support/backend";
import { checkAgain, checkNew, onlyFailure } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { contextWith } from "../../../support/context-with";
import { defined, errorOfClass } from "../../../support/expect";
import { type Bench, testNumber, useSandbox } from "../../../support/sandbox";
import { up } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
const number = testNumber(7);
const plivo = { vendor: "plivo", adopt: number };

function own(vendor: string, more: { agent?: string } = {}): { e164: string; id: string } {
  bench.control.changeNumbers({ vendor, own: [{ e164: number, country: "US", ...more }] });
  const { e164, id } = defined(bench.control.state()[vendor]?.owned.find((each) => each.e164 === number));
  return { e164, id: String(id) };
}

function writesOf({ control }: Bench, vendor: string) {
  return control.calls(vendor).filter(({ method }) => method !== "GET");
}

describe("a number of the account is taken over, and nothing is bought", () => {
  it.each([
    "+19072340007",
    "+1 (907) 234-0007",
    "1 907 234 0007",
    "001-907-234-0007",
    "tel:+1-907-234-0007",
    "19072340007",
  ])("by %s", async (adopt) => {
    own("plivo");
    const told = await bench.context();
    const { observed, args } = await up(told, { vendor: "plivo", adopt });
    expect(observed).toMatchObject({ e164: number, status: "active" });
    expect(args.country).toBe("US");
    expect(bench.state.purchases).toBe(0);
    expect(bench.writes).toEqual([]);
    expect(told.lines).toEqual([`line: takes over ${number} of plivo; nothing is bought`]);
  });

  it.each(["bolna", "ravan", "sondos"])("by the id of %s, with its hyphens and without", async (vendor) => {
    const { id } = own(vendor);
    for (const adopt of [id, id.replaceAll("-", ""), id.toUpperCase()]) {
      const { observed } = await up(await bench.context(), { vendor, adopt });
      expect(observed).toMatchObject({ e164: number, vendorId: id });
    }
    expect(bench.control.state()[vendor]).toMatchObject({ purchases: 0 });
    expect(writesOf(bench, vendor)).toEqual([]);
  });

  it("so that the next preview is empty, also when it is named in another way by then", async () => {
    const { id } = own("bolna");
    const state = await up(await bench.context(), { vendor: "bolna", adopt: id });
    const told = await bench.context();
    const olds = inputProperties(state);
    for (const adopt of [id, id.replaceAll("-", "")]) {
      const { inputs } = await checkAgain(told, olds, { vendor: "bolna", adopt });
      expect((await diff(told.context, state, inputs)).replaces).toEqual([]);
    }
    const { inputs } = await checkAgain(told, olds, { vendor: "bolna", adopt: id });
    expect((await diff(told.context, state, inputs)).changes).toBe(false);
  });

  it("and adopt may be taken out of the program afterwards", async () => {
    own("plivo");
    const state = await up(await bench.context(), plivo);
    const told = await bench.context();
    const { inputs, failures } = await checkAgain(told, inputProperties(state), {
      vendor: "plivo",
      country: "US",
    });
    expect(failures).toEqual([]);
    expect(await diff(told.context, state, inputs)).toMatchObject({ replaces: [] });
  });
});

describe("a number that cannot be taken over", () => {
  it("is one that the account does not own", async () => {
    const failure = onlyFailure(await checkNew(await bench.context(), plivo));
    expect(failure.property).toBe("adopt");
    expect(failure.reason).toContain(`the account owns no ${number}`);
    expect(failure.reason).toContain("Nothing was bought");
  });

  it("is one that is gone between preview and up", async () => {
    own("plivo");
    const told = await bench.context();
    const { inputs } = await checkNew(told, plivo);
    bench.numbers({ drop: [number] });
    const { message } = await errorOfClass(ArgumentError, create(told.context, readInputs(inputs)));
    expect(message).toContain("owns no");
    expect(bench.state.purchases).toBe(0);
  });

  it.each([
    ["another resource", { dev: "other" }, "other of this stack has it"],
    ["another stack", { prod: "line" }, "line of the stack organization/phones/prod has it"],
  ])("is one that %s has", async (_, where, whose) => {
    own("plivo");
    const [[stack = "", name = ""] = []] = Object.entries(where);
    const state = await up(await bench.context(), plivo, name);
    const told = await contextWith(bench, { [stack]: [state] });
    const { reason } = onlyFailure(await checkNew(told, { vendor: "plivo", adopt: "1 907 234-0007" }));
    expect(reason).toContain(`${number} cannot be adopted: ${whose}`);
  });

  it("is one that another resource of the stack has: says how it is left, without adopt meanwhile", async () => {
    own("plivo");
    const state = await up(await bench.context(), plivo, "other");
    const told = await contextWith(bench, { dev: [state] });
    const { reason } = onlyFailure(await checkNew(told, plivo));
    expect(reason).toContain(
      'take this resource out of the program, then set deletionPolicy: "retain" and run pulumi up',
    );
  });

  it("is one that an interrupted run of the stack was buying: says how that is settled, or forgotten", async () => {
    own("plivo");
    const inputs = await pinnedInputs(await bench.context(), { vendor: "plivo", country: "US" }, "other");
    const pending = [creating({ ...inputs, candidates: [number] })];
    const told = await bench.context({}, new Stacks().put(ownStack, { pending }).cli);
    const { reason } = onlyFailure(await checkNew(told, plivo));
    expect(reason).toContain("other of this stack was buying it");
    expect(reason).toContain(
      "Take this resource out of the program, and run pulumi up, which settles that where the program has other. Where other is gone for good, run pulumi refresh --clear-pending-creates once that up has succeeded.",
    );
  });

  it("is none that another interrupted purchase of the stack only falls back on, where this resource's asked for it first", async () => {
    own("plivo");
    const inputs = await pinnedInputs(await bench.context(), { vendor: "plivo", country: "US" }, "other");
    const buying = (name: string, candidates: readonly string[]) =>
      creating({ ...inputs, claim: claimOf(name), candidates });
    const failuresWith = async (mine: readonly string[]) => {
      const pending = [buying("other", [testNumber(1), number]), buying("line", mine)];
      const told = await bench.context({}, new Stacks().put(ownStack, { pending }).cli);
      return (await checkNew(told, plivo)).failures;
    };
    expect(await failuresWith([number])).toEqual([]);
    expect(await failuresWith([testNumber(2), number])).toHaveLength(1);
  });

  it("is one that two resources of a run want", async () => {
    own("plivo");
    const told = await bench.context();
    expect((await checkNew(told, plivo, "one")).failures).toEqual([]);
    const { reason } = onlyFailure(await checkNew(told, plivo, "two"));
    expect(reason).toContain(`${number} cannot be adopted: one of this stack has it`);
    expect((await checkNew(told, plivo, "one")).failures).toEqual([]);
  });
});

describe("who answers the number", () => {
  beforeEach(() => {
    own("plivo", { agent: bench.agents[0] });
  });

  it("stays who it is, and is named, where the program names nobody", async () => {
    const told = await bench.context();
    const { observed } = await up(told, plivo);
    expect(observed.boundAgent).toBe(bench.agents[0]);
    expect(told.lines).toEqual([
      `line: takes over ${number} of plivo, which ${bench.agents[0]} answers; nothing is bought`,
    ]);
    expect(bench.writes).toEqual([]);
  });

  it("becomes another one where the program names it, and the one before is named", async () => {
    const told = await bench.context();
    const { observed } = await up(told, { ...plivo, agent: bench.agents[1] });
    expect(observed.boundAgent).toBe(bench.agents[1]);
    expect(told.lines[0]).toContain(
      `which ${bench.agents[0]} answers; it is bound to ${bench.agents[1]} instead, as asked for`,
    );
    expect(bench.state.owned).toMatchObject([{ agent: bench.agents[1] }]);
  });
});

describe("Cald, which shows no numbers,", () => {
  const ids = () => own("cald");
  const agents = () => defined(bench.control.vendors().cald).agents;

  it("gives a number over by its id, with the agent that shall answer", async () => {
    const { id } = ids();
    const told = await bench.context();
    const { observed } = await up(told, { vendor: "cald", adopt: id, agent: agents()[0] });
    expect(observed).toMatchObject({ e164: number, vendorId: id, boundAgent: agents()[0] });
    expect(bench.control.state().cald?.purchases).toBe(0);
    expect(told.lines[0]).toContain(`takes over ${id} of cald, whatever its number is; nothing is bought`);
  });

  it("gives none over without an agent, or by its number", async () => {
    const { id } = ids();
    const told = await bench.context();
    expect(onlyFailure(await checkNew(told, { vendor: "cald", adopt: id })).property).toBe("agent");
    // One that the same run makes.
    const made = await checkNew(told, { vendor: "cald", adopt: id, agent: unknownValue });
    expect(made.failures).toEqual([]);
    const byNumber = { vendor: "cald", adopt: number, agent: agents()[0] };
    expect(onlyFailure(await checkNew(told, byNumber)).property).toBe("adopt");
    expect(writesOf(bench, "cald")).toEqual([]);
  });

  it("at Cald, which does not have it any more, is refused with what to do about adopt", async () => {
    const { id } = ids();
    const told = await bench.context();
    const { inputs } = await checkNew(told, { vendor: "cald", adopt: id, agent: agents()[0] });
    bench.control.changeNumbers({ vendor: "cald", drop: [number] });
    const { message } = await errorOfClass(ArgumentError, create(told.context, readInputs(inputs)));
    expect(message).toContain(`the account owns no ${id} any more`);
    expect(message).toContain("Run pulumi up without adopt where it was given back");
    expect(message).not.toContain("state");
  });

  it("gives none over beside a number of which the state has no id: it may be that one", async () => {
    const { id } = ids();
    const args = { vendor: "cald", adopt: id, agent: agents()[0] };
    const state: NumberState = await up(await bench.context(), args, "other");
    const unnamed = { ...state, observed: { ...state.observed, vendorId: null } };
    const { reason } = onlyFailure(await checkNew(await contextWith(bench, { dev: [unnamed] }), args));
    expect(reason).toContain("other of this stack may have it, as the id of its number is not known");
  });

  it("gives none over that another resource has, in state or in this run", async () => {
    const { id } = ids();
    const args = { vendor: "cald", adopt: id, agent: agents()[0] };
    const state: NumberState = await up(await bench.context(), args, "other");
    const inState = await contextWith(bench, { dev: [state] });
    expect(onlyFailure(await checkNew(inState, args)).reason).toContain("other of this stack has it");
    const fresh = await bench.context();
    await checkNew(fresh, args, "one");
    expect(onlyFailure(await checkNew(fresh, args, "two")).reason).toContain("one of this stack has it");
  });
});

it("what another stack adopts by an id of one vendor's is no reason to adopt nothing at another", async () => {
  own("plivo");
  const begun = creating({ vendor: "cald", claim: claimOf("desk", "prod"), adopted: true, adopt: "PN1" });
  const stacks = new Stacks().put(ownStack).put(otherStack, { pending: [begun] });
  const told = await bench.context({}, stacks.cli);
  expect((await checkNew(told, plivo)).failures).toEqual([]);
});

it("a number that another stack begins to adopt, once it was checked here, is refused with that stack's name", async () => {
  own("plivo");
  const stacks = new Stacks().put(ownStack).put(otherStack);
  const told = await bench.context({}, stacks.cli);
  const inputs = await pinnedInputs(told, plivo);
  const theirs = { ...inputs, claim: claimOf("desk", "prod") };
  stacks.put(otherStack, { pending: [creating(theirs)] });
  const { message } = await errorOfClass(ArgumentError, create(told.context, readInputs(inputs)));
  expect(message).toContain(`the stack ${otherStack} is adopting it`);
  expect(writesOf(bench, "plivo")).toEqual([]);
});

it("with phone:onlyStack no other stack is asked before a number is adopted", async () => {
  own("plivo");
  const stacks = new Stacks().put(ownStack);
  const blind: typeof stacks.cli = (args) =>
    args[1] === "ls" ? Promise.reject(new Error("error: 403 Forbidden")) : stacks.cli(args);
  const refused = await bench.context({}, blind);
  await expect(up(refused, plivo)).rejects.toThrow("phone:onlyStack");
  expect((await up(await bench.context({ "phone:onlyStack": "true" }, blind), plivo)).observed.e164).toBe(
    number,
  );
});
