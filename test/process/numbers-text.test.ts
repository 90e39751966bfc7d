import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { runOrThrow } from "../support/run";

const declaring = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
const told = {};
pulumi.runtime.setMocks({
  newResource({ name, inputs }) {
    told[name] = [inputs.turn, inputs.program];
    return { id: "none", state: inputs };
  },
  call: ({ inputs }) => inputs,
});
const us = { vendor: "plivo", country: "US" };
const declare = (name, args) => new PhoneNumber(name, { ...us, ...args });
declare("a", { search: { areaCode: "415" }, alias: "desk" });
declare("b", { search: { areaCode: "415" }, agent: pulumi.output("1") });
declare("c", { search: { areaCode: "907" } });
declare("d", { search: { areaCode: pulumi.output("415") } });
declare("e", { country: Promise.resolve("US") });
declare("f", { number: "+14155550100" });
declare("g", { search: { areaCode: "415" } });
declare("h", { adopt: "+14155550101" });
pulumi.runtime.disconnect().then(() => console.log(JSON.stringify(told)));
`;

test("a program tells with each number what all its numbers ask for, as far as it knows at once", async () => {
  const options = { cwd: inject("projectFolder"), env: childEnvironment() };
  const { stdout } = await runOrThrow(process.execPath, ["-e", declaring], options);
  const us = { vendor: "plivo", country: "US" };
  const numbers = [
    ["a", 0],
    ["b", 0],
    ["c", 1],
    ["d", null],
    ["e", null],
    ["f", 2],
    ["g", 0],
    ["h", null],
  ];
  const asks = [
    { ...us, search: { areaCode: "415" } },
    { ...us, search: { areaCode: "907" } },
    { ...us, number: "+14155550100" },
  ];
  const told = Object.entries<[number, string]>(JSON.parse(stdout));
  expect(Object.fromEntries(told.map(([name, [turn]]) => [name, turn]))).toEqual(
    Object.fromEntries(numbers.map(([name], turn) => [name, turn])),
  );
  for (const [, [, program]] of told)
    expect(JSON.parse(program)).toEqual({ numbers: numbers.map(([name, ask]) => [[name], ask, 0]), asks });
});
