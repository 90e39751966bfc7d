import { expect, test } from "vitest";
import { refused, usePhoneStack } from "./support";

const stack = usePhoneStack();

/** Numbers as their countries do not give them any more, and one that was always so. */
const old = { mexico: ["+5215512345678", "MX"], ivory: ["+22507123456", "CI"] } as const;

test("numbers in a notation that was given up are adopted, read and kept, with a country and without", async () => {
  const phones = stack();
  for (const [e164, country] of Object.values(old)) phones.numbers({ own: [{ e164, country }] });
  await phones.declare({
    mexico: { vendor: "plivo", adopt: "\u202a+52 1 55 1234 5678\u202c" },
    ivory: { vendor: "plivo", adopt: old.ivory[0], country: "CI" },
  });
  expect(await phones.preview()).toContain(`takes over ${old.mexico[0]} of plivo`);
  await phones.up();
  for (const [name, [e164, country]] of Object.entries(old)) {
    expect((await phones.inState(name)).outputs).toMatchObject({ e164, country });
  }
  await phones.refresh(["--expect-no-changes"]);
  await phones.preview(["--expect-no-changes"]);
  expect(phones.writes).toEqual([]);
});

test("a country of another calling code is refused", async () => {
  const phones = stack();
  await phones.declare({ other: { vendor: "plivo", adopt: old.mexico[0], country: "US" } });
  expect(refused(await phones.stack.preview())).toContain("is a MX number, not a US number");
});

test("what may be a number of two countries, and what is none, buys nothing and says what to write", async () => {
  const phones = stack();
  const wrong = {
    abroad: [{ number: "0011 65 6234 5678" }, "it may be +6562345678"],
    twice: [{ number: "+1 1 415 555 0199" }, "no number begins with 1"],
    script: [{ number: "+१४१५५५५०१००" }, '"१" (U+0967)'],
    code: [
      { country: "GB", search: { areaCode: "020" } },
      "search[0].areaCode: write the digits without the leading 0: 20",
    ],
    digits: [{ country: "US", search: { areaCode: 415 } }, "pulumi config set --path --type string"],
  } as const;
  // The engine stops at the first resource that is refused.
  for (const [args, reason] of Object.values(wrong)) {
    await phones.declare({ main: { vendor: "plivo", ...args } });
    expect(refused(await phones.stack.preview())).toContain(reason);
  }
  expect(refused(await phones.stack.up())).toContain("--type string");
  expect(phones.state.purchases).toBe(0);
});

test("an id that the configuration made a number is told, and is right once it is set as text", async () => {
  const phones = stack();
  const id = "22954492460471329";
  await phones.project.writeProgram(`
    const { Config } = require("@pulumi/pulumi");
    const { PhoneNumber } = require("pulumi-phone");
    const { x } = new Config("harness").requireObject("agents");
    new PhoneNumber("main", { vendor: "plivo", country: "US", agent: x });`);
  await phones.stack.setConfig("agents.x", id, { path: true });
  const printed = refused(await phones.stack.preview());
  expect(printed).toContain(
    "agent: invalid input: expected string, received number. Its last digits are lost",
  );
  expect(printed).toContain("pulumi config set --path --type string");
  const set = await phones.stack.pulumi(["config", "set", "--path", "--type", "string", "agents.x", id]);
  expect(set.exitCode, set.all).toBe(0);
  expect(await phones.preview()).toContain("main: picked");
});

test("the first refresh after an up shows no change of anything", async () => {
  const phones = stack();
  await phones.declare({ main: { vendor: "plivo", country: "US", alias: "Support" } });
  await phones.up();
  const printed = await phones.refresh(["--diff"]);
  expect(printed).not.toMatch(/^\s+[-+~] /m);
  expect(printed).toContain("unchanged");
});

test("numbers of every notation are given back", async () => {
  const phones = stack();
  const [e164, country] = old.mexico;
  // The up before this has removed it from the program, and so from the account.
  expect(phones.owned).not.toContain(e164);
  phones.numbers({ own: [{ e164, country }] });
  await phones.declare({ mexico: { vendor: "plivo", adopt: "52 1 55 1234 5678", country: "MX" } });
  await phones.up();
  expect((await phones.inState("mexico")).id).toBe(e164);
  await phones.destroy();
  expect(phones.owned).toEqual([]);
});
