import { expect, inject, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { run } from "../support/run";

// Programs in JavaScript have no compiler that would stop them.
test.each([
  ["capabilities", "Use search instead."],
  ["label", "Use alias instead."],
  ["e164", "Leave it out."],
  ["candidates", "Leave it out."],
  ["claim", "Leave it out."],
])(
  "an argument called %s, like something of the resource's own, is refused and not lost",
  async (name, advice) => {
    const program = `
      const { ArgumentError, PhoneNumber } = require("pulumi-phone");
      try {
        new PhoneNumber("line", { vendor: "plivo", country: "US", ${name}: "x" });
      } catch (error) {
        if (ArgumentError.isInstance(error)) console.log(error.message);
      }`;
    const { stdout } = await run(process.execPath, ["-e", program], {
      cwd: inject("projectFolder"),
      env: childEnvironment(),
    });
    expect(stdout.trim()).toBe(`${name}: is not an argument. ${advice}`);
  },
);

test.each(["", ", undefined", ", null", ', "US"', ", []"])(
  "no arguments at all are told: new PhoneNumber(name%s)",
  async (rest) => {
    const program = `
      const { ArgumentError, PhoneNumber } = require("pulumi-phone");
      try {
        new PhoneNumber("line"${rest});
      } catch (error) {
        if (ArgumentError.isInstance(error)) console.log(error.message);
      }`;
    const { stdout } = await run(process.execPath, ["-e", program], {
      cwd: inject("projectFolder"),
      env: childEnvironment(),
    });
    expect(stdout).toMatch(
      /^args: are missing\. Give an object with vendor and country, or the exact number/,
    );
  },
);
