import { describe, expect, test } from "vitest";
import { formOf, maskWords, Pseudonyms, safeName } from "../../cli/doctor/masks";

describe("the form of a value", () => {
  test.each([
    ["+1 (415) 555-0123", 'text like "+9 (999) 999-9999"'],
    ["2026-11-27T10:30:00Z", 'text like "9999-99-99T99:99:99Z"'],
    ["0.80000", 'text like "9.99999"'],
    ["3d9f0c3e-5f0b-4e6c-9a57-6f6f0f1d2e3a", "text, a UUID"],
    ["Alice", "text, short"],
    ["東京 123", "text, short"],
    ["", "an empty text"],
    [4711, "number like 9999"],
    [true, "true or false"],
    [null, "null"],
    [["Alice"], "a list"],
    [{ Alice: 1 }, "an object"],
  ])("%j", (value, form) => {
    expect(formOf(value)).toBe(form);
  });

  test.each([
    ["monthly_rental_rate", "monthly_rental_rate"],
    ["isActive", "isActive"],
    ["+14155550123", "{…}"],
    ["Alice Example", "{…}"],
    ["n14155550123", "{…}"],
  ])("the name %s is shown as %s", (name, shown) => {
    expect(safeName(name)).toBe(shown);
  });
});

test("words that quote a vendor lose what they quote", () => {
  const told =
    'plivo list: passed over: number "1000" (id "Alice"); +14155550123 was asked for, and Bob Example shown';
  const masked = maskWords(told, ["Bob Example", "1000"]);
  expect(masked).toBe(
    'plivo list: passed over: number "…" (id "…"); +99999999999 was asked for, and … shown',
  );
});

describe("pseudonyms", () => {
  const make = (secrets: readonly string[] = []) => new Pseudonyms(["local"], secrets);

  test("are the same for the same number, however it is written", () => {
    expect(
      make().of({
        number: "+1 415-555-0123",
        other: "14155550123",
        national: "(415) 555-0123",
        id: 14155550123,
      }),
    ).toMatchObject({ number: "+1 201-555-0000", other: "12015550000", national: "(201) 555-0000" });
  });

  test("are numbers of the same country", () => {
    expect(make().of(["+442079460018", "+918045671234"])).toEqual([
      expect.stringMatching(/^\+447\d{5}0000$/),
      expect.stringMatching(/^\+91\d{6}0001$/),
    ]);
  });

  test("are the same for the same id, with hyphens and without", () => {
    const id = "3d9f0c3e-5f0b-4e6c-9a57-6f6f0f1d2e3a";
    const masks = make();
    expect(masks.of({ id, agent_id: id.replaceAll("-", ""), agentId: "asst_7Q" })).toEqual({
      id: "00000000-0000-4000-8000-000000000000",
      agent_id: "00000000000040008000000000000000",
      agentId: "aaaa_00",
    });
    expect(masks.path(`/v2/${id}?page=2&owner=Alice`)).toBe(
      "/a1/00000000-0000-4000-8000-000000000000?page=2&owner=text",
    );
  });

  test("keep small counts, words of the vendor and forms of prices and dates", () => {
    expect(
      make().of({
        total: 24,
        type: "local",
        price: "0.80000",
        rent: 1.15,
        at: "2026-11-27T10:30:00.5Z",
        country: "US",
      }),
    ).toEqual({
      total: 24,
      type: "local",
      price: "1.11111",
      rent: 1.11,
      at: "2020-01-01T00:00:00.0Z",
      country: "US",
    });
  });

  test.each([
    "Alice",
    "JD",
    "Zürich 5",
    "東京 123",
    "a@example.com",
    "4711",
    "Front desk of the house in Example Street 12",
  ])("of the name %s show none of it", (name) => {
    expect(JSON.stringify(make().of({ id: name, alias: name.replace("4711", "x") }))).not.toContain(name);
  });

  test("of a key are none, in whatever form it comes", () => {
    const key = "12|secret/SECRET+0123456789";
    const forms = [
      key,
      encodeURIComponent(key),
      Buffer.from(key).toString("base64"),
      `Bearer ${key}`,
      `/a/${key}`,
    ];
    const shown = JSON.stringify(make([key]).of({ forms, auth_token: "another", [key]: 1 }));
    for (const part of [key, "secret", "SECRET", "another", Buffer.from(key).toString("base64")]) {
      expect(shown).not.toContain(part);
    }
  });
});
