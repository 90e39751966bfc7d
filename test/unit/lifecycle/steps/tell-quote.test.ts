import { describe, expect, it } from "vitest";
import { checkNew, plain, provingNothingChanged } from "../../../support/checking";
import { testNumber, useSandbox } from "../../../support/sandbox";
import { asked, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
provingNothingChanged(bench);

describe("the line of a preview", () => {
  it("are answered by one line: which number, from whom, for how much, and why this one", async () => {
    bench.numbers({ add: [{ e164: "+19072340000", country: "US", price: "1.5", setupPrice: "2" }] });
    const told = await bench.context();
    await checkNew(told, { ...plain, search: [{ areaCode: "999" }, { areaCode: "907" }] });
    expect(told.lines).toEqual([
      "line: picked +19072340000 from plivo for 1.50 USD a month, 2.00 USD to set up (search[1])",
    ]);
  });

  it("names no search where there is none", async () => {
    withTestNumbers(bench);
    const told = await bench.context();
    await checkNew(told, plain);
    expect(told.lines).toEqual([expect.stringMatching(/^line: picked \+\d+ from plivo for .* to set up$/)]);
  });

  it("has number, month, setup and why; from the second on the total of the run", async () => {
    withTestNumbers(bench);
    bench.numbers({ add: [{ e164: testNumber(90), country: "US", price: "2.20", setupPrice: "5" }] });
    const told = await bench.context();
    await checkNew(told, { vendor: "plivo", number: testNumber(90) }, "a");
    const { inputs } = await checkNew(told, asked, "b");
    await checkNew(told, { vendor: "cald", country: "US" }, "c");
    await checkNew(told, { vendor: "ravan", country: "US" }, "d");
    expect(told.lines.slice(0, 3)).toEqual([
      `a: picked ${testNumber(90)} from plivo for 2.20 USD a month, 5.00 USD to set up (number)`,
      `b: picked ${(inputs.candidates as string[])[0]} from plivo for 0.80 USD a month, 0.00 USD to set up (search[0]); in all 2 numbers, 3.00 USD a month`,
      "c: cald will pick a number under +1415 for 10.00 USD a month; in all 3 numbers, 13.00 USD a month",
    ]);
    expect(told.lines[3]).toMatch(/^d: picked \+\d+ from ravan .*; in all 4 numbers, \d+\.\d\d USD a month/);
  });
});
