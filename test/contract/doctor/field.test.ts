import { describe, expect, it } from "vitest";
import { printDiagnosis } from "../../../cli/doctor/print-diagnosis";
import { bolna } from "../../../provider/vendors/bolna";
import { cald } from "../../../provider/vendors/cald";
import { plivo } from "../../../provider/vendors/plivo";
import { ravan } from "../../../provider/vendors/ravan";
import { sondos } from "../../../provider/vendors/sondos";
import { json, page } from "../../support/field-vendor";
import { bolnaInTheField } from "../bolna/field";
import { bolnaKey } from "../bolna/support";
import { caldInTheField, caldKey } from "../cald/field";
import { plivoInTheField } from "../plivo/field";
import { ravanInTheField, ravanKey } from "../ravan/field";
import { sondosInTheField, sondosKey } from "../sondos/field";
import { diagnosisAt, differencesIn } from "./diagnosis";

const plivoKeys = { authId: "MA0123456789ABCDEFGH", authToken: "a-token-0123456789" };
const apiKey = ravanKey;

/** The lines of a diagnosis that are about one of these fields. */
function about(lines: readonly string[], ...fields: readonly string[]): string[] {
  return lines.filter((line) => fields.some((field) => line.startsWith(`${field}: `)));
}

describe("the doctor in the field", () => {
  it("names what is missing, of another type and new in Plivo's rows, and what is passed over", async () => {
    const owned = [
      { number: "14155550123", alias: 5, shiny: "Alice Example", renewal_date: "2026-12-13" },
      { number: "14155550124", alias: null, "Bob +14155550177": true },
      { number: "1000", alias: "Door" },
    ];
    const field = await plivoInTheField({}, { stock: ["+14155550130"], owned });
    const diagnosis = await diagnosisAt(plivo, field.url, plivoKeys);
    const lines = differencesIn(diagnosis);
    expect(lines).toEqual(
      expect.arrayContaining(
        [
          "search objects[].lata: missing",
          "list objects[].alias: number like 9 where string or null is expected",
          "list objects[].shiny: new: text, up to 40 characters",
          "list objects[].{…}: new: true or false",
          "list objects[].renewal_date: missing in 2 of 3",
          "list objects[].carrier: missing",
          "get alias: number like 9 where string or null is expected",
        ].map((line) => line.replace(/^search /, "search US ")),
      ),
    );
    expect(about(lines, "list objects[].number", "list objects[].alias").length).toBe(1);
    expect(diagnosis.told).toEqual([expect.stringContaining("passed over")]);
    const report = printDiagnosis("plivo", diagnosis);
    for (const value of ["Alice", "Bob", "4155550", "1000", "Door"]) expect(report).not.toContain(value);
    expect(field.writes).toEqual([]);
  });

  it("names the envelope of a list that Bolna documents as bare", async () => {
    const owned = [{ id: "n1", phone_number: "+14155550123", agent_id: "a1" }];
    const wrapped = (data: unknown) => ({ data, has_more: false, total: 1 });
    const field = await bolnaInTheField({ wrapped }, { owned });
    const diagnosis = await diagnosisAt(bolna, field.url, { apiKey: bolnaKey });
    expect(about(differencesIn(diagnosis), "list (body)")).toEqual([
      "list (body): an object where array is expected",
    ]);
    expect(diagnosis.reads.find(({ operation }) => operation === "list")).toMatchObject({ outcome: "read" });
    // Its words for an agent that it does not know are none that the documentation has.
    expect(diagnosis.reads.find(({ operation }) => operation === "agent")).toMatchObject({
      outcome: "failed",
    });
    expect(field.writes).toEqual([]);
  });

  it("holds Ravan's rows against the spelling that is nearest", async () => {
    const owned = [{ id: 7, number: "+14155550123", friendlyName: "", isActive: "yes", isoCountry: "US" }];
    const field = await ravanInTheField({}, { owned });
    const lines = differencesIn(await diagnosisAt(ravan, field.url, { apiKey }));
    expect(about(lines, "list data[].id", "list data[].isActive", "list data[].friendlyName")).toEqual([
      "list data[].id: number like 9 where string is expected",
      "list data[].isActive: text, short where boolean is expected",
    ]);
    expect(lines).toContain("list data[].createdAt: missing");
  });

  it("names another wrapper of Sondos' list, and assistants without pages", async () => {
    const owned = [{ id: 45, phone_number: "+14155550123", type: "normal" }];
    const field = await sondosInTheField({ list: (rows) => json({ phone_numbers: rows }) }, { owned });
    const lines = differencesIn(await diagnosisAt(sondos, field.url, { apiKey: sondosKey }));
    expect(lines).toEqual(
      expect.arrayContaining([
        "list data: missing",
        "list phone_numbers: new: a list",
        "list current_page: missing",
      ]),
    );
  });

  it("tells a page in the place of Cald's answer", async () => {
    const field = await caldInTheField({ GET: page(200, "Log in to Example") });
    const diagnosis = await diagnosisAt(cald, field.url, { apiKey: caldKey });
    expect(differencesIn(diagnosis)).toEqual(["agent (body): a page where JSON is expected"]);
    expect(diagnosis.reads.at(-1)).toMatchObject({ operation: "agent", outcome: "failed" });
    expect(printDiagnosis("cald", diagnosis)).not.toContain("Example");
  });

  it("says of a vendor without shapes only how the adapter got on", async () => {
    const field = await plivoInTheField({}, { owned: [{ number: "14155550123", shiny: "new" }] });
    const { shapes: _, ...bare } = plivo;
    const diagnosis = await diagnosisAt(bare, field.url, plivoKeys);
    expect(differencesIn(diagnosis)).toEqual([]);
    expect(printDiagnosis("plivo", diagnosis)).toMatch(/list {7}read: the account has 1 number\n/);
    expect(printDiagnosis("plivo", diagnosis)).toContain("declares no shapes");
  });

  it("tells a refused key by its class, without the vendor's words", async () => {
    const field = await plivoInTheField(
      { search: () => json({ error: "no such user: Alice Example, call +1 415 555 0123" }, 401) },
      {},
    );
    const diagnosis = await diagnosisAt(plivo, field.url, plivoKeys);
    expect(diagnosis.reads[0]).toMatchObject({
      outcome: "failed",
      detail: "AuthenticationError (HTTP 401): the key was refused",
    });
  });

  it("tells a vendor that is not there, and does not call its fields documented", async () => {
    const diagnosis = await diagnosisAt(cald, "http://127.0.0.1:1", { apiKey: caldKey });
    expect(diagnosis.reads.at(-1)).toMatchObject({ operation: "agent", outcome: "failed", compared: 0 });
    expect(printDiagnosis("cald", diagnosis)).toContain("fields: no answer to compare");
  });
});
