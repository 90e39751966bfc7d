import { expect, test } from "vitest";
import { phoneNumber, pluginNumber } from "../support/fronts";
import { programOf, refused, succeeded, usePhoneStack } from "./support";

const phones = usePhoneStack({ hasPlugin: true });

const args = { vendor: "plivo", country: "US", search: { areaCode: "415" }, alias: "desk" };
const dynamic = programOf({ main: args });
const plugin = dynamic.replace('"pulumi-phone"', '"pulumi-phone/plugin"');
const aliased = (type: string) => dynamic.replace(/\)\.e164/, `, { aliases: [{ type: "${type}" }] }).e164`);

/** What an up that changes nothing has asked of the vendors. */
async function callsOfUnchangedUp(): Promise<readonly unknown[]> {
  const before = phones().calls.length;
  await phones().up(["--expect-no-changes"]);
  return phones().calls.slice(before);
}

test("a number of the dynamic provider moves to the plugin without a call", async () => {
  await phones().project.writeProgram(dynamic);
  await phones().up();
  const { id } = await phones().inState();
  await phones().project.writeProgram(plugin);
  expect(await callsOfUnchangedUp()).toEqual([]);
  const { urn, id: moved } = await phones().inState();
  expect([urn, moved]).toEqual([expect.stringContaining(`::${pluginNumber}::main`), id]);
});

test("without the alias it is not bought anew, and the message says what to add", async () => {
  await phones().project.writeProgram(dynamic);
  const said = refused(await phones().stack.up());
  expect(said).toContain(`${phones().only.e164} is this resource's number under another type`);
  expect(said).toContain(`::${pluginNumber}::main`);
  expect(phones().state).toMatchObject({ purchases: 1, releases: 0 });
});

test("with it, it moves back without a call, and is released from there", async () => {
  await phones().project.writeProgram(aliased(pluginNumber));
  expect(await callsOfUnchangedUp()).toEqual([]);
  expect((await phones().inState()).urn).toContain(`::${phoneNumber}::main`);
  succeeded(await phones().stack.refresh());
  await phones().destroy();
  expect(phones().state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
});

test("a number that the plugin has bought moves to the dynamic provider, which can delete it at once", async () => {
  await phones().project.writeProgram(plugin);
  await phones().up();
  await phones().project.writeProgram(aliased(pluginNumber));
  expect(await callsOfUnchangedUp()).toEqual([]);
  await phones().destroy();
  expect(phones().state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
});
