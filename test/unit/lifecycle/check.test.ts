import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { afterEach, describe, expect, it } from "vitest";
import { check } from "../../../provider/lifecycle/check";
import { openContext } from "../../../provider/pulumi/open-context";
import { checkAgain, checkNew, onlyFailure, plain, provingNothingChanged } from "../../support/checking";
import { configuration, noStacks, testNumber, testNumbers, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

async function existing(args: object = {}) {
  const { inputs } = await checkNew(await bench.context(), {
    ...plain,
    search: { areaCode: "415" },
    ...args,
  });
  bench.control.clearCalls();
  return inputs;
}

describe("check of a resource that exists", () => {
  afterEach(() => expect(bench.calls).toEqual([]));

  it("carries candidates and quote over, and asks nothing of the vendor", async () => {
    const olds = await existing();
    const { inputs, failures } = await checkAgain(await bench.context(), olds, {
      ...plain,
      agent: bench.agents[0],
    });
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual(olds.candidates);
    expect(inputs.quote).toEqual(olds.quote);
  });

  it("tells nothing of prices again", async () => {
    const olds = await existing();
    const told = await bench.context();
    await checkAgain(told, olds, { ...plain, search: { areaCode: "415" } });
    expect(told.lines).toEqual([]);
  });

  it.each([
    ["country", { country: "GB" }, "US", "GB"],
    ["type", { type: "tollfree" }, "local", "tollfree"],
  ])("refuses another %s: it would be another number", async (name, change, before, after) => {
    const olds = await existing({ type: "local" });
    const failure = onlyFailure(
      await checkAgain(await bench.context(), olds, { ...plain, type: "local", ...change }),
    );
    expect(failure.property).toBe(name);
    expect(failure.reason).toContain(`cannot change from "${before}" to "${after}"`);
  });

  it("refuses another exact number", async () => {
    bench.numbers({ add: testNumbers(2) });
    const olds = await existing({ search: undefined, number: testNumber(0) });
    const failure = onlyFailure(
      await checkAgain(await bench.context(), olds, { vendor: "plivo", number: testNumber(1) }),
    );
    expect(failure.property).toBe("number");
  });

  it("takes the same number in another spelling for the same", async () => {
    bench.numbers({ add: testNumbers(1) });
    const olds = await existing({ search: undefined, number: testNumber(0) });
    const { inputs, failures } = await checkAgain(await bench.context(), olds, {
      vendor: "plivo",
      number: "+1 (907) 234-0000",
    });
    expect(failures).toEqual([]);
    expect(inputs.number).toBe(testNumber(0));
  });

  it("takes an unknown country for no change", async () => {
    const olds = await existing();
    const { failures } = await checkAgain(await bench.context(), olds, { ...plain, country: unknownValue });
    expect(failures).toEqual([]);
  });

  it("lets criteria be edited: they chose the number once", async () => {
    const olds = await existing();
    const { inputs, failures } = await checkAgain(await bench.context(), olds, {
      ...plain,
      search: { areaCode: "212" },
    });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ search: [{ areaCode: "212" }], candidates: olds.candidates });
  });

  it("still refuses what is malformed", async () => {
    const olds = await existing();
    expect(
      onlyFailure(await checkAgain(await bench.context(), olds, { ...plain, colour: "red" })).property,
    ).toBe("colour");
  });
});

describe("check", () => {
  it.each([
    ["vendorOptions", (deep: unknown) => ({ option: deep })],
    ["search", (deep: unknown) => [deep]],
    ["alias", (deep: unknown) => deep],
    ["colour", (deep: unknown) => deep],
  ])("names %s, nested ten thousand deep", async (name, put) => {
    let deep: unknown = "end";
    for (let depth = 0; depth < 10_000; depth++) deep = depth % 2 === 0 ? [deep] : { deep };
    const news = { ...plain, [name]: put(deep) };
    const { inputs, failures } = await checkNew(await bench.context(), news);
    expect(failures.map(({ property }) => property)).toEqual([name]);
    expect(failures[0]?.reason).toBe(`${name}: is nested deeper than 100 levels. Make it flatter.`);
    expect(JSON.stringify(inputs).length).toBeLessThan(1_000);
  });

  it("asks the backend once for all numbers of a process", async () => {
    const asks: string[] = [];
    const cli = (args: readonly string[]) => {
      asks.push(args.slice(0, 2).join(" "));
      return noStacks(args);
    };
    const shared = await openContext(configuration(), { tell: () => undefined, cli });
    for (const name of ["a", "b"])
      await check(shared, {}, { ...plain, claim: `urn:pulumi:dev::phones::t::${name}` });
    expect(asks).toEqual(["stack export", "stack history"]);
  });
});

describe("good arguments", () => {
  it("given as candidates or quote by hand are thrown away", async () => {
    const { inputs } = await checkNew(await bench.context(), {
      ...plain,
      candidates: ["+14155550100"],
      quote: { matched: 9 },
    });
    expect(inputs.candidates).not.toContain("+14155550100");
    expect(inputs.quote).toMatchObject({ matched: 0 });
  });
});
