import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { runOrThrow } from "../support/run";

/** What a program prints as JSON that has the SDK's mocks and the class. */
async function printedBy(program: string): Promise<unknown> {
  const script = `
    const { PhoneNumber } = require("pulumi-phone");
    require("@pulumi/pulumi").runtime.setMocks({
      call: () => ({}), newResource: ({ inputs }) => ({ id: "+14155550100", state: inputs }),
    });
    function printed() { ${program} }
    console.log(JSON.stringify(printed()));`;
  const cwd = inject("projectFolder");
  const { stdout } = await runOrThrow(process.execPath, ["-e", script], { cwd, env: childEnvironment() });
  return JSON.parse(stdout);
}

test("a number does not have the SDK write down a stack for each promise of each property", async () => {
  const program = `
    let frames = 0;
    Error.prepareStackTrace = (_, sites) => { frames += sites.length > 0 ? 1 : 0; return ""; };
    new PhoneNumber("line", { vendor: "plivo", country: "US" });
    return frames;`;
  expect(await printedBy(program)).toBeLessThan(10);
});

test("an error of the SDK about a number has the program's stack, and so have those after it", async () => {
  const program = `
    const before = Error.stackTraceLimit;
    let stack;
    try { new PhoneNumber("", { vendor: "plivo", country: "US" }); } catch (error) { stack = error.stack; }
    return [stack.includes("at printed"), Error.stackTraceLimit === before];`;
  expect(await printedBy(program)).toEqual([true, true]);
});
