import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fleetPage } from "../../../fleet/fleet-page";
import type { FleetRow } from "../../../fleet/fleet-row";
import { defined } from "../../support/expect";
import { fleetRow, mixedFleet } from "../../support/fleet-rows";

const at = new Date("2026-11-27T12:34:56Z");

function pageOf(rows: readonly FleetRow[], remarks: readonly string[] = []): string {
  return fleetPage({ rows, remarks, at, groupOf: ({ stack }) => stack ?? "Without a stack" });
}

/** The texts of what a pattern finds, as a reader sees them. */
function textsOf(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, found]) =>
    defined(found)
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

const groupsOf = (page: string) => textsOf(page, /<tr[^>]*class="group"[^>]*>(.*?)<\/tr>/gs);
const numbersOf = (page: string) => textsOf(page, /<th[^>]*scope="row"[^>]*>(\+\d+|not known)<\/th>/gs);
const figuresOf = (page: string) => textsOf(page, /<div><dt>(.*?)<\/dd>/gs);

const empty = ["meta", "link", "input", "br"];

/** What is wrong with how elements are nested; undefined when nothing is. */
function faultOf(page: string): string | undefined {
  const open: string[] = [];
  const content = page.replace(/<(script|style)>.*?<\/\1>/gs, "").replace("<!DOCTYPE html>", "");
  for (const [, slash, name = ""] of content.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (empty.includes(name)) continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return `</${name}> closes what is not open`;
  }
  return open.length === 0 ? undefined : `${open.join(", ")} is not closed`;
}

describe("the page of a fleet", () => {
  it("has orphans and unsettled ones on top, then stack by stack, and by agent in each, with what they cost", () => {
    const page = pageOf(mixedFleet);
    expect(groupsOf(page)).toEqual([
      "Orphans and unsettled 2: 1.20 USD a month",
      "phones/dev 2: 9.00 EUR a month, 1 price unknown",
      "phones/prod 2: 10.80 USD a month",
    ]);
    expect(numbersOf(page)).toEqual([
      "+14155550104",
      "not known",
      "+14155550103",
      "+14155550105",
      "+14155550102",
      "+14155550101",
    ]);
  });

  it("sums by currency, and counts what is worth a look", () => {
    expect(figuresOf(pageOf(mixedFleet))).toEqual([
      "Numbers 6",
      "A month 9.00 EUR",
      "A month 12.00 USD",
      "Prices unknown 1",
      "Orphans 1",
      "Unsettled 1",
      "Next renewal 2026-12-01",
    ]);
  });

  it("says what each agent costs", () => {
    const [agents = ""] = /<div id="agents">.*?<\/div>/s.exec(pageOf(mixedFleet)) ?? [];
    expect(textsOf(agents, /<tr role="row"\s*>(<th role="rowheader".*?)<\/tr>/gs)).toEqual([
      "agent-a 2 9.00 EUR + 10.00 USD a month",
      "agent-b 1 0.80 USD a month",
      "none 3 1.20 USD a month, 1 price unknown",
    ]);
  });

  it("is the same for the same rows, however they are ordered", () => {
    expect(pageOf([...mixedFleet].reverse())).toBe(pageOf(mixedFleet));
  });

  it("says why a number is as it is, and where an open purchase belongs", () => {
    const page = pageOf(mixedFleet);
    expect(page).toContain("<small>its renewal is turned off</small>");
    expect(page).toMatch(/front <small>phones\/prod<\/small>/);
  });

  it("leaves out columns in which nothing is known", () => {
    const titles = (page: string) => [...page.matchAll(/data-column="([^"]+)"/g)].map(([, title]) => title);
    const bare = pageOf([fleetRow()]);
    expect(titles(bare)).not.toContain("Label");
    expect(titles(pageOf([fleetRow({ label: "x" })]))).toContain("Label");
  });

  it("sorts prices by currency and size, not by their texts", () => {
    const price = (amount: string) => fleetRow({ monthlyPrice: { amount, currency: "USD" } });
    const page = pageOf([price("9.00"), price("10.00"), price("0.85")]);
    const keys = [...page.matchAll(/data-sort="(USD [^"]+)"/g)].map(([, key]) => defined(key));
    expect([...keys].sort().map((key) => Number(key.slice(4)))).toEqual([0.85, 9, 10]);
  });

  it("shows every text that comes from outside as text", () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;`;
    const members = [
      "e164",
      "vendor",
      "account",
      "agent",
      "subaccount",
      "label",
      "stack",
      "resource",
    ] as const;
    const everywhere = Object.fromEntries(members.map((member) => [member, hostile]));
    const row = fleetRow({
      ...everywhere,
      statusReason: hostile,
      renewsAt: hostile,
      monthlyPrice: { amount: "1.00", currency: hostile },
    });
    const page = pageOf([row, { ...row, finding: "orphan" }], [hostile]);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("onerror='");
    expect(faultOf(page)).toBeUndefined();
    expect(page.split("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;").length).toBeGreaterThan(15);
  });

  it("shows remarks", () => {
    const page = pageOf([], ["plivo: bad <key>"]);
    expect(page).toContain("<li>plivo: bad &lt;key&gt;</li>");
    expect(page).toContain("No numbers.");
  });

  it.each([
    ["nothing", []],
    ["one number", [fleetRow()]],
    ["many", mixedFleet],
  ])("nests its elements well, with ids of their own and rows of one length: %s", (_what, rows) => {
    const page = pageOf(rows);
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(faultOf(page)).toBeUndefined();
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [table] of page.matchAll(/<table.*?<\/table>/gs)) {
      const lines = [...table.matchAll(/<tr role="row"\s*>(.*?)<\/tr>/gs)];
      const lengths = lines.map(([line]) => line.match(/<t[hd]/g)?.length);
      expect(new Set(lengths).size).toBe(1);
    }
  });

  it("allows exactly the script and the style that are in it, and loads nothing", () => {
    const page = pageOf(mixedFleet);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const hashes = ["style", "script"].flatMap((element) =>
      [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(
        ([, text]) =>
          `${element}-src 'sha256-${createHash("sha256").update(defined(text)).digest("base64")}'`,
      ),
    );
    expect(hashes).toHaveLength(2);
    const directives = policy.replaceAll("&#39;", "'").split("; ");
    expect(directives).toEqual([
      "default-src 'none'",
      ...hashes,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/https?:|@import|url\(/);
  });
});
