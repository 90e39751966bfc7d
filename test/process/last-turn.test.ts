import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { runOrThrow } from "../support/run";

const declaring = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
const told = {};
pulumi.runtime.setMocks({
  newResource({ name, inputs }) {
    told[name] = inputs.lastTurn ?? null;
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
pulumi.runtime.disconnect().then(() => console.log(JSON.stringify(told)));
`;

test("a program tells of each number the last turn of those that ask for the same, as far as it knows at once", async () => {
  const options = { cwd: inject("projectFolder"), env: childEnvironment() };
  const { stdout } = await runOrThrow(process.execPath, ["-e", declaring], options);
  expect(JSON.parse(stdout)).toEqual({ a: 6, b: 6, c: 2, d: null, e: null, f: null, g: 6 });
});
