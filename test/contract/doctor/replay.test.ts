import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Recording } from "../../../cli/doctor/recording";
import { recordingOf } from "../../../cli/doctor/recording";
import { builtInVendors, type VendorName } from "../../../provider/vendors";
import type { VendorDefinition } from "../../../provider/vendors/vendor";
import { repository } from "../../support/repository";
import { serve } from "../../support/server";
import { diagnosisAt, differencesIn } from "./diagnosis";

const folder = path.join(repository, "test/fixtures/recordings");
const recorded = readdirSync(folder).flatMap((file) => {
  const { format, accounts } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Recording;
  if (format !== 1) throw new Error(`${file} is of another format`);
  return accounts.map((account): [string, Recording["accounts"][number]] => [
    `${account.vendor} in ${file}`,
    account,
  ]);
});

/** A server that answers each read of a recording as it was answered; below which base URL is the adapter's matter. */
async function replaying({ exchanges }: Recording["accounts"][number]) {
  const unasked = [...exchanges];
  const server = await serve(({ url }) => {
    const place = unasked.findIndex(({ path: below }) => url.endsWith(below));
    const [exchange] = place === -1 ? [] : unasked.splice(place, 1);
    if (exchange === undefined) return { status: 501, body: "not recorded" };
    const { status, body, text = "" } = exchange;
    return { status, body: body === undefined ? text : JSON.stringify(body) };
  });
  return { ...server, unasked };
}

describe("a recording", () => {
  it.each(recorded)("of %s is read by the adapter", async (_name, account) => {
    const definition: VendorDefinition = builtInVendors[account.vendor as VendorName];
    const shapes = definition.shapes ?? [];
    const server = await replaying(account);
    const keys = Object.fromEntries(Object.keys(definition.keys).map((key) => [key, `made-up-${key}`]));
    const diagnosis = await diagnosisAt(definition, server.url, keys);
    expect(diagnosis.reads.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(diagnosis.told).toEqual([]);
    expect(differencesIn(diagnosis)).toEqual([]);
    expect(server.unasked).toEqual([]);
    // Masked again, it is the same: so nothing that a reading needs was lost in masking.
    const again = recordingOf([diagnosis], () => shapes).accounts[0];
    expect(again).toEqual(account);
  });

  it("of every vendor is there, with numbers of those that show some", () => {
    expect(recorded.map(([, { vendor }]) => vendor)).toEqual(
      expect.arrayContaining(Object.keys(builtInVendors)),
    );
    for (const [name, { vendor, exchanges }] of recorded) {
      if (vendor !== "cald") expect(JSON.stringify(exchanges), name).toMatch(/"\+?1201555\d{4}"/);
    }
  });
});
